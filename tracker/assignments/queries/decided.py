"""Reports that wait for the office's word, and confirmations nobody has been told of yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, func, literal, or_, select

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Decision
from tracker.bodies.models import Body
from tracker.db import UtcDateTime, fetch
from tracker.errors import NotFound
from tracker.outbox.models import Letter
from tracker.paging import capped_count
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task

A = Assignment
SHOWN = 10
_WAITING = capped_count(select(A.id).where(A.state == "submitted"))
_LETTER = (
    literal("outcome:") + cast(A.id, String) + literal(":confirmed:") + cast(Decision.id, String)
)  # as `actions.outcome.key_of` writes it
_LATER = select(func.max(Decision.id)).where(Decision.assignment_id == A.id).correlate(A).scalar_subquery()
_CONFIRMED = (
    select(A.id, A.version, Body.name.label("body"), Task.text, Decision.decided_at, Decision.decided_by)
    .join(A, A.id == Decision.assignment_id)
    .join(Body, Body.id == A.body_id)
    .join(Task, Task.id == A.task_id)
    .outerjoin(Letter, Letter.dedup_key == _LETTER)
    .where(
        Decision.verb == "confirm",
        Decision.day >= bindparam("day"),
        Decision.decided_at >= bindparam("since", type_=UtcDateTime),
        A.state == "completed",
        Decision.id == _LATER,
        or_(Letter.id.is_(None), and_(Letter.state == "pending", Letter.unknowns == 0)),
    )
    .order_by(Decision.id.desc())
    .limit(SHOWN)
)


def waiting_count(viewer: Viewer) -> int:
    """How many reports wait for the office (up to the cap)."""
    _require_all_in_sight(viewer)
    [(found,)] = fetch(_WAITING)
    return int(found)


def just_confirmed(viewer: Viewer) -> Sequence[Any]:
    """The latest confirmations whose letter still waits, so that each can be taken back; the newest first."""
    _require_all_in_sight(viewer)
    since = undone_since()
    return fetch(_CONFIRMED, since=since, day=clock.local(since).date())


def undone_since() -> datetime:
    """The moment since which a confirmation nobody was written to of can be taken back."""
    return clock.now() - timedelta(minutes=office_rules().recall_minutes)


def _require_all_in_sight(viewer: Viewer) -> None:
    """These statements hold no condition of sight: they are for who sees everybody's work."""
    if not viewer.sees_all:
        raise NotFound("page")
