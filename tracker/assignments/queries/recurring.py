"""Reading recurring work: the latest occurrence each body has of a task. The system reads here: no viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.tasks.models import Task

IN_ONE_STATEMENT = 500  # ids


def latest_occurrences(day: date) -> dict[Task, list[Any]]:
    """Recurring tasks to the latest occurrence of each body that goes on with it, as tuples.

    Left out: bodies that are no more, and those whose latest occurrence is suspended, cancelled or does not apply.
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
            Assignment.assigned_on,
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .join(Body, Body.id == Assignment.body_id)
        .where(Assignment.id.in_(newest), Assignment.state.not_in(("suspended", "cancelled")))
        .where(Directive.state == "issued", Body.is_valid_on(day))
        .order_by(Task.id, Assignment.id)
    )
    found: dict[Task, list[Any]] = {}
    for row in rows:
        found.setdefault(row.Task, []).append(row)
    return found


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
