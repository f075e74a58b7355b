"""Which runs of a Word file are in a font from before Unicode."""

from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn

from tracker.intake.numbering import value
from tracker.intake.old_encodings import by_font

Converter = Callable[[str], str]


class Fonts:
    """Fonts of one document's styles, and what turns a run's text into Unicode."""

    def __init__(self, styles: Any) -> None:
        """`styles` is the root element of that part, or None where the file has none."""
        found = styles.findall(qn("w:style")) if styles is not None else []
        self.styles = {style.get(qn("w:styleId")): style for style in found}
        self.default = next(
            (
                s.get(qn("w:styleId"))
                for s in found
                if s.get(qn("w:default")) == "1" and s.get(qn("w:type")) == "paragraph"
            ),
            "",
        )
        whole = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}") if found else None
        self.whole = _named(whole)
        self.known: dict[str, str] = {}

    def converter(self, paragraph: Any, run: Any) -> Converter | None:
        """What turns the run's text into Unicode; None where it is that already."""
        properties, around = run.find(qn("w:rPr")), paragraph.find(qn("w:pPr"))
        name = (
            _named(properties)
            or self._of_style(value(properties, "w:rStyle"))
            or self._of_style(value(around, "w:pStyle") or self.default)
            or self.whole
        )
        return by_font(name) if name else None

    def _of_style(self, style: str | None) -> str:
        """The font a style sets, itself or by the style it stands on; "" for none."""
        if not style or style not in self.styles:
            return ""
        if style not in self.known:
            self.known[style] = ""  # a style that stands on itself ends here
            element = self.styles[style]
            self.known[style] = _named(element.find(qn("w:rPr"))) or self._of_style(
                value(element, "w:basedOn")
            )
        return self.known[style]


def _named(properties: Any) -> str:
    """The font of letters beyond ASCII, which is where old encodings differ."""
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    if fonts is None:
        return ""
    return str(fonts.get(qn("w:hAnsi")) or fonts.get(qn("w:ascii")) or "")
