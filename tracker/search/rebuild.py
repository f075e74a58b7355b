"""Writing what is searched anew from what is kept: after a repair by hand, or an import that went round the actions.

Ordinarily nothing needs it: the actions write the words, the database keeps its index of them in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, select, text, update

from tracker.bodies.models import Body
from tracker.db import db, writing
from tracker.directives import passages
from tracker.directives.models import Directive, Passage
from tracker.directives.rules import searchable
from tracker.files.models import StoredFile
from tracker.tasks.models import Task
from tracker.vietnamese import fold

AT_ONCE = 500
SEARCHED: dict[Any, tuple[tuple[str, ...], Callable[..., str]]] = {
    Directive: (("number", "subject", "issuer"), searchable),
    Task: (("text",), fold),
    Body: (("name",), fold),
    StoredFile: (("name",), fold),
}
"""What the words of each table are made of; a passage's are those of its document's text."""


def rebuild() -> dict[str, int]:
    """Make all words anew; returns how many rows of each table had others than they should."""
    mended: dict[str, int] = {}
    with writing(), db.engine.begin() as connection:
        for model, (names, made) in SEARCHED.items():
            mended[model.__tablename__] = sum(_mended(connection, model, names, made))
        mended[Passage.__tablename__] = sum(_cut(connection))
        if connection.dialect.name == "sqlite":
            for model in (*SEARCHED, Passage):
                words = f"{model.__tablename__}_words"
                connection.execute(text(f"INSERT INTO {words} ({words}) VALUES ('rebuild')"))  # noqa: S608
    return mended


def _mended(connection: Any, model: Any, names: tuple[str, ...], made: Callable[..., str]) -> Any:
    """A part of a table at a time: for each how many rows were wrong."""
    last, columns = 0, [getattr(model, name) for name in names]
    rows = select(model.id, model.folded, *columns).order_by(model.id).limit(AT_ONCE)
    while found := connection.execute(rows.where(model.id > last)).all():
        last = found[-1].id
        right = [(row.id, made(*row[2:])) for row in found]
        wrong = [new for new, row in zip(right, found, strict=True) if new[1] != row.folded]
        for id, words in wrong:
            connection.execute(update(model.__table__).where(model.id == id).values(folded=words))
        yield len(wrong)


def _cut(connection: Any) -> Any:
    """A document at a time: its passages, written anew where they are not those of its text."""
    stated = (Passage.directive_id, Passage.start, Passage.end, Passage.folded)
    for (id,) in connection.execute(select(Directive.id).order_by(Directive.id)).all():
        there = connection.execute(select(*stated).where(Passage.directive_id == id).order_by(Passage.id))
        right = passages.rows(id, connection.scalar(select(Directive.text).where(Directive.id == id)) or "")
        if [dict(row._mapping) for row in there] == right:
            continue
        connection.execute(delete(Passage).where(Passage.directive_id == id))
        if right:
            connection.execute(insert(Passage), right)
        yield len(right) or 1
