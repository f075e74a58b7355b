"""What lies in a machine's quarantine while a file waits: its bytes, and beside them the pages read so far."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tracker.config import Config
from tracker.intake.columns import Line, Piece
from tracker.intake.sheets import Sheet


def node(config: Config) -> str:
    """This machine's instance: the only place where a file waiting here lies."""
    return f"{platform.node()}:{config.instance}"


def path_of(config: Config, held: str) -> Path:
    """Where the bytes lie while they wait."""
    return config.instance / "quarantine" / held


def sheets_of(path: Path) -> dict[int, Sheet]:
    """The pages of a waiting file read before, by their numbers from 0. A line cut off by a death is passed over."""
    found: dict[int, Sheet] = {}
    beside = _beside(path)
    for row in beside.read_text("utf-8").splitlines() if beside.exists() else ():
        try:
            number, lines = json.loads(row)
        except ValueError:
            continue
        found[number] = [Line(tuple(Piece(**piece) for piece in line)) for line in lines]
    return found


def lay_down(path: Path, number: int, sheet: Sheet) -> None:
    """Keep a page that was read, so that it need not be read again."""
    lines: list[list[dict[str, Any]]] = [[asdict(piece) for piece in line.parts] for line in sheet]
    with _beside(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps([number, lines], ensure_ascii=False) + "\n")


def throw_away(path: Path) -> None:
    """The bytes and what was read of them."""
    path.unlink(missing_ok=True)
    _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.trang")
