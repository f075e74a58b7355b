"""Writes a review's workbook. A program of its own: the document as JSON comes in, the .xlsx goes out.

Text is always written as text (`write_string`): what a body typed never becomes a formula (domain check 32).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
EDGE = {"border": 1}
NUMBERS = {"int": "[$-42A]#,##0", "rate": "[$-42A]0.00%", "date": "dd/mm/yyyy"}
"""42A is Vietnamese: dot for thousands, comma for decimals, whatever the reader's own settings."""
STYLES: dict[str, dict[str, Any]] = {
    "row": {},
    "group": {"bold": True, "bg_color": "#EEF2F6"},
    "total": {"bold": True, "top": 2, "bottom": 6},
}
SHEETS = ("form_01", "form_02", "groups", "asked", "changes")
MM_PER_CHARACTER = 1.85
LONGEST = 32_767  # characters in a cell
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FIRST_HEAD_ROW = 4
LINE = 15  # points


class Book:
    """The workbook and its formats, each made once."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.file = BytesIO()
        self.document = document
        self.book = Workbook(self.file, {"strings_to_formulas": False, "strings_to_urls": False})
        self.book.set_properties({"title": document["subject"], "company": document["authority"]})
        self._formats: dict[tuple[str, str], Format] = {}
        self.head = self.book.add_format(
            FONT | EDGE | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self.title = self.book.add_format(FONT | {"bold": True, "font_size": 13})
        self.note = self.book.add_format(FONT | {"italic": True, "text_wrap": True})
        self.line = self.book.add_format(FONT | {"italic": True})

    def format(self, style: str, kind: str) -> Format:
        """The format of a cell."""
        if (style, kind) not in self._formats:
            look = FONT | EDGE | STYLES[style] | ({"text_wrap": True} if kind == "text" else {})
            if kind in NUMBERS:
                look |= {"num_format": NUMBERS[kind], "align": "center" if kind == "date" else "right"}
            self._formats[style, kind] = self.book.add_format(look)
        return self._formats[style, kind]

    def finished(self) -> bytes:
        """Close the workbook and give its bytes."""
        self.book.close()
        return self.file.getvalue()


def write(document: dict[str, Any]) -> bytes:
    """The workbook of a document (`paper.document`)."""
    book = Book(document)
    for name in SHEETS:
        write_table(book, document["tables"][name])
    return book.finished()


def write_table(book: Book, table: dict[str, Any]) -> None:
    """One table on a sheet of its own, its head frozen and repeated on every printed page."""
    sheet, columns = book.book.add_worksheet(table["name"]), table["columns"]
    document = book.document
    write_text(sheet, 0, 0, f"{table['name']}. {table['title']}", book.title)
    write_text(sheet, 1, 0, document["subject"], book.line)
    write_text(sheet, 2, 0, document["stamp"], book.line)
    first = write_heads(book, sheet, columns)
    for n, row in enumerate(table["rows"], first):
        for place, (value, column) in enumerate(zip(row["cells"], columns, strict=True)):
            write_cell(sheet, n, place, value, column["kind"], book.format(row["style"], column["kind"]))
    last = first + len(table["rows"]) + 1
    sheet.merge_range(last, 0, last, len(columns) - 1, document["formula"], book.note)
    sheet.set_row(last, 3 * LINE)
    sheet.print_area(0, 0, last, len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(6.0, column["width"] / MM_PER_CHARACTER))
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(FIRST_HEAD_ROW, first - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def write_heads(book: Book, sheet: Worksheet, columns: Sequence[dict[str, Any]]) -> int:
    """The heads, in two rows where some share one above them; the number of the first row below."""
    two_rows = any(column["over"] for column in columns)
    sheet.set_row(FIRST_HEAD_ROW, LINE * (2 if two_rows else 4))
    if not two_rows:
        for place, column in enumerate(columns):
            write_text(sheet, FIRST_HEAD_ROW, place, column["head"], book.head)
        return FIRST_HEAD_ROW + 1
    sheet.set_row(FIRST_HEAD_ROW + 1, LINE * 5)
    for place, column in enumerate(columns):
        over = column["over"]
        if not over:
            sheet.merge_range(FIRST_HEAD_ROW, place, FIRST_HEAD_ROW + 1, place, column["head"], book.head)
            continue
        write_text(sheet, FIRST_HEAD_ROW + 1, place, column["head"], book.head)
        if columns[place - 1]["over"] != over:
            last = max(n for n, other in enumerate(columns) if other["over"] == over)
            sheet.merge_range(FIRST_HEAD_ROW, place, FIRST_HEAD_ROW, last, over, book.head)
    return FIRST_HEAD_ROW + 2


def write_cell(sheet: Worksheet, row: int, place: int, value: Any, kind: str, look: Format) -> None:
    """A value as what it is: a number, a day, a share, or text."""
    if value is None or value == "":
        sheet.write_string(row, place, "-", look) if kind == "rate" else sheet.write_blank(
            row, place, None, look
        )
    elif kind == "int":
        sheet.write_number(row, place, value, look)
    elif kind == "rate":
        part, whole = value.split("/")
        sheet.write_number(row, place, int(part) / int(whole), look)
    elif kind == "date":
        day = date.fromisoformat(value)
        sheet.write_datetime(row, place, datetime(day.year, day.month, day.day), look)  # noqa: DTZ001 - a day
    else:
        write_text(sheet, row, place, str(value), look)


def write_text(sheet: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    """Text as text, without what a cell cannot hold."""
    sheet.write_string(row, place, UNWRITABLE.sub("", text)[:LONGEST], look)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin.buffer)))
