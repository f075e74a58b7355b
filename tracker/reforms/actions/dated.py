"""Rows that hold from a day until another when their body becomes another: ended here, begun again there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, case, insert, or_, update

from tracker.db import PLAIN, Base, db

Span = tuple[date, date | None]
Row = TypeVar("Row")
Key = TypeVar("Key")


def lasting(kind: Any, day: date) -> ColumnElement[bool]:
    """Rows that hold on the day or begin later: all that a change on that day concerns."""
    ends_later = or_(kind.valid_to.is_(None), kind.valid_to > day)
    return ends_later & or_(kind.valid_to.is_(None), kind.valid_to > kind.valid_from)


def going_on(span: Span, day: date) -> dict[str, date | None]:
    """The days of a row in the successor: not before the change, and to the end it had been given before."""
    return {"valid_from": max(span[0], day), "valid_to": span[1]}


def together(spans: Iterable[Span]) -> Span:
    """From the first day of several to the last; an open end is the last."""
    begins, ends = zip(*spans, strict=True)
    return min(begins), None if None in ends else max(ends)


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by a key, each list in the order they came."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def end(day: date, kind: Any, which: ColumnElement[bool]) -> None:
    """What held until now holds no longer; what had not begun never does."""
    last = case((kind.valid_from > day, kind.valid_from), else_=day)
    db.session.execute(
        update(kind)
        .where(which, or_(kind.valid_to.is_(None), kind.valid_to > day))
        .values(valid_to=last)
        .execution_options(**PLAIN)
    )


def add(kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all in one statement; none for none."""
    if rows:
        db.session.execute(insert(kind), rows)
