"""Reading how a draft came to be as it is: what would be taken back, and what others did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from tracker.access.actors import Actor
from tracker.db import db
from tracker.intake.models import DraftStep
from tracker.tasks.models import Task

SAID_ONLY = (defer(DraftStep.before), defer(DraftStep.after))


@dataclass(frozen=True, slots=True)
class Steps:
    """How a draft came to be as it is: the newest step, what would be taken back, what would be done again."""

    newest_id: int = 0
    last_id: int | None = None
    next_id: int | None = None
    last: DraftStep | None = None
    next: DraftStep | None = None


def steps_of(directive_id: int) -> Steps:
    """The ends of a draft's history; the facts kept in a step are not loaded."""
    done = DraftStep.way == "do", ~DraftStep.is_undone
    ends = (
        select(func.max(DraftStep.id)),
        select(func.max(DraftStep.id)).where(*done),
        select(func.min(DraftStep.id)).where(DraftStep.is_undone),
    )
    ids = [end.where(DraftStep.directive_id == directive_id).scalar_subquery() for end in ends]
    rows = select(DraftStep).where(DraftStep.id.in_(ids)).options(*SAID_ONLY).order_by(DraftStep.id)
    found = list(db.session.scalars(rows.execution_options(populate_existing=True)))
    last = next((step for step in reversed(found) if step.way == "do" and not step.is_undone), None)
    undone = next((step for step in found if step.is_undone), None)
    return Steps(
        found[-1].id if found else 0, last.id if last else None, undone.id if undone else None, last, undone
    )


def news(viewer: Actor, directive_id: int, after: int) -> DraftStep | None:
    """The newest step of a draft after one, when somebody else made it."""
    rows = select(DraftStep).where(DraftStep.directive_id == directive_id, DraftStep.id > after)
    newest = db.session.scalar(rows.order_by(DraftStep.id.desc()).limit(1).options(*SAID_ONLY))
    return newest if newest is not None and newest.actor_id != viewer.id else None


def last_by(task: Task) -> str:
    """Who changed a task of a draft last; "" when nobody did."""
    rows = select(DraftStep.actor_label, DraftStep.after, DraftStep.before)
    ordered = rows.where(DraftStep.directive_id == task.directive_id).order_by(DraftStep.id.desc())
    for label, after, before in db.session.execute(ordered.limit(20)):
        if str(task.id) in after or str(task.id) in before:
            return str(label)
    return ""
