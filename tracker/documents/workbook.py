"""Writes every table of a document as a sheet of a workbook, row by row: none is held once it is written.

Text is always written as text (`write_string`): what a body typed never becomes a formula (domain check 32).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.cells import holdable
from tracker.documents import rows

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
EDGE = {"border": 1}
NUMBERS = {"int": "[$-42A]#,##0", "rate": "[$-42A]0.00%", "date": "dd/mm/yyyy"}
"""42A is Vietnamese: dot for thousands, comma for decimals, whatever the reader's own settings."""
STYLES: dict[str, dict[str, Any]] = {
    "row": {},
    "group": {"bold": True, "bg_color": "#EEF2F6"},
    "total": {"bold": True, "top": 2, "bottom": 6},
}
MM_PER_CHARACTER = 1.85
FIRST_HEAD_ROW = 4
LINE = 15  # points


class Book:
    """The workbook and its formats, each made once."""

    def __init__(self, document: dict[str, Any], path: Path) -> None:
        self.document = document
        plain = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent), **plain})
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


def write(place: Path, template: Path, part: list[str], out: IO[bytes]) -> None:
    """The workbook of a folder."""
    document, path = rows.document(place), place / "made.xlsx"
    book = Book(document, path)
    for name, table in document["tables"].items():
        write_table(book, table, rows.rows(place, name))
    book.book.close()
    with path.open("rb") as made:
        shutil.copyfileobj(made, out)


def write_table(book: Book, table: dict[str, Any], lines: Iterable[dict[str, Any]]) -> None:
    """One table on a sheet of its own, its head frozen and repeated on every printed page. Rows in their order."""
    sheet, columns = book.book.add_worksheet(table["name"]), table["columns"]
    first = FIRST_HEAD_ROW + (2 if has_two_heads(columns) else 1)
    set_page(sheet, columns, first)
    write_text(sheet, 0, 0, f"{table['name']}. {table['title']}", book.title)
    write_text(sheet, 1, 0, book.document["subject"], book.line)
    write_text(sheet, 2, 0, book.document["stamp"], book.line)
    write_heads(book, sheet, columns)
    last = first - 1
    for last, row in enumerate(lines, first):
        for place, (value, column) in enumerate(zip(row["cells"], columns, strict=True)):
            write_cell(sheet, last, place, value, column["kind"], book.format(row["style"], column["kind"]))
    last += 2
    sheet.set_row(last, 3 * LINE)
    sheet.merge_range(last, 0, last, len(columns) - 1, table.get("note", ""), book.note)
    sheet.print_area(0, 0, last, len(columns) - 1)


def set_page(sheet: Worksheet, columns: Sequence[dict[str, Any]], first: int) -> None:
    """Widths, and how it comes out of a printer."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(6.0, column["width"] / MM_PER_CHARACTER))
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(FIRST_HEAD_ROW, first - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def has_two_heads(columns: Sequence[dict[str, Any]]) -> bool:
    """Whether some columns share a head above them."""
    return any(column["over"] for column in columns)


def write_heads(book: Book, sheet: Worksheet, columns: Sequence[dict[str, Any]]) -> None:
    """The heads, in two rows where some share one above them. A row that has been left cannot be written to again,
    so that cells are joined without being written a second time."""
    upper, lower = FIRST_HEAD_ROW, FIRST_HEAD_ROW + 1
    two_rows = has_two_heads(columns)
    sheet.set_row(upper, LINE * (2 if two_rows else 4))
    for place, column in enumerate(columns):
        write_text(sheet, upper, place, column["over"] or column["head"], book.head)
    if not two_rows:
        return
    sheet.set_row(lower, LINE * 5)
    for place, column in enumerate(columns):
        write_text(sheet, lower, place, column["head"] if column["over"] else "", book.head)
    for first, last, shared in joined(columns):
        sheet.merge.append([upper, first, upper if shared else lower, last])


def joined(columns: Sequence[dict[str, Any]]) -> list[tuple[int, int, bool]]:
    """(first, last, whether it is a shared head) of every head that takes several cells."""
    found: list[tuple[int, int, bool]] = []
    for place, column in enumerate(columns):
        over = column["over"]
        if not over:
            found.append((place, place, False))
        elif place and columns[place - 1]["over"] == over:
            found[-1] = (found[-1][0], place, True)
        else:
            found.append((place, place, True))
    return found


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
    sheet.write_string(row, place, holdable(text), look)
