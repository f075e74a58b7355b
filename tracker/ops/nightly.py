"""The copy of the night: made, brought back for trial, and only then the superseded ones deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from tracker.config import Config
from tracker.ops import actions, backup, rotation
from tracker.ops.failed import BackupFailed


def back_up(app: Flask) -> dict[str, Any]:
    """Make tonight's copy where the settings name a folder. Raises BackupFailed when it is no use."""
    config: Config = app.extensions["config"]
    if not config.backup_to:
        return {"skipped": "BACKUP_TO is not set"}
    keep, folder = rotation.wanted(config.backup_keep), Path(config.backup_to)
    try:
        made = backup.run(app, folder)
    except OSError as error:
        raise BackupFailed(f"{folder}: {error.strerror}") from None
    actions.note_backup(made)
    try_out(made, rotation.sound_here)
    return {"copy": made.name, "deleted": rotation.thin_out(folder, keep)}


def try_out(copy: Path, verify: Callable[[Path], int | None]) -> dict[str, Any]:
    """A drill, and a line of the log about it whatever came out. Raises BackupFailed when the copy is no use."""
    try:
        found = rotation.drill(copy, verify)
    except BackupFailed as failure:
        actions.note_drill(copy.name, problem=str(failure)[:500])
        raise
    actions.note_drill(copy.name, seconds=found["seconds"])
    return found
