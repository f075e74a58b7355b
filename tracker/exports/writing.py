"""Has a list written as a workbook by a program of its own, row by row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore
from typing import Any

from flask_babel import gettext

from tracker import clock
from tracker.config import ROOT
from tracker.errors import Refused
from tracker.exports.rules import Listing
from tracker.web.filters import moment as moment_said

PATIENCE = 60  # seconds for the last of it, once every row has been handed over
ALIVE_EVERY = 500  # rows
TOGETHER = BoundedSemaphore(1)  # in each process: a server of two cores must go on answering


def head(listing: Listing, who: str) -> dict[str, Any]:
    """Title, filters, time and columns as the sheet's head has them."""
    facts = [
        gettext("Filters: %(filters)s", filters=listing.in_force)
        if listing.in_force
        else gettext("No filter"),
        gettext("figures of %(when)s", when=moment_said(clock.now())),
        gettext("made for %(who)s", who=who),
    ]
    columns = [asdict(column) | {"head": str(column.head)} for column in listing.columns]
    return {"title": listing.title, "facts": " · ".join(facts), "columns": columns}


def write(
    path: Path, head: dict[str, Any], rows: Iterable[Sequence[Any]], alive: Callable[[], None] | None = None
) -> int:
    """The workbook at `path`; how many rows it has. Raises Refused("document_failed")."""
    command = [sys.executable, "-m", "tracker.exports.sheet", str(path)]
    with (
        TOGETHER,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True, encoding="utf-8"
        ) as writer,
    ):
        try:
            assert writer.stdin is not None  # noqa: S101 - asked for above
            writer.stdin.write(json.dumps(head, ensure_ascii=False) + "\n")
            for number, row in enumerate(rows):
                writer.stdin.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
                if alive and number % ALIVE_EVERY == 0:
                    alive()
            said, _ = writer.communicate(timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError) as problem:
            raise Refused("document_failed") from problem
        finally:
            if writer.poll() is None:
                writer.kill()
        if writer.returncode != 0:
            raise Refused("document_failed")
    return int(said)


def plain(value: Any) -> str:
    """A day or a moment, in the office's time, as the sheet's program reads it; all else as text."""
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def at_once(listing: Listing, who: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """A short list's workbook. Raises Refused("document_failed")."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        write(Path(file.name), head(listing, who), rows)
        with open(file.name, "rb") as made:
            return made.read()


def folder(instance: Path) -> Path:
    """Where workbooks lie until they are fetched or their days are over."""
    place = instance / "exports"
    place.mkdir(parents=True, exist_ok=True)
    os.chmod(place, 0o700)
    return place
