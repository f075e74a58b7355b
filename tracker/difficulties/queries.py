"""Reading difficulties: the queue for the office and leaders, a body's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db, tuples
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task

SHOWN = 5  # beside a body's list
STANDS = Report.withdrawn_at.is_(None)


def of_assignment(viewer: Viewer, assignment_id: int) -> Sequence[Difficulty]:
    """What stands in the way of one assignment, the newest first."""
    return db.session.scalars(
        select(Difficulty)
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .where(in_sight_of(viewer), Difficulty.assignment_id == assignment_id, STANDS)
        .order_by(Difficulty.id.desc())
    ).all()


def report_of(difficulty_id: int) -> int:
    """The report that brought a difficulty just written."""
    return db.session.get_one(Difficulty, difficulty_id).report_id


def card(viewer: Viewer, difficulty_id: int) -> Difficulty:
    """One difficulty with its assignment. Raises NotFound."""
    found = db.session.scalar(
        select(Difficulty)
        .join(Difficulty.assignment)
        .where(in_sight_of(viewer), Difficulty.id == difficulty_id)
        .options(joinedload(Difficulty.assignment))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("difficulty")
    return found


def open_of_bodies(viewer: Viewer) -> tuple[Any, ...]:
    """The oldest unanswered difficulties of the viewer's own bodies: assignment_id, what, raised_on."""
    return tuples(_open_of_bodies(), bodies=list(viewer.body_ids))


@cache
def _open_of_bodies() -> Any:
    """Built once: building it costs more than running it."""
    return (
        select(Difficulty.assignment_id, Difficulty.what, Difficulty.raised_on)
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .where(
            Assignment.body_id.in_(bindparam("bodies", type_=Integer, expanding=True)),
            Difficulty.answered_at.is_(None),
            STANDS,
        )
        .order_by(Difficulty.raised_on, Difficulty.id)
        .limit(SHOWN)
    )


def rows(viewer: Viewer, *, answered: bool, after: str | None) -> Page[Any]:
    """Unanswered ones, the longest waiting first; or answered ones, the latest first. Tuples with all a row shows."""
    found = (
        select(
            Difficulty.id,
            Difficulty.version,
            Difficulty.what,
            Difficulty.asked_of,
            Difficulty.proposal,
            Difficulty.raised_on,
            Difficulty.answer,
            Difficulty.answered_at,
            Difficulty.answered_by,
            Difficulty.assignment_id,
            Body.name.label("body"),
            Task.text,
            Directive.number,
        )
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(in_sight_of(viewer), STANDS)
        .limit(PAGE + 1)
    )
    if answered:
        found = found.where(Difficulty.answered_at.is_not(None)).order_by(Difficulty.id.desc())
        if (last := decode_key(after, int)) is not None:
            found = found.where(Difficulty.id < last[0])
        return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))
    found = found.where(Difficulty.answered_at.is_(None)).order_by(Difficulty.raised_on, Difficulty.id)
    if (key := decode_key(after, date, int)) is not None:
        day, id = key
        found = found.where(
            or_(Difficulty.raised_on > day, and_(Difficulty.raised_on == day, Difficulty.id > id))
        )
    return page_of(db.session.execute(found).all(), key=lambda row: (row.raised_on, row.id))
