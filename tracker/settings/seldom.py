"""What the office seldom changes is kept in each process, as long as the database's mark is the one it was read under.

The mark is a word by chance, put in its place by whoever changes such a thing, in the same transaction. A request
reads it with who is signed in, so what another process or another machine changes a moment ago holds now.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, event, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.db import Base, db, in_transaction
from tracker.settings.models import Setting

Kept = TypeVar("Kept")
MARK = "mark"
mark_now = select(Setting.value).where(Setting.name == MARK).scalar_subquery()
"""For the statement every request begins with; what it says is handed to `read_under`."""
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_kept: dict[str, tuple[str, Any]] = {}


def read_under(mark: str | None) -> None:
    """What this session reads from now on, it reads under this mark; None where nothing was ever changed."""
    db.session.info[MARK] = mark


def kept(name: str, read: Callable[[], Kept]) -> Kept:
    """What `read` says, from this process's memory where nothing has changed since.

    Read anew without a mark, and within a transaction that writes: what it says may be undone.
    """
    mark = db.session.info.get(MARK)
    if mark is None or in_transaction():
        return read()
    found = _kept.get(name)
    if found is None or found[0] != mark:
        found = _kept[name] = (mark, read())
    value: Kept = found[1]
    return value


WRITES = ("after_insert", "after_update", "after_delete")


def marks_its_changes(model: type[Base], writes: Sequence[str] = WRITES) -> type[Base]:
    """Rows of this table are kept (`kept`): whatever a session writes to them sets a new mark."""
    for change in writes:
        event.listen(model, change, _changed)
    return model


def set_mark(connection: Connection) -> None:
    """A new mark, seen by others with what the transaction has changed."""
    values = {"value": secrets.token_urlsafe(12), "changed_at": clock.now()}
    insert = _INSERT[connection.dialect.name](Setting).values(name=MARK, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
    db.session.info.pop(MARK, None)


def _changed(mapper: Any, connection: Connection, row: Base) -> None:
    set_mark(connection)


marks_its_changes(Setting)
