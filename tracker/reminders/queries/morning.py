"""What the office finds in its letter of the morning: counts, and nothing where all is zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter

A = Assignment


@dataclass(frozen=True, slots=True)
class Morning:
    """The office's figures of a morning; `fresh` of the overdue are so since the working day before."""

    overdue: int
    fresh: int
    today: int
    waiting: int
    extensions: int
    difficulties: int
    stuck: int

    def __bool__(self) -> bool:
        return any((self.overdue, self.today, self.waiting, self.extensions, self.difficulties, self.stuck))


def morning_of(day: date, before: date) -> Morning:
    """The figures of a day; `before` is the working day before it. Front and mass organisations are not overdue."""
    owed = select(func.count()).where(A.is_owed.is_(True), A.mode == "giao")
    counts = (
        owed.where(A.due_on < day),
        owed.where(A.due_on >= before, A.due_on < day),
        owed.where(A.due_on == day),
        select(func.count()).where(A.state == "submitted"),
        select(func.count()).select_from(Extension).where(Extension.state == "asked"),
        select(func.count()).select_from(Difficulty).where(Difficulty.answered_at.is_(None)),
        select(func.count()).select_from(Letter).where(Letter.state.in_(("dead", "held"))),
    )
    return Morning(*db.session.execute(select(*(each.scalar_subquery() for each in counts))).one())
