"""Word's automatic numbers: the "1.", "a)", "-" that stand on paper but not in the file's text."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from tracker.intake.counting import written


class Numbering:
    """Counts the items of every list of one document, in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """`numbering` and `styles` are the root elements of those parts, or None where the file has none."""
        self.levels: dict[tuple[str, int], Any] = {}
        self.abstract_of: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.own_levels: dict[tuple[str, int], Any] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        self.by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._learn(numbering)
            self._learn_styles(styles)

    def _learn(self, numbering: Any) -> None:
        linked, links = {}, {}
        for abstract in numbering.findall(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"))
            linked[value(abstract, "w:styleLink")] = name
            links[name] = value(abstract, "w:numStyleLink")
            for level in abstract.findall(qn("w:lvl")):
                self.levels[name, int(level.get(qn("w:ilvl")))] = level
        for num in numbering.findall(qn("w:num")):
            number, name = num.get(qn("w:numId")), value(num, "w:abstractNumId") or ""
            # a list that only points to a list style counts with the list that is that style's
            self.abstract_of[number] = linked.get(links.get(name), name) if links.get(name) else name
            for override in num.findall(qn("w:lvlOverride")):
                self._learn_override(number, override)

    def _learn_override(self, number: str, override: Any) -> None:
        depth = int(override.get(qn("w:ilvl")))
        start, level = value(override, "w:startOverride"), override.find(qn("w:lvl"))
        if start is not None:
            self.starts[number, depth] = int(start)
        if level is not None:
            self.own_levels[number, depth] = level

    def _learn_styles(self, styles: Any) -> None:
        """The list and depth each paragraph style brings along, from itself or from the style it stands on."""
        found = (
            {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
            if styles is not None
            else {}
        )
        for name in found:
            at: str | None = name
            for _ in range(len(found)):
                if at is None or at not in found or name in self.by_style:
                    break
                place = self._place_of_style(at, found[at])
                if place is not None:
                    self.by_style[name] = place
                at = value(found[at], "w:basedOn")

    def _place_of_style(self, name: str, style: Any) -> tuple[str, int] | None:
        numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number = value(numbered, "w:numId") if numbered is not None else None
        if number is None:
            return None
        abstract = self.abstract_of.get(number, "")
        own = (
            depth
            for (of, depth), level in self.levels.items()
            if of == abstract and value(level, "w:pStyle") == name
        )
        return number, int(value(numbered, "w:ilvl") or next(own, 0))

    def mark(self, paragraph: Any) -> str:
        """What the paragraph's automatic number prints, with a blank after it; "" for an ordinary paragraph."""
        number, depth = self._place(paragraph)
        abstract = self.abstract_of.get(number, "")
        level = self._level(number, depth)
        if level is None:
            return ""
        self._count(number, abstract, depth, level)
        kind = value(level, "w:numFmt")
        if kind == "bullet":
            return "- "
        if kind == "none":
            return ""
        plain = level.find(qn("w:isLgl")) is not None
        shown = re.sub(
            r"%(\d)",
            lambda found: self._shown(number, int(found[1]) - 1, plain and int(found[1]) - 1 < depth),
            value(level, "w:lvlText") or "",
        )
        return f"{shown} " if shown else ""

    def _level(self, number: str, depth: int) -> Any:
        own = self.own_levels.get((number, depth))
        return own if own is not None else self.levels.get((self.abstract_of.get(number, ""), depth))

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and depth, from the paragraph or from its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        number, depth = self.by_style.get(value(properties, "w:pStyle") or "", ("", 0))
        if own is not None:
            return value(own, "w:numId") or number, int(value(own, "w:ilvl") or 0)
        return number, depth

    def _count(self, number: str, abstract: str, depth: int, level: Any) -> None:
        counts = self.counts[abstract]
        if (number, depth) in self.starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = self.starts[number, depth]
        else:
            counts[depth] = counts.get(depth, int(value(level, "w:start") or 1) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            if value(self._level(number, deeper), "w:lvlRestart") != "0":
                del counts[deeper]

    def _shown(self, number: str, depth: int, plain: bool) -> str:
        level = self._level(number, depth)
        start = int(value(level, "w:start") or 1)
        count = self.counts[self.abstract_of.get(number, "")].get(depth, start)
        return written(count, "decimal" if plain else value(level, "w:numFmt") or "decimal")


def value(element: Any, tag: str) -> str | None:
    """The `w:val` of an element's child, or None."""
    child = element.find(qn(tag)) if element is not None else None
    found = child.get(qn("w:val")) if child is not None else None
    return str(found) if found is not None else None
