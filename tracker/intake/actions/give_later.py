"""Giving an issued directive's tasks to those who joined its groups since: when the office says so, never by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake.actions.issue import give_out, note_coordinators, write_letters
from tracker.intake.plan import Plan
from tracker.intake.queries import LONGEST_REST, newcomers
from tracker.tasks.queries import of_directive
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward


@action
def give_to_newcomers(
    actor: Actor, directive: Directive, *, seen: str, due_on: date | None = None
) -> Directive:
    """Give every open task to the members its groups have gained, with the task's own deadline, and write to them.

    `due_on` is for tasks whose day has passed. Raises Conflict("newcomers_changed") when they are not those `seen`,
    Refused("day_passed") where such a task has no day of its own to come.
    """
    policy.require(actor, "directive.issue", directive)
    db.session.refresh(directive, with_for_update={"of": Directive})
    found = newcomers(actor, directive, of_directive(directive.id, ("issued",)))
    if not found.tasks or found.mark != seen:
        raise Conflict("newcomers_changed", url=f"/van-ban/{directive.id}")
    plan = _dated(found, due_on)
    ids = give_out(directive, plan)
    note_coordinators(plan, ids)
    letters = write_letters(directive, plan, ids, later=f":{min(ids.values())}")
    given = sorted({member.name for planned in plan.tasks for member in planned.lead.members})
    facts = {"bodies": given, "tasks": [p.task.id for p in plan.tasks], "assignments": len(ids)}
    trail.record(actor, "directive.give_later", directive, after=facts | {"letters": letters})
    return directive


def _dated(plan: Plan, due_on: date | None) -> Plan:
    """The plan with a day to come for every task whose own has passed."""
    today = clock.today()
    late = [planned for planned in plan.tasks if planned.due_on is not None and planned.due_on < today]
    if not late:
        return plan
    if due_on is None or due_on < today:
        raise Refused("day_passed")
    rolled = roll_forward(due_on, exceptions(due_on, due_on + LONGEST_REST))
    tasks = (replace(planned, due_on=rolled) if planned in late else planned for planned in plan.tasks)
    return replace(plan, tasks=tuple(tasks))
