"""How often something may be asked: counted in the database, so that all processes and machines share the count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.audit.models import SecurityEvent
from tracker.auth.models import RateCount
from tracker.db import db, transaction
from tracker.errors import TooMany

LONGEST_NAME = 120
KEPT = timedelta(days=2)
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def count(name: str, *, limit: int, seconds: int) -> None:
    """Count one asking of `name` in the current fixed window of `seconds`; raises TooMany beyond `limit`.

    In a short transaction of its own: call it from a handler, not from inside an action.
    """
    name, window = _short(name), _window(seconds)
    with transaction() as session:
        n: int = session.scalar(_upsert(name, window))
        if n == limit + 1:
            session.add(SecurityEvent(at=clock.now(), kind="too_many", facts={"name": name, "limit": limit}))
    if n > limit:
        raise TooMany(retry_after=_seconds_to(window, seconds))


def attempt(name: str, *, limit: int, seconds: int) -> int:
    """Take one of at most `limit` tries in any span of `seconds`; returns how many are left.

    Any span touches two windows, so what the window before used up counts too. A refused try is not counted:
    whoever keeps trying does not keep the door shut for others. Raises TooMany.
    """
    name, window = _short(name), _window(seconds)
    before = window - timedelta(seconds=seconds)
    with transaction() as session:
        used = (
            session.scalar(select(RateCount.n).where(RateCount.name == name, RateCount.window == before)) or 0
        )
        n: int | None = session.scalar(_upsert(name, window, most=limit - used)) if used < limit else None
        if n is not None and n + used == limit:
            session.add(SecurityEvent(at=clock.now(), kind="too_many", facts={"name": name, "limit": limit}))
    if n is None:
        raise TooMany(retry_after=_seconds_to(window, seconds) + (0 if used else seconds))
    return limit - used - n


def give_back(name: str, *, seconds: int) -> None:
    """The last try was a good one and does not count."""
    with transaction() as session:
        session.execute(
            update(RateCount)
            .where(RateCount.name == _short(name), RateCount.window == _window(seconds), RateCount.n > 0)
            .values(n=RateCount.n - 1)
        )


def forget(name: str) -> None:
    """Start anew for this name: the person has proved who they are, or an administrator has unlocked them."""
    with transaction() as session:
        session.execute(delete(RateCount).where(RateCount.name == _short(name)))


def tidy() -> None:
    """Drop windows that no limit looks at any more."""
    with transaction() as session:
        session.execute(delete(RateCount).where(RateCount.window < clock.now() - KEPT))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else sha256(name.encode()).hexdigest()


def _window(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(clock.now().timestamp()) // seconds * seconds, UTC)


def _seconds_to(window: datetime, seconds: int) -> int:
    return ceil((window + timedelta(seconds=seconds) - clock.now()).total_seconds())


def _upsert(name: str, window: datetime, most: int | None = None) -> Any:
    """INSERT … ON CONFLICT DO UPDATE … RETURNING n; nothing is returned (or counted) beyond `most`."""
    fresh = _INSERT[db.engine.dialect.name](RateCount).values(name=name, window=window, n=1)
    return fresh.on_conflict_do_update(
        index_elements=[RateCount.name, RateCount.window],
        set_={"n": RateCount.n + 1},
        where=None if most is None else RateCount.n < most,
    ).returning(RateCount.n)
