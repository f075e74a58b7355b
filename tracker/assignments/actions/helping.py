"""By when a body that works with the lead is asked for its part."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries.helping import LIVE
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.tasks.models import Task
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward


@action
def set_helping_date(
    actor: Actor, task: Task, *, body_id: int, due_on: date | None, was: date | None
) -> Task:
    """Give a body that works on a task with its leads a date of its own for whatever of it is not over; None: none.

    A day off moves to the next working day. `was` is the date the office saw. Raises NotFound when the body works
    on none of it, Refused("helping_day_passed"), Conflict("helping_changed") when somebody else set another date.
    """
    policy.require(actor, "coordinator.date", task)
    db.session.refresh(task, with_for_update={"of": Task})
    if due_on is not None and due_on < clock.today():
        raise Refused("helping_day_passed")
    live = select(Assignment.id).where(Assignment.task_id == task.id, Assignment.state.in_(LIVE))
    there = (Coordinator.body_id == body_id, Coordinator.assignment_id.in_(live))
    before = list(db.session.scalars(select(Coordinator.due_on).where(*there).order_by(Coordinator.id)))
    if not before:
        raise NotFound("coordinator")
    if before[0] != was:
        raise Conflict("helping_changed", url=f"/nhiem-vu/{task.id}/phoi-hop")
    rolled = roll_forward(due_on, exceptions(due_on, due_on + timedelta(days=31))) if due_on else None
    changed = update(Coordinator).where(*there).values(due_on=rolled)
    db.session.execute(changed.execution_options(synchronize_session=False))
    facts = {"body": body_id, "due_on": rolled.isoformat() if rolled else None, "assignments": len(before)}
    said = before[0].isoformat() if before[0] else None
    trail.record(actor, "coordinator.date", task, before={"due_on": said}, after=facts)
    return task
