"""Word's automatic numbers: the "1.", "a)", "-" that stand on paper but not in the file's text."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

ROMANS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Numbering:
    """Counts the items of every list of one document, in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """`numbering` and `styles` are the root elements of those parts, or None where the file has none."""
        self.levels: dict[tuple[str, int], Any] = {}
        self.abstract_of: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        self.by_style = _numbered_styles(styles)
        if numbering is not None:
            self._learn(numbering)

    def _learn(self, numbering: Any) -> None:
        for abstract in numbering.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                key = (abstract.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"))))
                self.levels[key] = level
        for num in numbering.findall(qn("w:num")):
            number = num.get(qn("w:numId"))
            self.abstract_of[number] = _value(num, "w:abstractNumId") or ""
            for override in num.findall(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride")
                if start is not None:
                    self.starts[number, int(override.get(qn("w:ilvl")))] = int(start)

    def mark(self, paragraph: Any) -> str:
        """What the paragraph's automatic number prints, with a blank after it; "" for an ordinary paragraph."""
        number, depth = self._place(paragraph)
        abstract = self.abstract_of.get(number, "")
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        self._count(number, abstract, depth, level)
        kind = _value(level, "w:numFmt")
        if kind == "bullet":
            return "- "
        if kind == "none":
            return ""
        shown = re.sub(
            r"%(\d)", lambda found: self._shown(abstract, int(found[1]) - 1), _value(level, "w:lvlText") or ""
        )
        return f"{shown} " if shown else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and depth, from the paragraph or from its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        if own is not None and _value(own, "w:numId") is not None:
            return _value(own, "w:numId") or "", int(_value(own, "w:ilvl") or 0)
        return self.by_style.get(_value(properties, "w:pStyle") or "", ("", 0))

    def _count(self, number: str, abstract: str, depth: int, level: Any) -> None:
        counts = self.counts[abstract]
        if (number, depth) in self.starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = self.starts[number, depth]
        else:
            counts[depth] = counts.get(depth, int(_value(level, "w:start") or 1) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

    def _shown(self, abstract: str, depth: int) -> str:
        level = self.levels.get((abstract, depth))
        start = int(_value(level, "w:start") or 1) if level is not None else 1
        count = self.counts[abstract].get(depth, start)
        return _written(count, _value(level, "w:numFmt") if level is not None else "decimal")


def _value(element: Any, tag: str) -> str | None:
    child = element.find(qn(tag))
    value = child.get(qn("w:val")) if child is not None else None
    return str(value) if value is not None else None


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """The list and depth each paragraph style brings along."""
    found: dict[str, tuple[str, int]] = {}
    for style in styles.findall(qn("w:style")) if styles is not None else ():
        numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbered is not None and _value(numbered, "w:numId"):
            found[style.get(qn("w:styleId"))] = (
                _value(numbered, "w:numId") or "",
                int(_value(numbered, "w:ilvl") or 0),
            )
    return found


def _written(count: int, kind: str | None) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in ROMANS:
        written += letters * (count // value)
        count %= value
    return written
