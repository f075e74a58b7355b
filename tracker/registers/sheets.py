"""Reads a workbook (.xlsx, .xls, .ods). A program of its own with little memory and time: bytes in, JSON out.

{"Đơn vị": [["Tên đơn vị", "Loại"], ["UBND xã Ân Hòa", "Xã"]]}; days as 2026-03-02, yes as x, what a formula gave.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from tracker.files.child import confine

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 10_000, 60


def main() -> None:
    """Standard input to standard output; {"refused": code} for what is no workbook."""
    data = sys.stdin.buffer.read()
    confine()
    try:
        answer: Any = {"sheets": read(data)}
    except (CalamineError, OSError, ValueError, MemoryError, OverflowError):
        answer = {"refused": "import_unreadable"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def read(data: bytes) -> dict[str, list[list[str]]]:
    """Every sheet's rows from the first cell on."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    found = {}
    for name in book.sheet_names[:MOST_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
        found[name] = [[said(value) for value in row[:MOST_COLUMNS]] for row in rows]
    return found


def said(value: Any) -> str:
    """A cell as text."""
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


if __name__ == "__main__":
    main()
