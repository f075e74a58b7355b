"""A relay's hourly limit: how many letters may still be begun, whichever process asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.outbox import breaker
from tracker.outbox.models import Attempt

NAME = "hourly"
HOUR = timedelta(hours=1)


def left(per_hour: int, now: datetime) -> int:
    """How many of `per_hour` letters are left for the hour that ends now. Within a transaction.

    An attempt that never came to speak of a letter was none for the relay. Takers wait here for each other.
    """
    breaker.lock(NAME)
    return per_hour - sum(at > now - HOUR for at in _latest(per_hour))


def opens_at(per_hour: int, now: datetime) -> datetime | None:
    """When the next letter may be begun; None while one may be at once."""
    begun = _latest(per_hour)
    return begun[-1] + HOUR if len(begun) == per_hour and begun[-1] > now - HOUR else None


def _latest(most: int) -> list[datetime]:
    """When the latest letters were begun, the last first."""
    spoken_of = Attempt.phase.not_in(breaker.REACHING)
    return list(
        db.session.scalars(
            select(Attempt.started_at).where(spoken_of).order_by(Attempt.id.desc()).limit(most)
        )
    )
