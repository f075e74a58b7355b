"""Reading the matrix: the directives to choose from, their tasks and bodies with figures, the cells of one page.

For whoever sees every body's work. Five statements, however many bodies and tasks there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, select

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyType
from tracker.db import KEY, db
from tracker.directives.models import Directive
from tracker.directives.queries import ISSUED, counted, in_sight_of
from tracker.errors import NotFound
from tracker.tasks.models import Task

CHOICES = 30  # directives to choose from; an older one is opened from its own page
MOST_BODIES, MOST_TASKS = 3_000, 500
NAMED = (Directive.id, Directive.kind, Directive.number, Directive.subject, Directive.ending)
STATED = (
    Assignment.id,
    Assignment.body_id,
    Assignment.task_id,
    Assignment.state,
    Assignment.mode,
    Assignment.due_on,
    Assignment.reported_on,
)


def choices(viewer: Viewer, wanted: int) -> list[Any]:
    """The latest issued directives, and the one wanted if it is older; `is_open` where work is still owed."""
    # Written so that no index of open work fits: all of it would be gone through for each directive.
    is_owed = case((Assignment.is_open.is_(True), 1), else_=0) == 1
    owed = exists().where(Assignment.directive_id == Directive.id, is_owed)
    issued = (ISSUED, in_sight_of(viewer))
    latest = select(Directive.id).where(*issued).order_by(Directive.id.desc()).limit(CHOICES).subquery()
    # A union, for with OR every directive would be looked at.
    few = select(latest.c.id).union(select(literal(wanted, KEY)))
    rows = select(*NAMED, and_(Directive.ending == "", owed).label("is_open")).where(
        *issued, Directive.id.in_(few)
    )
    return list(db.session.execute(rows.order_by(Directive.id.desc())))


def tasks(directive_id: int, today: date) -> list[Any]:
    """The directive's tasks in its order, with (total, done, overdue)."""
    rows = (
        select(Task.id, Task.section, Task.text, Task.position, *_figures(today))
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Task.directive_id == directive_id, Assignment.directive_id == directive_id)
        .where(Task.state == "issued")
        .group_by(Task.id)
        .order_by(Task.position, Task.id)
    )
    return list(db.session.execute(rows.limit(MOST_TASKS)))


def bodies(directive_id: int, today: date, *, latest_first: bool = False) -> list[Any]:
    """The bodies it was given to, with (total, done, overdue): by type and name, or those longest overdue first."""
    late = Assignment.is_overdue(today) & (Assignment.mode == "giao")
    since = func.min(case((late, Assignment.due_on)))
    order: tuple[Any, ...] = (BodyType.position, Body.type_id, Body.sort_key, Body.id)
    if latest_first:
        order = (since.is_(None), since, Body.sort_key, Body.id)
    rows = (
        select(Body.id, Body.name, Body.type_id, BodyType.name.label("type"), *_figures(today))
        .join(BodyType, BodyType.id == Body.type_id)
        .join(Assignment, Assignment.body_id == Body.id)
        .where(Assignment.directive_id == directive_id)
        .group_by(Body.id, BodyType.id)
        .order_by(*order)
    )
    return list(db.session.execute(rows.limit(MOST_BODIES)))


def cells(directive_id: int, body_ids: Sequence[int], task_ids: Sequence[int]) -> list[Any]:
    """The assignments that stand in one page's cells."""
    if not (body_ids and task_ids):
        return []
    rows = select(*STATED).where(
        Assignment.directive_id == directive_id,
        Assignment.body_id.in_(body_ids),
        Assignment.task_id.in_(task_ids),
    )
    return list(db.session.execute(rows))


def every_cell(directive_id: int) -> Iterator[Any]:
    """All assignments of the directive, body after body as `bodies` names them, read as they are used."""
    rows = (
        select(*STATED)
        .join(Body, Body.id == Assignment.body_id)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Assignment.directive_id == directive_id)
        .order_by(BodyType.position, Body.type_id, Body.sort_key, Body.id, Assignment.task_id, Assignment.id)
    )
    yield from db.session.execute(rows.execution_options(yield_per=1_000))


def of_body(directive_id: int, body_id: int) -> list[Any]:
    """One body's work from the directive in the order of its tasks, as a body's list draws it."""
    rows = (
        select(*STATED, Task.text, Task.section, Directive.number, Directive.subject)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(Assignment.directive_id == directive_id, Assignment.body_id == body_id)
        .order_by(Task.position, Task.id, Assignment.id)
    )
    return list(db.session.execute(rows.limit(MOST_TASKS)))


def figures_of(directive_id: int, body_id: int, today: date) -> Any:
    """One body's (total, done, overdue) of the directive."""
    rows = select(*_figures(today)).where(
        Assignment.directive_id == directive_id, Assignment.body_id == body_id
    )
    return db.session.execute(rows).one()


def one_body(body_id: int) -> Any:
    """A body's name and type. Raises NotFound."""
    rows = select(Body.id, Body.name, BodyType.name.label("type")).join(BodyType, BodyType.id == Body.type_id)
    if (found := db.session.execute(rows.where(Body.id == body_id)).one_or_none()) is None:
        raise NotFound("body")
    return found


def totals(rows: Iterable[Any]) -> tuple[int, int, int]:
    """(total, done, overdue) of all rows together."""
    rows = list(rows)
    return sum(row.total for row in rows), sum(row.done for row in rows), sum(row.overdue for row in rows)


def _figures(today: date) -> tuple[Any, ...]:
    total, done, overdue = counted(today)
    return total.label("total"), done.label("done"), overdue.label("overdue")
