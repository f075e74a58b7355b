"""When the ladder's letters come next, should nothing change: for kinds of which the next run has none."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.reminders import rules
from tracker.reminders.queries.chosen import asked_for_time
from tracker.reminders.queries.occasion import AROUND
from tracker.settings.queries import letter_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import DAY, roll_forward

A = Assignment
_TOLD_OF = (A.is_owed.is_(True), A.mode.in_(("giao", "de_nghi")), A.state != "objected", ~asked_for_time)


def coming(day: date) -> dict[str, date]:
    """Kind to the first day after `day` on which open work reaches one of its steps; where none does, the next day
    on which letters may leave. Kinds that the office never sends are missing."""
    limits, days_off = letter_rules(), exceptions(day - AROUND, day + AROUND)
    given, asked = _due_days(day)
    steps = {
        "accept": (_unaccepted(day), [limits.accept_after] if limits.accept_after else []),
        "due": (given | asked, [-step for step in limits.before]),
        "late": (given | asked, rules.late_steps(limits)),
        "head": (given, [limits.head_after] if limits.head_after else []),
    }
    usual = roll_forward(day + DAY, days_off)
    return {
        kind: rules.next_step(dates, numbers, day, days_off) or usual
        for kind, (dates, numbers) in steps.items()
        if numbers
    }


def _due_days(day: date) -> tuple[set[date], set[date]]:
    """The due days around a day of what is owed and may be told of: of work given, and of work asked for."""
    rows = db.session.execute(
        select(A.mode, A.due_on)
        .where(*_TOLD_OF, A.due_on.between(day - AROUND, day + AROUND))
        .group_by(A.mode, A.due_on)
    ).all()
    days = [(mode == "giao", due) for mode, due in rows if due is not None]
    return {due for given, due in days if given}, {due for given, due in days if not given}


def _unaccepted(day: date) -> set[date]:
    """The days on which what nobody has accepted yet was given."""
    waiting = (A.state == "assigned", A.received_at.is_(None), A.assigned_on.between(day - AROUND, day))
    return set(db.session.scalars(select(A.assigned_on).where(*_TOLD_OF, *waiting).distinct()))
