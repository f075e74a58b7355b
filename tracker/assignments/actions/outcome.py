"""Telling bodies what was decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.outbox import post
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title

AT_ONCE = timedelta()


def key_of(assignment_id: int, occasion: str) -> str:
    """The key of the letter that tells of an occasion: the same key, the same letter."""
    return f"outcome:{assignment_id}:{occasion}"


def tell_outcome(
    assignment: Assignment, occasion: str, what: str, *, reason: str = "", wait: timedelta = AT_ONCE
) -> None:
    """Queue the letter that tells the body what was decided; a body without a mailbox gets none.

    It leaves after `wait`, in which the decision can still be taken back.
    """
    db.session.flush()
    tell_outcomes([assignment.id], occasion, what, reason=reason, wait=wait)


def tell_outcomes(
    assignment_ids: Collection[int],
    occasion: str | Mapping[int, str],
    what: str,
    *,
    reason: str = "",
    wait: timedelta = AT_ONCE,
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
    due_at = clock.now() + wait if wait else None
    drafts = [_letter(row, own[row.id], what, reason, due_at) for row in found if row.email]
    post.enqueue_all(drafts)


def _letter(row: Any, occasion: str, what: str, reason: str, due_at: datetime | None) -> post.Draft:
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
        key_of(row.id, occasion),
        kind="outcome",
        to=row.email,
        template="outcome",
        to_name=row.name,
        body_id=row.body_id,
        assignment_ids=[row.id],
        thread=f"assignment:{row.id}",
        facts=facts,
        due_at=due_at,
    )
