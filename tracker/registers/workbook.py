"""Writes the register's workbook. A program of its own: the document as JSON comes in, the .xlsx goes out.

Every cell is text, marked so (`quotePrefix`): a name that begins with = never becomes a formula.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tracker.cells import holdable, is_risky

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}


def write(document: dict[str, Any]) -> bytes:
    """The workbook of a document (`queries.workbook`)."""
    file = BytesIO()
    book = Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format(FONT | {"bold": True, "bg_color": "#EEF2F6", "bottom": 1})
    plain, quoted = book.add_format(FONT), book.add_format(FONT | {"quote_prefix": True})
    for said in document["sheets"]:
        sheet = book.add_worksheet(said["title"])
        for place, (text, width) in enumerate(zip(said["heads"], said["widths"], strict=True)):
            sheet.write_string(0, place, text, head)
            sheet.set_column(place, place, width)
        for number, row in enumerate(said["rows"], 1):
            for place, (text, kind) in enumerate(zip(row, said["kinds"], strict=True)):
                shown = day(text) if kind == "day" else text
                sheet.write_string(number, place, holdable(shown), quoted if is_risky(shown) else plain)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(said["rows"])), len(said["heads"]) - 1)
    book.close()
    return file.getvalue()


def day(text: str) -> str:
    """2026-03-02 as 02/03/2026."""
    return "/".join(reversed(text.split("-"))) if text else ""


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin)))
