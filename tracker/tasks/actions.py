"""Tying a task to the upper one it serves, while drafting and after issue."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.tasks.cascade import chain
from tracker.tasks.models import Task


@action
def serve(actor: Actor, task: Task, *, version: int, upper: Task | None) -> Task:
    """Say which upper task this one serves, or that it serves none.

    Raises Refused("serves_own_document") where the chain upwards comes back to the task's own directive (so no
    circle can close), Refused("upper_not_issued"), Conflict("stale").
    """
    policy.require(actor, "task.serve", task)
    above = _locked(task, upper)
    if task.version != version:
        raise Conflict("stale", url=f"/nhiem-vu/{task.id}/phuc-vu")
    if upper is not None and upper.state != "issued":
        raise Refused("upper_not_issued")
    if any(each.directive_id == task.directive_id for each in above):
        raise Refused("serves_own_document")
    before = {"serves": task.serves_id}
    task.serves_id = upper.id if upper else None
    trail.record(actor, "task.serve", task, before=before, after={"serves": task.serves_id})
    return task


def _locked(task: Task, upper: Task | None) -> Sequence[Task]:
    """The upper task and all above it, read afresh; they and the task are held until the end of the transaction.

    Held by everybody in the order of their ids: two people tying at once cannot close a circle between them.
    """
    ids = chain(upper.id) if upper else set()
    rows = db.session.scalars(
        select(Task)
        .where(Task.id.in_({*ids, task.id}))
        .order_by(Task.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    again = chain(upper.id) if upper else set()
    if again != ids:
        raise Conflict("stale", url=f"/nhiem-vu/{task.id}/phuc-vu")
    return [row for row in rows if row.id in ids]
