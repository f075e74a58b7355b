"""Which copies in a folder are kept, and the proof that the newest can be brought back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tracker import clock
from tracker.audit import trail
from tracker.config import KEEP_SAID, kept_copies
from tracker.migrations.newest import head
from tracker.ops import backup
from tracker.ops.failed import BackupFailed
from tracker.sqlite import driver

SPANS = {"d": "%Y-%m-%d", "w": "%G-%V", "m": "%Y-%m"}
"""What names the day, the week (from Monday) and the month of a moment at the office."""
HALF_MADE = timedelta(days=1)  # after this nobody is still writing there


class Copy(NamedTuple):
    """A copy in a folder, and when it was made."""

    path: Path
    made_at: datetime


def copies_in(folder: Path) -> list[Copy]:
    """The copies `tracker backup run` made there, the newest first; anything else in the folder is left alone."""
    found = []
    for path in folder.glob("dondoc-*") if folder.is_dir() else ():
        try:
            found.append(Copy(path, datetime.fromisoformat(backup.manifest(path)["made_at"])))
        except (BackupFailed, KeyError, ValueError):
            continue
    return sorted(found, key=lambda copy: (copy.made_at, copy.path.name), reverse=True)


def newest(folder: Path) -> Path:
    """The newest copy in a folder. Raises BackupFailed when there is none."""
    found = copies_in(folder)
    if not found:
        raise BackupFailed(f"{folder}: there is no copy made by `tracker backup run` here")
    return found[0].path


def wanted(keep: str) -> dict[str, int]:
    """How many days, weeks and months are kept. Raises BackupFailed, with an example, for anything else."""
    try:
        return kept_copies(keep)
    except ValueError:
        raise BackupFailed(f"--keep={keep!r}: {KEEP_SAID}") from None


def superseded(copies: Iterable[Copy], keep: dict[str, int]) -> list[Copy]:
    """The copies that are the newest neither of one of the last days, nor weeks, nor months that have a copy.

    `copies` come the newest first; that one is always kept. Days without a copy do not count, so that a machine
    that was off for a month loses nothing by it.
    """
    listed = list(copies)
    stay = {copy.path for copy in listed[:1]}
    for unit, count in keep.items():
        first: dict[str, Path] = {}
        for copy in listed:
            first.setdefault(f"{clock.local(copy.made_at):{SPANS[unit]}}", copy.path)
        stay |= set(list(first.values())[:count])
    return [copy for copy in listed if copy.path not in stay]


def thin_out(folder: Path, keep: dict[str, int]) -> list[str]:
    """Delete the superseded copies of a folder, and what was left half-made there; the names of those deleted."""
    gone = superseded(copies_in(folder), keep)
    for copy in gone:
        # first out of sight: a deletion cut short leaves no copy that looks whole
        aside = copy.path.rename(copy.path.with_name(f".{copy.path.name}.gone"))
        shutil.rmtree(aside)
    for left in folder.glob(".dondoc-*"):
        if clock.now().timestamp() - left.stat().st_mtime > HALF_MADE.total_seconds():
            shutil.rmtree(left, ignore_errors=True)
    return [copy.path.name for copy in gone]


def drill(copy: Path, verify: Callable[[Path], int | None]) -> dict[str, Any]:
    """Bring a copy back into a throw-away folder and read it there. Returns what was seen; raises BackupFailed.

    Seen are: every file by its hash, the database's integrity, its schema, the rows of every table and the end of
    the audit chain against the manifest, and (SQLite) the chain itself.
    """
    began = clock.monotonic()
    with tempfile.TemporaryDirectory(prefix="dondoc-drill-") as folder:
        into = Path(folder) / "instance"
        try:
            facts = backup.restore(copy, into)
        except OSError as error:
            raise BackupFailed(f"{into}: {error.strerror}") from None
        backup.look_into(into / (backup.SQLITE if facts["kind"] == "sqlite" else backup.DUMP), facts, verify)
    return {
        "copy": copy.name,
        "made_at": facts["made_at"],
        "kind": facts["kind"],
        "schema": facts.get("revision"),
        "is_current_schema": facts.get("revision") == head(),
        "rows": sum(facts.get("rows", {}).values()),
        "files": len(facts["files"]),
        "seconds": round(clock.monotonic() - began, 2),
    }


def sound_here(database: Path) -> int | None:
    """Verify the audit chain of a SQLite file with the key this process has; the first unsound line, or None."""
    engine = create_engine(f"sqlite:///{database}", module=driver())
    try:
        with closing(Session(engine)) as session:
            return trail.verify(session)
    finally:
        engine.dispose()
