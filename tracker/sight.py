"""What was read is kept in each process for as long as nobody has written anything.

A database tells in a word what it shows: PostgreSQL which transactions are over, SQLite how often others have changed
what this line reads. Two equal words show the same rows, whoever wrote and however. A request reads the word with who
is signed in, so what was written a moment ago, by whichever process, holds now.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Executable, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tracker.db import SIGHT, connection, db, fetch, in_transaction

Kept = TypeVar("Kept")
MOST = 50
"""Things kept of one sight: pages of the desk, of 80 KB at most as a rule."""
HELD = "held"
_shared: WeakKeyDictionary[Engine, dict[str, Any]] = WeakKeyDictionary()


class sight_now(FunctionElement[str]):
    """For the statement every request begins with; what it says is handed to `read_at`."""

    type = String()
    inherit_cache = True


@compiles(sight_now, "postgresql")
def _transactions(element: Any, compiler: Any, **options: Any) -> str:
    return "pg_current_snapshot()::text"


@compiles(sight_now, "sqlite")
def _changes(element: Any, compiler: Any, **options: Any) -> str:
    return "(SELECT data_version FROM pragma_data_version)"


def read_at(word: str | int) -> None:
    """What this session reads from now on until it writes, it may find among what was read at the same sight.

    SQLite's word holds for the line it was read over, and for no other. Who watches what is sent is shown all of it;
    a word read while writing tells nothing of what is written.
    """
    line = connection()
    db.session.info.pop(SIGHT, None)
    if in_transaction() or line.dispatch.before_cursor_execute:
        return
    place: Any = line.info if line.dialect.name == "sqlite" else _shared.setdefault(line.engine, {})
    held = place.get(HELD)
    if held is None or held[0] != word:
        held = place[HELD] = (word, {})
    db.session.info[SIGHT] = held[1]


def kept(key: Hashable, read: Callable[[], Kept]) -> Kept:
    """What `read` says, or said when the database showed the same. Its answer must not be changed, and must follow
    from the key and the rows alone: nothing of the viewer, the language or the clock."""
    held = db.session.info.get(SIGHT)
    if held is None or in_transaction():
        return read()
    found: Any = held.get(key, held)
    if found is held:
        if len(held) >= MOST:
            held.clear()
        found = held[key] = read()
    return found  # type: ignore[no-any-return]


def recall(statement: Executable, **values: Any) -> tuple[Any, ...]:
    """What `db.fetch` gives, kept."""
    return kept((statement, *values.items()), lambda: fetch(statement, **values))
