"""When the ladder's letters come next, should nothing change: for kinds of which the next run has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, or_, select

from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.extensions.queries import asked_for_time
from tracker.reminders import rules
from tracker.reminders.queries.occasion import AROUND
from tracker.settings.queries import letter_rules
from tracker.workdays.rules import DAY, roll_forward

A = Assignment


def coming(day: date, days_off: Mapping[date, bool]) -> dict[str, date]:
    """Kind to the first day after `day` on which open work reaches one of its steps; where none does, the next day
    on which letters may leave. Kinds that the office never sends are missing. `days_off` spans `AROUND` both ways."""
    limits, found = letter_rules(), _days(day)
    every = {row.due_on for row in found if row.due_on is not None}
    given = {row.due_on for row in found if row.due_on is not None and row.mode == "giao"}
    steps = {
        "accept": (
            {row.waits_from for row in found if row.waits_from},
            [limits.accept_after] if limits.accept_after else [],
        ),
        "due": (every, [-step for step in limits.before]),
        "late": (every, rules.late_steps(limits)),
        "head": (given, [limits.head_after] if limits.head_after else []),
    }
    usual = roll_forward(day + DAY, days_off)
    return {
        kind: rules.next_step(dates, numbers, day, days_off) or usual
        for kind, (dates, numbers) in steps.items()
        if numbers
    }


def _days(day: date) -> Sequence[Any]:
    """Of what is owed and may be told of, each once: how it was given, the due day, and since when it waits to be
    accepted; days long past and far ahead are left out."""
    is_near = A.due_on.between(day - AROUND, day + AROUND)
    waits = and_(A.state == "assigned", A.received_at.is_(None), A.assigned_on.between(day - AROUND, day))
    due_on, waits_from = case((is_near, A.due_on)), case((waits, A.assigned_on))
    return db.session.execute(
        select(A.mode, due_on.label("due_on"), waits_from.label("waits_from"))
        .where(A.is_owed.is_(True), A.mode.in_(("giao", "de_nghi")), A.state != "objected", ~asked_for_time)
        .where(or_(is_near, waits))
        .distinct()
    ).all()
