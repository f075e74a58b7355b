"""Recurring tasks: each period's occurrence is opened at its start, by the clock (decision 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.deciding import soonest
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries.recurring import coordinators_of, latest_occurrences
from tracker.audit import trail
from tracker.db import db
from tracker.tasks.models import Task
from tracker.tasks.rules import Occurrence, occurrence, occurrences
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward

CATCH_UP = timedelta(days=14)
"""Periods that ended without power are opened as well when they ended no longer ago than this."""


def open_occurrences(actor: Actor, day: date) -> int:
    """Open what every body owes of its recurring tasks in the period of a day; how many assignments it made.

    Run again it adds nothing. A body goes on as long as its latest occurrence stands: one that is suspended waits
    until it is resumed, one that is cancelled or does not apply is the last.
    """
    made = 0
    for task, rows in latest_occurrences(day).items():
        for period in occurrences(task.recurrence, day - CATCH_UP, day):
            missing = [
                row for row in rows if occurrence(task.recurrence, row.assigned_on).first < period.first
            ]
            if missing:
                made += len(_open(actor, task, period, missing, day))
    return made


@action
def _open(actor: Actor, task: Task, period: Occurrence, latest: Sequence[Any], day: date) -> list[int]:
    """One period of one task for these bodies, with who works with them; due on its last day or, when that has
    passed, as soon as work that comes back."""
    policy.require(actor, "task.occur", task)
    due_on = roll_forward(period.last, exceptions(period.last, period.last + timedelta(days=31)))
    due_on = max(due_on, soonest(day)) if due_on < day else due_on
    rows = [
        {
            "task_id": task.id,
            "directive_id": row.directive_id,
            "body_id": row.body_id,
            "post_id": row.post_id,
            "period": period.period,
            "mode": row.mode,
            "urgency": row.urgency,
            "state": "assigned",
            "deadline_kind": "recurring",
            "assigned_on": day,
            "first_due_on": due_on,
            "due_on": due_on,
            "round": 1,
            "version": 1,
        }
        for row in latest
    ]
    statement = insert(Assignment).returning(Assignment.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(statement, rows))
    _join_coordinators(dict(zip((row.id for row in latest), ids, strict=True)))
    after = {"period": period.period, "due_on": str(due_on), "assignments": ids}
    trail.record(actor, "task.occur", task, after=after)
    return ids


def _join_coordinators(following: dict[int, int]) -> None:
    """Whoever worked with the lead on an occurrence does so on the one that follows it."""
    rows = [
        {"assignment_id": following[former], "body_id": body_id, "due_on": None}
        for former, bodies in coordinators_of(following).items()
        for body_id in bodies
    ]
    if rows:
        db.session.execute(insert(Coordinator), rows)
