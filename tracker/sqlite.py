"""Which SQLite this is, and whether it may be trusted with a write-ahead log."""

from __future__ import annotations

import platform
import sys
from types import ModuleType


def driver() -> ModuleType:
    """pysqlite3 (bundles a current SQLite) where there is one, else the standard library's."""
    if sys.platform == "linux" and platform.machine() == "x86_64":
        from pysqlite3 import dbapi2

        module: ModuleType = dbapi2
        return module
    import sqlite3

    return sqlite3


def is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset corruption (3.7.0 to 3.51.2; 3.52.0 was withdrawn)."""
    if version >= (3, 51, 3):
        return version != (3, 52, 0)
    return (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
