"""Reading requests to move a due day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task


def of_assignment(viewer: Viewer, assignment_id: int) -> Sequence[Extension]:
    """Every request about one assignment, the newest first."""
    return db.session.scalars(
        select(Extension)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(in_sight_of(viewer), Extension.assignment_id == assignment_id)
        .order_by(Extension.id.desc())
    ).all()


def card(viewer: Viewer, extension_id: int) -> Extension:
    """One request with its assignment. Raises NotFound."""
    found = db.session.scalar(
        select(Extension)
        .join(Extension.assignment)
        .where(in_sight_of(viewer), Extension.id == extension_id)
        .options(joinedload(Extension.assignment))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("extension")
    return found


def rows(viewer: Viewer, *, decided: bool, after: str | None) -> Page[Any]:
    """Requests that wait, the longest first; or decided ones, the latest first. Tuples with all a row shows."""
    found = (
        select(
            Extension.id,
            Extension.version,
            Extension.state,
            Extension.old_due_on,
            Extension.new_due_on,
            Extension.reason,
            Extension.asked_at,
            Extension.asked_by,
            Extension.decided_at,
            Extension.decided_by,
            Extension.decision_note,
            Extension.document,
            Extension.assignment_id,
            Body.name.label("body"),
            Task.text,
            Directive.number,
        )
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(in_sight_of(viewer))
        .limit(PAGE + 1)
    )
    last = decode_key(after, int)
    if decided:
        found = found.where(Extension.state != "asked").order_by(Extension.id.desc())
        found = found.where(Extension.id < last[0]) if last else found
    else:
        found = found.where(Extension.state == "asked").order_by(Extension.id)
        found = found.where(Extension.id > last[0]) if last else found
    return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))
