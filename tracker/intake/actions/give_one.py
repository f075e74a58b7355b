"""Giving an issued task to one more body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.directives.rules import recall_until
from tracker.errors import Conflict, Refused
from tracker.intake.actions.issue import give_out, note_coordinators, write_letters
from tracker.intake.plan import Plan
from tracker.intake.queries import LONGEST_REST
from tracker.intake.queries.giving import plan_of_giving, without_task
from tracker.settings.queries import office_rules
from tracker.tasks.models import Addressee, Task
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward


@action
def give_to_body(
    actor: Actor,
    task: Task,
    body: Body,
    *,
    version: int,
    due_on: date | None = None,
    can_be_taken_back: bool = False,
) -> Task:
    """Give a task (read with its addressees) to a body that never had it, with the task's own deadline, and write to it.

    `due_on` is needed where the task's day has passed. A letter that `can_be_taken_back` waits as those of an issue
    do. Raises Conflict("stale"), Refused: has_task, day_passed,
    not_given_out (it stands no more).
    """
    policy.require(actor, "task.give", task)
    directive = db.session.get_one(Directive, task.directive_id, with_for_update=True)
    if task.version != version:
        raise Conflict("stale", url=f"/nhiem-vu/{task.id}/giao-them")
    if not directive.stands:
        raise Refused("not_given_out")
    today = clock.today()
    if body.id not in {row.id for row in without_task(actor, task, today)}:
        raise Refused("has_task")
    plan = _dated(plan_of_giving(task, body.id, today), due_on, today)
    ids = give_out(directive, plan)
    note_coordinators(plan, ids)
    [assignment_id] = ids.values()
    wait = _recall_until(directive) if can_be_taken_back else None
    letters = write_letters(directive, plan, ids, later=f":{assignment_id}", due_at=wait)
    position = 1 + max((each.position for each in task.addressees), default=0)
    db.session.add(Addressee(task_id=task.id, position=position, words=body.name, body_id=body.id))
    after = {"body": body.id, "assignment": assignment_id, "due_on": str(plan.tasks[0].due_on)}
    trail.record(actor, "task.give", task, after=after | {"letters": letters})
    return task


def _recall_until(directive: Directive) -> datetime | None:
    return recall_until(directive.urgency, clock.now(), office_rules().recall_minutes)


def _dated(plan: Plan, due_on: date | None, today: date) -> Plan:
    """The plan with a day to come where the task's own has passed."""
    [planned] = plan.tasks
    if planned.due_on is None or planned.due_on >= today:
        return plan
    if due_on is None or due_on < today:
        raise Refused("day_passed")
    rolled = roll_forward(due_on, exceptions(due_on, due_on + LONGEST_REST))
    return replace(plan, tasks=(replace(planned, due_on=rolled),))
