"""Reading what was laid down for the program that writes a document, a row at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def document(place: Path) -> dict[str, Any]:
    """Everything but the rows of its tables."""
    found: dict[str, Any] = json.loads((place / "document.json").read_text("utf-8"))
    return found


def rows(place: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, one held at a time."""
    with (place / f"{table}.json").open(encoding="utf-8") as file:
        for line in file:
            stripped = line.strip().rstrip(",")
            if stripped not in ("[", "]", ""):
                yield json.loads(stripped)
