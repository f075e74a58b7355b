"""Reading recurring work: the latest occurrence each body has of a task. The system reads here: no viewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.queries.succeeding import heirs_of, same_posts
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.tasks.models import Task

IN_ONE_STATEMENT = 500  # ids


class Latest(NamedTuple):
    """The latest occurrence of a task, and who goes on with it: the body that had it, or its successor."""

    task: Task
    id: int
    directive_id: int
    body_id: int
    post_id: int | None
    mode: str
    urgency: int
    assigned_on: date
    is_there: bool


def latest_occurrences(day: date) -> dict[Task, list[Latest]]:
    """Recurring tasks to the latest occurrence of each body that goes on with it.

    A body that is no more is followed by its successor, once for each task however many bodies became one. Left out:
    bodies that nobody succeeds, and those whose latest occurrence is suspended, cancelled or does not apply.
    """
    newest = (
        select(func.max(Assignment.id))
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.state == "issued", Task.deadline_kind == "recurring")
        .group_by(Assignment.task_id, Assignment.body_id, Assignment.post_id)
    )
    rows = db.session.execute(
        select(
            Task,
            Assignment.id,
            Assignment.directive_id,
            Assignment.body_id,
            Assignment.post_id,
            Assignment.mode,
            Assignment.urgency,
            Assignment.assigned_on,
            Body.is_valid_on(day),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .join(Body, Body.id == Assignment.body_id)
        .where(Assignment.id.in_(newest), Assignment.state.not_in(("suspended", "cancelled")))
        .where(Directive.state == "issued", Directive.ending == "")
        .order_by(Task.id, Assignment.id)
    )
    found: dict[Task, list[Latest]] = {}
    for row in _followed([Latest(*row) for row in rows], day):
        found.setdefault(row.task, []).append(row)
    return found


def _followed(rows: Sequence[Latest], day: date) -> list[Latest]:
    """Each unit once: bodies that are no more by their successors, a body's own latest before what came to it."""
    gone = {row.body_id for row in rows if not row.is_there}
    heirs = heirs_of(gone, day) if gone else {}
    posts = same_posts({row.post_id for row in rows if row.post_id and row.body_id in heirs})
    units: dict[tuple[int, int, int | None], Latest] = {}
    for row in sorted(rows, key=lambda row: (not row.is_there, -row.assigned_on.toordinal(), row.id)):
        if row.is_there or row.body_id in heirs:
            body_id = row.body_id if row.is_there else heirs[row.body_id]
            post_id = row.post_id if row.is_there or not row.post_id else posts.get((row.post_id, body_id))
            units.setdefault((row.task.id, body_id, post_id), row._replace(body_id=body_id, post_id=post_id))
    return sorted(units.values(), key=lambda row: (row.task.id, row.id))


def coordinators_of(ids: Iterable[int]) -> dict[int, list[int]]:
    """Assignment to the bodies that work with its lead."""
    found: dict[int, list[int]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), IN_ONE_STATEMENT):
        some = Coordinator.assignment_id.in_(wanted[start : start + IN_ONE_STATEMENT])
        for row in db.session.execute(
            select(Coordinator.assignment_id, Coordinator.body_id).where(some).order_by(Coordinator.id)
        ):
            found.setdefault(row.assignment_id, []).append(row.body_id)
    return found
