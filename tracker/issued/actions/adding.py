"""A task added to an issued directive: given out at once, by the same steps as issuing."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake.actions.issue import give_out, note_coordinators, write_letters
from tracker.intake.change import Change
from tracker.intake.plan import PlannedTask
from tracker.issued.actions.noting import lock_issued, note_change
from tracker.issued.queries import plan_of_adding
from tracker.tasks.models import Task


@action
def add_to_issued(
    actor: Actor,
    directive: Directive,
    *,
    change: Change,
    seen: str,
    section: str = "",
    reason: str = "",
    document: str = "",
) -> Task:
    """Add a task to a directive whose tasks are given out, and give it to its bodies, with one letter each.

    `seen` is the mark of the plan that was shown. Raises Conflict: stale, plan_changed; Refused("not_ready") while no
    lead is known or a dated task has no day, Refused("day_passed") for a day that is over, Refused("names_unknown")
    for names the register does not have: a name typed by hand is never dropped without a word.
    """
    policy.require(actor, "task.add", directive)
    lock_issued(directive)
    plan = plan_of_adding(directive, change, section, clock.today())
    [planned] = plan.tasks
    _check(planned)
    if plan.mark != seen:
        raise Conflict("plan_changed", url=f"/van-ban/{directive.id}/them-nhiem-vu")
    made = planned.task
    last = db.session.scalar(select(func.max(Task.position)).where(Task.directive_id == directive.id))
    made.position = (last or 0) + 1
    db.session.add(made)
    db.session.flush()
    ids = give_out(directive, plan)
    note_coordinators(plan, ids)
    letters = write_letters(directive, plan, ids, later=f":nv-{made.id}")
    note_change(actor, directive, "added", task_id=made.id, reason=reason, document=document)
    after = {"text": made.text, "assignments": len(ids), "letters": letters, "document": document}
    trail.record(actor, "task.add", made, after=after, reason=reason or None)
    return made


def _check(planned: PlannedTask) -> None:
    """What stands in the way of giving it out."""
    if unknown := planned.unknown:
        raise Refused("names_unknown", names="; ".join(unknown))
    if planned.blocks:
        raise Refused("not_ready", numbers="1")
    if planned.due_on is not None and planned.due_on < clock.today():
        raise Refused("day_passed")
