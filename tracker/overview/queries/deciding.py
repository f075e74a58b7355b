"""What waits for a leader's word: work put before him, days to be moved, difficulties passed up, objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Decision
from tracker.bodies.models import Body
from tracker.db import db
from tracker.difficulties import queries as difficulties
from tracker.extensions import queries as extensions
from tracker.extensions.models import Extension
from tracker.home.queries.desk import require_all_in_sight
from tracker.paging import Count, as_count, capped_count
from tracker.submissions import queries as submissions
from tracker.tasks.models import Task

A = Assignment
SHOWN = 3  # of each kind


@dataclass(frozen=True, slots=True)
class Waiting:
    """The longest waiting of each kind, and how many there are."""

    submissions: list[Any]
    submission_count: Count
    extensions: list[Any]
    extension_count: Count
    difficulties: list[Any]
    difficulty_count: Count
    objections: list[Any]
    objection_count: Count

    @property
    def number(self) -> Count:
        """Of all kinds together."""
        counts = (self.submission_count, self.extension_count, self.difficulty_count, self.objection_count)
        return Count(sum(count.number for count in counts), any(count.more for count in counts))


@dataclass(frozen=True, slots=True)
class Objection:
    """One body that says work is not its own, since when and why."""

    assignment_id: int
    body: str
    text: str
    at: datetime
    reason: str


def waiting(viewer: Viewer) -> Waiting:
    """What only a leader can settle, six statements whatever their number."""
    require_all_in_sight(viewer)
    asked = capped_count(select(Extension.id).where(Extension.state == "asked")).scalar_subquery()
    objected = capped_count(select(A.id).where(A.state == "objected")).scalar_subquery()
    counts = db.session.execute(select(asked.label("asked"), objected.label("objected"))).one()
    put = submissions.rows(viewer, None)
    unanswered = [row for row in put.rows if row.waiting]
    return Waiting(
        unanswered[:SHOWN],
        Count(len(unanswered), more=bool(unanswered) and put.next_key is not None),
        list(extensions.rows(viewer, decided=False, after=None).rows[:SHOWN]),
        as_count(counts.asked),
        list(difficulties.rows(viewer, level="leader", after=None).rows[:SHOWN]),
        as_count(difficulties.waiting(viewer)["leader"]),
        _objections(),
        as_count(counts.objected),
    )


def _objections() -> list[Objection]:
    """The bodies that object, the longest waiting first; the newest objection of each work counts."""
    longest = (
        select(A.id, Body.name, Task.text, Decision.decided_at, Decision.reason)
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Decision, Decision.assignment_id == A.id)
        .where(A.state == "objected", Decision.verb == "object")
        .order_by(Decision.id)
        .limit(SHOWN)
    )
    return list({row[0]: Objection(*row) for row in db.session.execute(longest)}.values())
