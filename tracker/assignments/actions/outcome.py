"""Telling bodies what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title


def tell_outcome(assignment: Assignment, occasion: str, what: str, *, reason: str = "") -> None:
    """Queue the letter that tells the body what was decided; a body without a mailbox gets none."""
    db.session.flush()
    tell_outcomes([assignment.id], occasion, what, reason=reason)


def tell_outcomes(
    assignment_ids: Collection[int], occasion: str | Mapping[int, str], what: str, *, reason: str = ""
) -> None:
    """The same of several assignments at once, one letter each; the occasion may be each one's own."""
    if not assignment_ids:
        return
    own = occasion if isinstance(occasion, Mapping) else dict.fromkeys(assignment_ids, occasion)
    found = db.session.execute(
        select(
            Assignment.id,
            Assignment.body_id,
            Assignment.due_on,
            Assignment.mode,
            Body.name,
            Body.email,
            Task.text,
        )
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.id.in_(assignment_ids))
        .order_by(Assignment.id)
    )
    drafts = [_letter(row, own[row.id], what, reason) for row in found if row.email]
    post.enqueue_all(drafts)


def _letter(row: Any, occasion: str, what: str, reason: str) -> post.Draft:
    facts = {
        "what": what,
        "title": title(row.text),
        "reason": reason,
        "due_on": row.due_on,
        "body_name": row.name,
        "mode": row.mode,
        "office": office_rules(),
    }
    return post.Draft(
        f"outcome:{row.id}:{occasion}",
        kind="outcome",
        to=row.email,
        template="outcome",
        to_name=row.name,
        body_id=row.body_id,
        assignment_ids=[row.id],
        thread=f"assignment:{row.id}",
        facts=facts,
    )
