"""Telling a body what was decided."""

from __future__ import annotations

from sqlalchemy import select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title


def tell_outcome(
    assignment: Assignment, occasion: str, what: str, *, reason: str = "", mailbox: str = ""
) -> None:
    """Queue the letter that tells the body what was decided; a body without a mailbox gets none."""
    body_name, email, text = db.session.execute(
        select(Body.name, Body.email, Task.text)
        .select_from(Assignment)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.id == assignment.id)
    ).one()
    if not (mailbox or email):
        return
    post.enqueue(
        f"outcome:{assignment.id}:{occasion}",
        kind="outcome",
        to=mailbox or email,
        template="outcome",
        to_name=body_name,
        body_id=assignment.body_id,
        assignment_ids=[assignment.id],
        thread=f"assignment:{assignment.id}",
        what=what,
        title=title(text),
        reason=reason,
        due_on=assignment.due_on,
        body_name=body_name,
        mode=assignment.mode,
        office=office_rules(),
    )
