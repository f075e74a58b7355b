"""The automatic numbers of an OpenDocument text, counted as it is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tracker.intake.counting import written

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
DEEPEST = 10


@dataclass(slots=True)
class Open:
    """A list being read: its style, how far each depth has counted, and whether an item has yet to show its number."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)
    waiting: bool = False
    start: int | None = None


class OpenLists:
    """Styles of lists, and the lists of one document in document order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self.levels: dict[tuple[str, int], Element] = {}
        self.outline: dict[int, Element] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                for level in style:
                    self.levels[style.get(f"{STYLE}name", ""), _depth(level)] = level
            for level in root.iter(f"{TEXT}outline-level-style"):
                self.outline[_depth(level)] = level
        self.by_id: dict[str, Open] = {}
        self.by_style: dict[str, Open] = {}
        self.headings = Open("")

    def begin(self, element: Element, around: Open | None) -> Open:
        """The list an element opens: a deeper level of the one around it, an earlier one going on, or a new one."""
        style = element.get(f"{TEXT}style-name") or (around.style if around else "")
        if around is not None:
            found = around if around.style == style else Open(style, around.counts)
        elif (earlier := element.get(f"{TEXT}continue-list")) in self.by_id:
            found = self.by_id[earlier or ""]
        elif element.get(f"{TEXT}continue-numbering") == "true" and style in self.by_style:
            found = self.by_style[style]
        else:
            found = Open(style)
        self.by_id[element.get(XML_ID, "")] = self.by_style[style] = found
        return found

    def mark(self, opened: Open, depth: int) -> str:
        """The number of the item's first paragraph, with a blank after it; "" for its later ones."""
        if not opened.waiting:
            return ""
        opened.waiting = False
        start, opened.start = opened.start, None
        return self._counted(opened, depth, self.levels.get((opened.style, depth)), start)

    def heading(self, depth: int) -> str:
        """The number a heading gets from the outline of chapters."""
        return self._counted(self.headings, depth, self.outline.get(depth), None)

    def _counted(self, opened: Open, depth: int, level: Element | None, start: int | None) -> str:
        if level is None:
            return ""
        if level.tag == f"{TEXT}list-level-style-bullet":
            return "- "
        first = int(level.get(f"{TEXT}start-value") or 1)
        opened.counts[depth] = start if start is not None else opened.counts.get(depth, first - 1) + 1
        for deeper in [other for other in opened.counts if other > depth]:
            del opened.counts[deeper]
        kind = KINDS.get(level.get(f"{STYLE}num-format", ""))
        if kind is None:
            return ""
        shown = max(1, min(int(level.get(f"{TEXT}display-levels") or 1), DEEPEST))
        above = [str(opened.counts[d]) for d in range(max(1, depth - shown + 1), depth) if d in opened.counts]
        number = ".".join([*above, written(opened.counts[depth], kind)])
        return f"{level.get(f'{STYLE}num-prefix', '')}{number}{level.get(f'{STYLE}num-suffix', '')} "


def _depth(level: Element) -> int:
    return int(level.get(f"{TEXT}level") or 1)
