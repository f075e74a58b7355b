"""Sets a document as a PDF: tagged and searchable, in Tinos, whose letters are as wide as those of Times New Roman.

Given a table and the number of a volume it sets that volume of the annex alone.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import IO, Any

import typst

from tracker.documents import rows
from tracker.documents.rules import ROWS_IN_ONE_PDF, in_lines
from tracker.documents.values import shown

HERE = Path(__file__).parent


def write(place: Path, template: Path, part: list[str], out: IO[bytes]) -> None:
    """The PDF of a folder. `template` is Word's and plays no part."""
    document = rows.document(place)
    tables: dict[str, Any] = document["tables"]
    document["volume"] = {"table": part[0], "number": int(part[1])} if part else None
    for name in part[:1] or [name for name, table in tables.items() if not table["is_apart"]]:
        first = ROWS_IN_ONE_PDF * (int(part[1]) - 1) if part else 0
        tables[name]["rows"] = lines(place, name, tables[name]["columns"], first)
    document["letterhead"] = [in_lines(document["parent"]), in_lines(document["authority"])]
    files: Any = {
        "main.typ": (HERE / "paper.typ").read_bytes(),
        "document.json": json.dumps(document).encode(),
    }
    fonts = [str(HERE / "fonts")]
    try:
        made = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, pdf_standards="ua-1")
    except typst.TypstError:  # a sign no font of ours has: PDF/UA-1 has no place for it, a tagged PDF has
        made = typst.compile(files, font_paths=fonts)
    out.write(made)


def lines(place: Path, name: str, columns: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    """The rows of one volume, every cell in words."""
    kinds = [column["kind"] for column in columns]
    return [
        {
            "style": row["style"],
            "cells": [shown(value, kind) for value, kind in zip(row["cells"], kinds, strict=True)],
        }
        for row in islice(rows.rows(place, name), first, first + ROWS_IN_ONE_PDF)
    ]
