"""The only place that asks for the time. `now()` is UTC, `today()` is the office's date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)

__all__ = ["OFFICE", "database_now", "frozen_at", "local", "midnight", "monotonic", "now", "today"]


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The date at the office (Asia/Ho_Chi_Minh), whatever zone the server is in."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """An aware moment as the office's wall clock shows it."""
    return moment.astimezone(OFFICE)


def midnight(day: date) -> datetime:
    """The first moment of an office day, in UTC."""
    return datetime.combine(day, time(), OFFICE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment a day of the office is over: the first of the next."""
    return midnight(day + timedelta(days=1))


def database_now(session: Session | scoped_session[Any]) -> datetime:
    """The database's own time, so that leases of several machines agree. Frozen with `now()` in tests."""
    if frozen := _frozen.get():
        return frozen
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)  # one machine, one clock: SQLite has no other
    moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment: for tests and for playing the demonstration's history."""
    if moment.tzinfo is None:
        raise ValueError("frozen_at needs an aware datetime")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A wall-clock time of an office day, in UTC."""
    return midnight(day) + timedelta(hours=hour, minutes=minute)


def on(day: date, moment: time) -> datetime:
    """The same for a time of day that a rule names."""
    return at(day, moment.hour, moment.minute)
