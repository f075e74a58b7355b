"""A task given to one more body by a slip is taken back before that body has heard of it."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.issued.actions.recalling import call_back, require_untouched, unmake
from tracker.tasks.models import Addressee, Task


@action
def take_back_giving(actor: Actor, assignment: Assignment) -> Task:
    """Undo `give_to_body` while its letters wait: the body never had the task.

    Raises Refused: letters_left, taken_up (somebody has begun with it).
    """
    task = db.session.get_one(Task, assignment.task_id)
    policy.require(actor, "task.give", task)
    given = select(Assignment.id).where(Assignment.id == assignment.id)
    facts = {"body": assignment.body_id, "assignment": assignment.id}
    letters = call_back(given)
    require_untouched(given)
    named = (Addressee.task_id == task.id, Addressee.body_id == assignment.body_id)
    last = select(func.max(Addressee.id)).where(*named).scalar_subquery()
    unmake(given)
    db.session.execute(delete(Addressee).where(Addressee.id == last).execution_options(**PLAIN))
    trail.record(actor, "task.take_back", task, before=facts, after={"letters": letters})
    return task
