"""The monthly cut that comes near, or a review closed a moment ago: what bodies are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker import clock
from tracker.db import db
from tracker.reviews.models import Period, Snapshot
from tracker.reviews.rules import current, span
from tracker.settings.queries import letter_rules, office_rules
from tracker.workdays.rules import count_working_days

CLOSED_FOR = timedelta(days=7)
"""How long a closing is news, in calendar days."""


@dataclass(frozen=True, slots=True)
class Review:
    """A period as a letter names it; `left` working days remain to its cut."""

    name: str
    first_on: date
    cut_on: date
    left: int
    is_closed: bool = False

    @property
    def month(self) -> str:
        """ "11/2026", the month of the cut."""
        return f"{self.cut_on.month}/{self.cut_on.year}"

    @property
    def notices(self) -> tuple[str, ...]:
        """Everything that can be told of it, as the ledger keeps it."""
        return tuple(self.notice(stage) for stage in ("ahead", "silent", "closed"))

    def notice(self, stage: str) -> str:
        """One thing told of it."""
        return f"review:{self.name}:{stage}"


def coming_review(day: date, days_off: Mapping[date, bool]) -> Review | None:
    """The period whose cut is near enough to be told of, else the one closed last, while that is news."""
    limits = letter_rules()
    farthest = max(limits.review_before, limits.review_silent)
    first_day = office_rules().period_first_day
    days = span(current(day, first_day), first_day)
    if farthest and days is not None:
        left = count_working_days(day, days.cut_on, days_off)
        if left <= farthest:
            return Review(days.name, days.first_on, days.cut_on, left)
        return _closed(day)
    return None


def _closed(day: date) -> Review | None:
    closed = (
        select(Period.name, Period.first_on, Period.cut_on)
        .join(Snapshot, (Snapshot.period_id == Period.id) & (Snapshot.number == Period.snapshot_number))
        .where(Period.state == "closed", func.length(Period.name) == len("2026-11"))
        .where(Snapshot.closed_at.between(clock.midnight(day - CLOSED_FOR), clock.midnight(day)))
        .order_by(Snapshot.closed_at.desc())
        .limit(1)
    )
    found = db.session.execute(closed).first()
    return Review(found.name, found.first_on, found.cut_on, 0, is_closed=True) if found else None
