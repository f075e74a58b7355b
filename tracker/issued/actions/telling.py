"""Telling bodies what has become of what they were given: one letter a body, all of its tasks in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import false, select, true

from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body, BodyType
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake.actions.issue import held_until
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title

_WHAT = (Assignment.id, Body.name, Body.email, Task.text, Task.section)
_HELPS = (
    select(*_WHAT, Body.id.label("body_id"), BodyType.mode, false().label("leads"))
    .select_from(Assignment)
    .join(Task, Task.id == Assignment.task_id)
)


def concerned(directive_id: int, states: Collection[str], task_id: int | None = None) -> Sequence[Any]:
    """Who leads a directive's (or one task's) assignments in these states, held until the end, then who works with
    them: a row an assignment and body."""
    of = [Assignment.directive_id == directive_id, Assignment.state.in_(states)]
    if task_id is not None:
        of.append(Assignment.task_id == task_id)
    leads = (
        select(*_WHAT, Assignment.body_id, Assignment.mode, true().label("leads"))
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(*of)
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    )
    helps = (
        _HELPS.join(Coordinator, Coordinator.assignment_id == Assignment.id)
        .join(Body, Body.id == Coordinator.body_id)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(*of)
        .order_by(Assignment.id, Coordinator.id)
    )
    return [*db.session.execute(leads).all(), *db.session.execute(helps).all()]


def helped(body_id: int, assignment_ids: Sequence[int]) -> Sequence[Any]:
    """The same rows of one body that worked with the leads of these assignments."""
    of_body = _HELPS.join(Body, Body.id == body_id).join(BodyType, BodyType.id == Body.type_id)
    return db.session.execute(of_body.where(Assignment.id.in_(assignment_ids)).order_by(Assignment.id)).all()


def tell_bodies(directive: Directive, occasion: str, rows: Sequence[Any], said: dict[str, Any]) -> int:
    """Queue one letter a body with a mailbox; how many. `said` fills `emails/changed`; `occasion` is told once."""
    by_body: dict[int, list[Any]] = {}
    for row in rows:
        if row.email:
            by_body.setdefault(row.body_id, []).append(row)
    office = office_rules()
    drafts = [
        post.Draft(
            key=f"{occasion}:{body_id}",
            kind="outcome",
            to=own[0].email,
            template="changed",
            to_name=own[0].name,
            body_id=body_id,
            assignment_ids=[row.id for row in own],
            due_at=held_until(directive),
            thread=f"directive:{directive.id}",
            facts=said
            | {
                "body_name": own[0].name,
                "mode": own[0].mode,
                "helps": not own[0].leads,
                "tasks": list(dict.fromkeys((title(row.text), row.section) for row in own)),
                "office": office,
            },
        )
        for body_id, own in by_body.items()
    ]
    return len(post.enqueue_all(drafts)) if drafts else 0
