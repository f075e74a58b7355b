"""Telling bodies what has become of what they were given: one letter a body, all of its tasks in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.intake.actions.issue import held_until
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title


def concerned(directive_id: int, states: Collection[str], task_id: int | None = None) -> Sequence[Any]:
    """The assignments of a directive (or one task) in these states, with their bodies; held until the end."""
    rows = (
        select(
            Assignment.id,
            Assignment.body_id,
            Assignment.mode,
            Body.name,
            Body.email,
            Task.text,
            Task.section,
        )
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.directive_id == directive_id, Assignment.state.in_(states))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    )
    if task_id is not None:
        rows = rows.where(Assignment.task_id == task_id)
    return db.session.execute(rows).all()


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
                "tasks": list(dict.fromkeys((title(row.text), row.section) for row in own)),
                "office": office,
            },
        )
        for body_id, own in by_body.items()
    ]
    return len(post.enqueue_all(drafts)) if drafts else 0
