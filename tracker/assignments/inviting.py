"""The letter to a body that works with the leads: what it helps with, who leads it, by when its part is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tracker.directives.models import Directive
from tracker.outbox import post

Line = tuple[str, str, str, date | None]
"""A task's title, its section, who leads it, by when the part is asked."""


def invitation(
    directive: Directive,
    *,
    body_id: int,
    name: str,
    to: str,
    mode: str,
    assignment_ids: Sequence[int],
    tasks: Sequence[Line],
    ending: str,
    due_at: datetime | None = None,
) -> post.Draft:
    """One letter with all a body helps with; it opens no report's page. `ending` tells it from the body's others."""
    return post.Draft(
        key=f"helping:{directive.id}:{body_id}{ending}",
        kind="assigned",
        to=to,
        template="helping",
        to_name=name,
        body_id=body_id,
        assignment_ids=assignment_ids,
        due_at=due_at,
        thread=f"directive:{directive.id}",
        facts={"directive": directive, "body_name": name, "mode": mode, "tasks": tasks},
    )
