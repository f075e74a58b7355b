"""The first page of a kept PDF as a picture, drawn by the same confined child that looks into files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from subprocess import SubprocessError
from threading import BoundedSemaphore

from tracker.files.keeping import ask_child

KEPT = 24  # pictures of some 60 KB, so that going back and forth in a queue draws nothing twice
PATIENCE = 10.0  # seconds somebody waits for others' drawing before doing without
_AT_ONCE = BoundedSemaphore(1)  # a page full of files must not take the machine from everybody else


def first_page_of(path: Path) -> bytes:
    """A PNG; b"" for a file that is gone, cannot be drawn, or cannot be drawn now."""
    try:
        return _drawn(path) if path.exists() else b""
    except TimeoutError:
        return b""


@lru_cache(KEPT)
def _drawn(path: Path) -> bytes:
    """What lies under a hash never changes, so what came of it is remembered; that there was no time is not."""
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise TimeoutError
    try:
        return ask_child(path, "draw")
    except SubprocessError:
        return b""
    finally:
        _AT_ONCE.release()
