"""Writes the matrix's workbook. A program of its own: lines of JSON come in, the .xlsx goes out, row by row.

Days are numbers with a glyph in their format, so that they can be sorted and counted; the sheet prints on A3 across.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tracker.cells import holdable, is_risky

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
GLYPHS = {
    "late": "!", "soon": "◷", "doing": "◐", "new": "○", "wait": "…", "back": "↩", "done": "✓", "donelate": "✓",
    "diff": "?", "stop": "–",
}  # fmt: skip
COLOURS = {
    "late": ("#F9DEDC", "#8A1313"), "soon": ("#FFF2CC", "#6B4E00"), "wait": ("#E3ECF7", "#0B3A66"),
    "back": ("#FBE3D3", "#7A3300"), "done": ("#E4F2E7", "#1E5B2E"), "donelate": ("#E4F2E7", "#1E5B2E"),
}  # fmt: skip
A3, FIRST, WIDE, NARROW = 8, 3, 34, 13


class Sheet:
    """The one sheet, filled from above."""

    def __init__(self, book: Any, heads: dict[str, Any]) -> None:
        self.book, self.heads, self.row, self.type = book, heads, FIRST, ""
        self.sheet = book.add_worksheet(heads["sheet"])
        self.last = len(heads["tasks"]) + len(heads["ends"])
        self.plain = book.add_format(FONT | {"border": 1})
        self.quoted = book.add_format(FONT | {"border": 1, "quote_prefix": True})
        self.count = book.add_format(FONT | {"border": 1, "num_format": "0", "align": "center"})
        self.share = book.add_format(FONT | {"border": 1, "num_format": "0.0%", "align": "center"})
        self.bold = book.add_format(FONT | {"border": 1, "bold": True, "bg_color": "#EEF2F6"})
        self.kinds = {kind: self._kind(kind) for kind in GLYPHS}
        self._top()

    def _kind(self, kind: str) -> Any:
        ground, ink = COLOURS.get(kind, ("#FFFFFF", "#1B1F24"))
        glyph = GLYPHS[kind]
        shape = {"border": 1, "align": "center", "bg_color": ground, "font_color": ink}
        return self.book.add_format(FONT | shape | {"num_format": f'"{glyph} "0', "bold": kind == "late"})

    def _top(self) -> None:
        head = {"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True, "align": "center"}
        over = self.book.add_format(FONT | head)
        quoted = self.book.add_format(FONT | head | {"quote_prefix": True})
        self._text(0, 0, self.heads["title"], self.book.add_format(FONT | {"bold": True, "font_size": 14}))
        self._text(1, 0, self.heads["facts"], self.book.add_format(FONT))
        names = [self.heads["body"], *self.heads["tasks"], *self.heads["ends"]]
        for place, name in enumerate(names):
            self._text(FIRST - 1, place, name, quoted if is_risky(name) else over)
        self.sheet.set_column(0, 0, WIDE)
        self.sheet.set_column(1, self.last, NARROW)
        self.sheet.set_row(FIRST - 1, 90)
        self.sheet.freeze_panes(FIRST, 1)
        self.sheet.repeat_rows(FIRST - 1)
        self.sheet.repeat_columns(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(A3)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P/&N")

    def _text(self, row: int, place: int, text: str, look: Any) -> None:
        self.sheet.write_string(row, place, holdable(text), look)

    def body(self, said: dict[str, Any]) -> None:
        """One body's row, under a row of its type where that is another."""
        if said["type"] != self.type:
            self.type = said["type"]
            for place in range(self.last + 1):
                self._text(self.row, place, "" if place else self.type, self.bold)
            self.row += 1
        self._text(self.row, 0, said["name"], self.quoted if is_risky(said["name"]) else self.plain)
        for place, cell in enumerate(said["cells"], 1):
            self._cell(place, cell)
        done, total, overdue = said["figures"]
        for place, number in enumerate((done, total, overdue), len(said["cells"]) + 1):
            self.sheet.write_number(self.row, place, number, self.count)
        self._share(done, total)
        self.row += 1

    def _cell(self, place: int, cell: list[Any] | None) -> None:
        if cell is None:
            self.sheet.write_blank(self.row, place, None, self.plain)
            return
        kind, days = cell
        if days is None:
            self.sheet.write_string(self.row, place, GLYPHS[kind], self.kinds[kind])
        else:
            self.sheet.write_number(self.row, place, days, self.kinds[kind])

    def _share(self, done: int, total: int) -> None:
        if total:
            self.sheet.write_number(self.row, self.last, done / total, self.share)
        else:
            self.sheet.write_blank(self.row, self.last, None, self.plain)

    def end(self, said: dict[str, Any]) -> None:
        """How many bodies have finished each task, of how many; then what the glyphs mean."""
        total, done, overdue = said["figures"]
        rows = ((self.heads["sums"], 0, done), (self.heads["of"], 1, total))
        for name, place, whole in rows:
            self.sheet.write_string(self.row, 0, name, self.bold)
            for column, figures in enumerate(said["sums"], 1):
                self.sheet.write_number(self.row, column, figures[place], self.count)
            self.sheet.write_number(self.row, len(said["sums"]) + 1 + place, whole, self.count)
            if place:
                self.sheet.write_number(self.row, self.last - 1, overdue, self.count)
                self._share(done, total)
            self.row += 1
        self.row += 1
        for kind, words in self.heads["key"]:
            self.sheet.write_string(self.row, 0, f"{GLYPHS[kind]}  {words}", self.kinds[kind])
            self.row += 1


def write(lines: Iterable[bytes]) -> bytes:
    """The workbook of `export.lines`."""
    file, given = BytesIO(), iter(lines)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    sheet = Sheet(book, json.loads(next(given)))
    for line in given:
        said = json.loads(line)
        if "sums" in said:
            sheet.end(said)
        else:
            sheet.body(said)
    book.close()
    return file.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(write(sys.stdin.buffer))
