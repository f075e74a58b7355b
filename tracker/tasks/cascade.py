"""Reading the ladder of tasks: which upper task one serves, what serves it from below and how far that has got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, contains_eager

from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.directives.queries import RollUp, counted, in_sight_of
from tracker.errors import NotFound
from tracker.paging import Page, decode_key, page_of
from tracker.tasks.models import Task

PAGE = 50


@dataclass(frozen=True, slots=True)
class Lower:
    """What serves an upper task, at every depth: how many tasks, and the figures of their assignments."""

    tasks: int
    figures: RollUp


def chain(task_id: int) -> set[int]:
    """The ids of a task and of all it serves, upwards."""
    above = select(Task.id, Task.serves_id).where(Task.id == task_id).cte("above", recursive=True)
    step = select(Task.id, Task.serves_id).join(above, Task.id == above.c.serves_id)
    return set(db.session.scalars(select(above.union(step).c.id)))


def _below(directive_id: int) -> CTE:
    """(root, id): each issued task that serves, directly or not, a task of the directive; its own are left out."""
    root, lower = aliased(Task), aliased(Task)
    other = and_(lower.state == "issued", lower.directive_id != directive_id)
    first = (
        select(root.id.label("root"), lower.id.label("id"))
        .join(lower, lower.serves_id == root.id)
        .where(root.directive_id == directive_id, other)
        .cte("below", recursive=True)
    )
    step = select(first.c.root, lower.id).join(first, lower.serves_id == first.c.id).where(other)
    return first.union(step)


def lower_roll_ups(
    viewer: Actor, directive_id: int, seen: ColumnElement[bool], today: date
) -> dict[int, Lower]:
    """What serves each task of a directive, in one statement; `seen` is the condition on assignments.

    Trees below two tasks of one directive never share a task, so that the figures may be added up.
    """
    below = _below(directive_id)
    rows = (
        select(below.c.root, func.count(below.c.id.distinct()), *counted(today))
        .join(Task, Task.id == below.c.id)
        .join(Directive, Directive.id == Task.directive_id)
        .outerjoin(Assignment, and_(Assignment.task_id == Task.id, seen))
        .where(in_sight_of(viewer))
        .group_by(below.c.root)
    )
    return {row[0]: Lower(row[1], RollUp(*row[2:])) for row in db.session.execute(rows)}


def together(each: Sequence[Lower]) -> Lower:
    """The lower figures of several tasks of one directive as one."""
    figures = [lower.figures for lower in each]
    total, done, overdue = (
        sum(getattr(figure, name) for figure in figures) for name in ("total", "done", "overdue")
    )
    return Lower(sum(lower.tasks for lower in each), RollUp(total, done, overdue))


def lower_rows(
    viewer: Actor, task_id: int, seen: ColumnElement[bool], today: date, after: str | None
) -> Page[Any]:
    """One page of the tasks that serve a task directly, with their own figures, as tuples."""
    total, done, overdue = counted(today)
    rows = (
        select(
            Task.id,
            Task.text,
            Task.section,
            Task.deadline_kind,
            Task.due_on,
            Task.recurrence,
            Directive.number,
            Directive.subject,
            Directive.kind,
            total.label("total"),
            done.label("done"),
            overdue.label("overdue"),
        )
        .join(Directive, Directive.id == Task.directive_id)
        .outerjoin(Assignment, and_(Assignment.task_id == Task.id, seen))
        .where(Task.serves_id == task_id, Task.state == "issued", in_sight_of(viewer))
        .group_by(Task.id, Directive.id)
        .order_by(Task.id)
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, int)) is not None:
        rows = rows.where(Task.id > key[0])
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.id,), size=PAGE)


def served(viewer: Actor, task: Task) -> Task | None:
    """The upper task with its directive, None where there is none or it is out of sight."""
    if task.serves_id is None:
        return None
    return db.session.scalar(
        select(Task)
        .join(Task.directive)
        .where(Task.id == task.serves_id, in_sight_of(viewer))
        .options(contains_eager(Task.directive))
    )


@dataclass(frozen=True, slots=True)
class Served:
    """The upper task a body's own task serves; `is_in_sight`: its page may be opened too."""

    upper: Task
    is_in_sight: bool


def served_by_own(viewer: Actor, task: Task) -> Served | None:
    """What a task the viewer carries out is for: named to whoever does the work, opened only by whoever may see it."""
    if task.serves_id is None:
        return None
    rows = select(Task, in_sight_of(viewer)).join(Task.directive).options(contains_eager(Task.directive))
    found = db.session.execute(rows.where(Task.id == task.serves_id)).first()
    return Served(*found) if found is not None else None


def servant(viewer: Actor, task_id: int) -> Task:
    """A task of a draft or of an issued directive that the office may tie. Raises NotFound for everybody else."""
    found = db.session.scalar(
        select(Task)
        .join(Task.directive)
        .where(Task.id == task_id, Task.state != "dropped", Directive.state != "withdrawn")
        .options(contains_eager(Task.directive))
        .execution_options(populate_existing=True)
    )
    if found is None or viewer.role != "office":
        raise NotFound("task")
    return found
