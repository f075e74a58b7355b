"""The event a task waits for has a date: everybody who has the task is due by it (decision 7)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, or_, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.assignments.rules import OPEN
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.extensions import rules
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.tasks.models import Task
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward

LONGEST_REST = timedelta(days=31)


@action
def set_event_day(actor: Actor, task: Task, *, due_on: date, reason: str, version: int) -> Task:
    """Enter, or correct, the day a task of the kind `event` is due; a day off moves to the next working day.

    Open and suspended assignments without a day take it, and those that had the day entered before; a day that
    people moved stays. Raises Refused: no_event, event_day_passed, reason_needed; Conflict when it is stale.
    """
    policy.require(actor, "task.date", task)
    db.session.refresh(task, with_for_update={"of": Task})
    url = f"/nhiem-vu/{task.id}/ngay"
    if task.version != version:
        raise Conflict("stale", url=url, mine=f"{due_on:%d/%m/%Y}", theirs=_said(task.due_on))
    if task.deadline_kind != "event" or task.state != "issued":
        raise Refused("no_event")
    if due_on < clock.today():
        raise Refused("event_day_passed")
    if not reason.strip():
        raise Refused("reason_needed")
    before, task.due_on = task.due_on, due_on
    moved = _move(task.id, _rolled(before), _rolled(due_on))
    after = {"due_on": str(due_on), "assignments": moved}
    trail.record(actor, "task.date", task, before={"due_on": _iso(before)}, after=after, reason=reason)
    return task


def _move(task_id: int, old: date | None, new: date | None) -> list[int]:
    """Give the task's assignments their day; letters and requests that speak of another one follow."""
    there = (Assignment.task_id == task_id, Assignment.state.in_((*OPEN, "suspended")))
    undated = or_(Assignment.due_on.is_(None), Assignment.due_on == old)
    dated = {"due_on": new, "first_due_on": func.coalesce(Assignment.first_due_on, new)}
    statement = update(Assignment).where(*there, undated).values(version=Assignment.version + 1, **dated)
    moved = sorted(db.session.scalars(statement.returning(Assignment.id).execution_options(**PLAIN)))
    waiting = (Extension.assignment_id.in_(moved), Extension.state == "asked", Extension.old_due_on == old)
    asked = update(Extension).where(*waiting).values(old_due_on=new, version=Extension.version + 1)
    db.session.execute(asked.execution_options(**PLAIN))
    post.cancel(moved, rules.REMINDING)
    db.session.expire_all()  # rows read before know nothing of statements
    return moved


def _rolled(day: date | None) -> date | None:
    return roll_forward(day, exceptions(day, day + LONGEST_REST)) if day else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
