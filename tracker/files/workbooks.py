"""What stands in a workbook (.xlsx, .xls, .ods), as text. For processes that have given up what they do not need."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 10_000, 60


class NoWorkbook(Exception):
    """The bytes are no workbook that can be read."""


def read(data: bytes) -> dict[str, list[list[str]]]:
    """Every sheet's rows from the first cell on, days as 2026-03-02. Raises NoWorkbook."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return {name: _rows(book, name) for name in book.sheet_names[:MOST_SHEETS]}
    except (CalamineError, OSError, ValueError, OverflowError) as problem:
        raise NoWorkbook from problem


def _rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
    return [[said(value) for value in row[:MOST_COLUMNS]] for row in rows]


def said(value: Any) -> str:
    """A cell as text; yes is x, a formula is what it gave."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = unicodedata.normalize("NFC", str(value))
    return "".join(
        mark for mark in text if mark in "\n\t" or unicodedata.category(mark) not in {"Cc", "Cs", "Cf"}
    ).strip()
