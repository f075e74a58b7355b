"""Reading tasks: those of a directive with their roll-up, and one task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import false, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.queries import RollUp, counted, in_sight_of
from tracker.directives.rules import CHANGING
from tracker.errors import NotFound
from tracker.paging import Page, decode_key, page_of
from tracker.search.matching import matches
from tracker.search.parser import Term, plain
from tracker.tasks.models import Addressee, Task

PAGE = 50
OFFERED = 100  # tasks to choose from
WHOM = (
    joinedload(Addressee.body).joinedload(Body.type),
    joinedload(Addressee.group),
    joinedload(Addressee.post),
)
WITH_ADDRESSEES = selectinload(Task.addressees).options(*WHOM)


def of_directive(directive_id: int, states: Iterable[str]) -> list[Task]:
    """The tasks of a directive the caller has already found, in text order, with their addressees and upper tasks."""
    rows = db.session.scalars(
        select(Task)
        .where(Task.directive_id == directive_id, Task.state.in_(list(states)))
        .options(joinedload(Task.addressees).options(*WHOM), joinedload(Task.serves))
        .order_by(Task.position, Task.id)
        .execution_options(populate_existing=True)
    )
    return list(rows.unique())


def roll_ups(directive_id: int, seen: ColumnElement[bool], today: date) -> dict[int, RollUp]:
    """Each task's figures; `seen` is the condition on assignments the viewer's reads start from."""
    rows = (
        select(Assignment.task_id, *counted(today))
        .where(Assignment.directive_id == directive_id, seen)
        .group_by(Assignment.task_id)
    )
    return {row[0]: RollUp(row[1], row[2], row[3]) for row in db.session.execute(rows)}


def card(viewer: Actor, task_id: int) -> Task:
    """An issued task with its directive and addressees. Raises NotFound out of sight."""
    found = db.session.scalar(
        select(Task)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.id == task_id, Task.state == "issued", in_sight_of(viewer))
        .options(joinedload(Task.directive), WITH_ADDRESSEES)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("task")
    return found


def figures(task_id: int, seen: ColumnElement[bool], today: date) -> RollUp:
    """One task's figures."""
    rows = select(*counted(today)).where(Assignment.task_id == task_id, seen)
    row = db.session.execute(rows).one()
    return RollUp(row[0], row[1], row[2])


def body_rows(task_id: int, seen: ColumnElement[bool], after: str | None) -> Page[Any]:
    """One page of the bodies a task is given to, in Vietnamese order, as tuples."""
    rows = (
        select(
            Assignment.id,
            Assignment.state,
            Assignment.mode,
            Assignment.period,
            Assignment.deadline_kind,
            Assignment.due_on,
            Assignment.reported_on,
            Assignment.is_owed,
            Assignment.last_report_at,
            Body.name.label("body"),
            Body.sort_key,
        )
        .join(Body, Body.id == Assignment.body_id)
        .where(Assignment.task_id == task_id, seen)
        .order_by(Body.sort_key, Assignment.id)
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, str, int)) is not None:
        rows = rows.where(or_(Body.sort_key > key[0], (Body.sort_key == key[0]) & (Assignment.id > key[1])))
    found = db.session.execute(rows).all()
    return page_of(found, key=lambda row: (row.sort_key, row.id), size=PAGE)


def servable(viewer: Actor, task: Task, text: str = "") -> Sequence[Task]:
    """Upper tasks to choose from: without words those of the documents the directive leans on, else those found.

    Ids are put in order first: a word of every task would have every text sorted.
    """
    if text.strip():
        meant = [_holds(term) for term in plain(text)] or [false()]
    else:
        leans_on = select(DirectiveLink.target_id).where(
            DirectiveLink.directive_id == task.directive_id, DirectiveLink.relation.not_in(CHANGING)
        )
        meant = [Task.directive_id.in_(leans_on)]
    order = (Task.directive_id.desc(), Task.position, Task.id)
    found = (
        select(Task.id)
        .join(Task.directive)
        .where(Task.state == "issued", Task.directive_id != task.directive_id, in_sight_of(viewer), *meant)
        .order_by(*order)
        .limit(OFFERED)
        .subquery()
    )
    rows = select(Task).join(found, found.c.id == Task.id).join(Task.directive)
    return db.session.scalars(rows.options(contains_eager(Task.directive)).order_by(*order)).all()


def _holds(term: Term) -> ColumnElement[bool]:
    """Tasks that say a word themselves or by their document."""
    return or_(matches(Task, (term,)), matches(Directive, (term,), Task.directive_id))
