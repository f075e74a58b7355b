"""Writes one list as a workbook. A program of its own: `python -m tracker.exports.sheet FILE`, lines of JSON come in.

The first line is the head ({"title", "facts", "columns"}), every other a row. Rows go to disk as they come, so a
long list costs no more memory than a short one. Text is written as text and marked so where a program might take
it for a formula.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.cells import holdable, is_risky

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
FIGURES = {"int": "[$-42A]#,##0", "number": "General", "percent": "0.0%"}
NUMBERS = FIGURES | {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm"}
"""42A is Vietnamese: dot for thousands, whatever the reader's own settings."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
HEAD_ROW = 3
MOST_ROWS = 1_048_576 - HEAD_ROW - 1  # a sheet holds no more


class Book:
    """The workbook, its one sheet, and a format for each kind of cell."""

    def __init__(self, path: Path, head: dict[str, Any]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(str(path), options)
        self.book.set_properties({"title": head["title"], "comments": head["facts"]})
        self.columns: list[dict[str, Any]] = head["columns"]
        self.plain = self.look(text_wrap=True)
        self.quoted = self.look(text_wrap=True, quote_prefix=True)
        self.kinds = {
            kind: self.look(num_format=shape, align="right" if kind in FIGURES else "center")
            for kind, shape in NUMBERS.items()
        }
        name = FORBIDDEN.sub(" ", head["title"]).strip("' ")[:31].strip("' ") or "1"
        self.sheet: Worksheet = self.book.add_worksheet(name)
        self.write_head(head)

    def look(self, **more: Any) -> Format:
        """A format of the house."""
        return self.book.add_format(FONT | more)

    def write_head(self, head: dict[str, Any]) -> None:
        """Title, what is in force and when, and the heads of the columns, which stay in sight."""
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column["width"])
        self.sheet.freeze_panes(HEAD_ROW + 1, 1)
        self.sheet.repeat_rows(HEAD_ROW)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P/&N")
        self.text(0, 0, head["title"], self.look(bold=True, font_size=14))
        self.text(1, 0, head["facts"], self.look(italic=True))
        bold = self.look(bold=True, bg_color="#EEF2F6", bottom=1, text_wrap=True, valign="vcenter")
        for place, column in enumerate(self.columns):
            self.text(HEAD_ROW, place, column["head"], bold)

    def text(self, row: int, place: int, text: str, look: Format) -> None:
        """Text as text, without what a cell cannot hold."""
        self.sheet.write_string(row, place, holdable(text), look)

    def write_row(self, row: int, values: list[Any]) -> None:
        """One row: each value as what it is; nothing where there is none."""
        for place, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            kind = column["kind"]
            if value is None or value == "":
                continue
            if kind in FIGURES:
                self.sheet.write_number(row, place, value, self.kinds[kind])
            elif kind in self.kinds:
                self.sheet.write_datetime(row, place, datetime.fromisoformat(value), self.kinds[kind])
            else:
                said = str(value)
                self.text(row, place, said, self.quoted if is_risky(said) else self.plain)

    def finish(self, last: int) -> None:
        """Filters over the heads, and the file is whole."""
        self.sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW + 1), len(self.columns) - 1)
        self.book.close()


def write(path: Path, lines: Iterable[str]) -> int:
    """The workbook at `path`; how many rows it has."""
    lines = iter(lines)
    book, number = Book(path, json.loads(next(lines))), 0
    for number, line in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise OverflowError("more rows than a sheet holds")
        book.write_row(HEAD_ROW + number, json.loads(line))
    book.finish(HEAD_ROW + number)
    return number


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), sys.stdin))
