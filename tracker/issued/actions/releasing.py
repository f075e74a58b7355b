"""A body comes off a task that it worked on with the leads: it is told, once it had been asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.inviting import ask_no_more
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries.helping import LIVE
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.issued.actions.telling import helped, tell_bodies
from tracker.notices.actions import tell_people
from tracker.people.queries import at_work_for
from tracker.tasks.models import Task
from tracker.tasks.rules import title


@action
def remove_helper(actor: Actor, task: Task, *, body_id: int) -> Task:
    """A body works no longer on what is not over of a task; what it has said there stays.

    A letter that waits asks it no more; where one had left, another and a notice tell it so. Raises NotFound.
    """
    policy.require(actor, "coordinator.remove", task)
    db.session.refresh(task, with_for_update={"of": Task})
    live = select(Assignment.id).where(Assignment.task_id == task.id, Assignment.state.in_(LIVE))
    there = delete(Coordinator).where(Coordinator.body_id == body_id, Coordinator.assignment_id.in_(live))
    gone = db.session.scalars(there.returning(Coordinator.assignment_id).execution_options(**PLAIN)).all()
    if not gone:
        raise NotFound("coordinator")
    unasked = ask_no_more(task, body_id, gone)
    letters = _tell(task, body_id, [each for each in gone if each not in unasked])
    facts = {"body": body_id, "assignments": len(gone)}
    trail.record(actor, "coordinator.remove", task, before=facts, after={"letters": letters})
    return task


def _tell(task: Task, body_id: int, ids: Sequence[int]) -> int:
    """A letter to a body, a notice to its people, about these assignments; how many letters."""
    if not ids:
        return 0
    tell_people(at_work_for(body_id, clock.today()), title(task.text))
    directive = db.session.get_one(Directive, task.directive_id)
    said: dict[str, Any] = {"directive": directive, "what": "released", "reason": "", "document": ""}
    return tell_bodies(directive, f"released:{task.id}:{uuid4().hex}", helped(body_id, ids), said)
