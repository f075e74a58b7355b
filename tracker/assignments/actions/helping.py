"""Which bodies work with the leads of a task that is given out, and by when each is asked for its part."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import insert, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.inviting import invite
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries.helping import LIVE
from tracker.audit import trail
from tracker.bodies.models import Body, BodyType
from tracker.db import PLAIN, db
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
    rolled = _rolled(due_on)
    changed = update(Coordinator).where(*there).values(due_on=rolled)
    db.session.execute(changed.execution_options(**PLAIN))
    facts = {"body": body_id, "due_on": rolled.isoformat() if rolled else None, "assignments": len(before)}
    said = before[0].isoformat() if before[0] else None
    trail.record(actor, "coordinator.date", task, before={"due_on": said}, after=facts)
    return task


@action
def add_helper(actor: Actor, task: Task, *, body_id: int, due_on: date | None = None) -> Task:
    """Let one more body work on whatever of a task is not over with its leads, and write to it.

    Raises Refused: helping_day_passed, helper_unfit (none that there is today, or one that is not needed: it leads
    all of it, works on it already, or all of it is over).
    """
    policy.require(actor, "coordinator.add", task)
    db.session.refresh(task, with_for_update={"of": Task})
    if due_on is not None and due_on < clock.today():
        raise Refused("helping_day_passed")
    there = select(Coordinator.assignment_id).where(Coordinator.body_id == body_id)
    live = (Assignment.task_id == task.id, Assignment.state.in_(LIVE), Assignment.body_id != body_id)
    ids = list(db.session.scalars(select(Assignment.id).where(*live, Assignment.id.not_in(there))))
    body = db.session.execute(
        select(Body.id, Body.name, Body.email, BodyType.mode)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.id == body_id, Body.is_valid_on(clock.today()))
    ).one_or_none()
    if body is None or not ids:
        raise Refused("helper_unfit")
    rolled = _rolled(due_on)
    rows = [{"assignment_id": each, "body_id": body_id, "due_on": rolled} for each in ids]
    db.session.execute(insert(Coordinator), rows)
    facts = {"body": body_id, "due_on": rolled.isoformat() if rolled else None, "assignments": len(ids)}
    trail.record(actor, "coordinator.add", task, after=facts)
    if body.email:
        invite(task, body, ids, rolled)
    return task


def _rolled(day: date | None) -> date | None:
    return roll_forward(day, exceptions(day, day + timedelta(days=31))) if day else None
