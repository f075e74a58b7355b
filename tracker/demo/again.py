"""Work drawn once and given many times over, as rows of its own each time: the database copies them itself.

The copies of a row get numbers side by side, so that what was given first still has the lowest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import MetaData, insert, select, text

from tracker.db import Base, db
from tracker.demo.rows import TABLES, numbered
from tracker.directives.models import Directive

Drafts = Mapping[type[Base], Any]
AT_ONCE = 5_000  # rows
OURS = {table.__tablename__ for table in TABLES}


def drafts() -> Drafts:
    """For each table a temporary one of the same columns, for the rows that will be given, numbered from 1."""
    made = {}
    for model in TABLES:
        name = model.__tablename__
        db.session.execute(
            text(f'CREATE TEMPORARY TABLE "{name}_draft" AS SELECT * FROM "{name}" WHERE 1 = 0')  # noqa: S608
        )
        made[model] = model.__table__.to_metadata(MetaData(), name=f"{name}_draft")
    return made


def give(drafts: Drafts, times: int) -> None:
    """Write every drafted row so many times, what points to another along with it; the drafts are gone after."""
    db.session.execute(text("CREATE TEMPORARY TABLE draft_time (n INTEGER)"))
    db.session.execute(text("INSERT INTO draft_time VALUES (:n)"), [{"n": n} for n in range(1, times + 1)])
    directives: Any = Directive.__table__
    for model, draft in drafts.items():
        if model is Directive:
            for rows in _directives(draft, times):
                db.session.execute(insert(directives), rows)
        else:
            db.session.execute(text(_copying(model, draft.name)), {"times": times})
    for name in ("draft_time", *(draft.name for draft in drafts.values())):
        db.session.execute(text(f'DROP TABLE "{name}"'))


def _directives(draft: Any, times: int) -> Iterator[list[dict[str, Any]]]:
    """A directive's number is its own, and so is what is searched of it: made here, by the rules."""
    made: list[dict[str, Any]] = []
    for row in db.session.execute(select(draft).order_by(draft.c.id)).mappings().all():
        sign = row["number"].partition("/")[2]
        for id in range((row["id"] - 1) * times + 1, row["id"] * times + 1):
            made.append({**row, "id": id, **numbered(id, sign, row["subject"])})
        if len(made) >= AT_ONCE:
            yield made
            made = []
    if made:
        yield made


def _copying(model: Any, draft: str) -> str:
    """CROSS JOIN, because SQLite then goes through the drafts in their order and writes at the table's end."""
    columns = [column for column in model.__table__.columns if column.computed is None]
    given = ", ".join(_given(column) for column in columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    source = f'"{draft}" AS d CROSS JOIN draft_time AS t'
    return f'INSERT INTO "{model.__tablename__}" ({names}) SELECT {given} FROM {source}'  # noqa: S608


def _given(column: Any) -> str:
    is_ours = any(key.column.table.name in OURS for key in column.foreign_keys)
    name = f'd."{column.name}"'
    return f"({name} - 1) * :times + t.n" if column.name == "id" or is_ours else name
