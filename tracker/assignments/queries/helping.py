"""The work a body does together with others that lead it: on its list, counted in no figure (decision 3)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, func, or_, select

from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.rules import OPEN
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.tasks.models import Task

AFTER_ON = bindparam("after_on", type_=Date)
AFTER_ID = bindparam("after_id", type_=Integer)
LIVE = (*OPEN, "suspended")
"""States in which a date of one's own still says something."""

DAY = func.coalesce(Coordinator.due_on, Assignment.due_on)
"""The body's own date, else the lead's."""


def _helped(alone: bool) -> Any:
    """Open work of others; one value, not a list of one, is what the other statements of the list are told."""
    if alone:
        own = bindparam("body", type_=Integer)
        helps, leads = Coordinator.body_id == own, Assignment.body_id == own
    else:
        several = bindparam("bodies", type_=Integer, expanding=True)
        helps, leads = Coordinator.body_id.in_(several), Assignment.body_id.in_(several)
    return and_(helps, ~leads, Assignment.is_open.is_(True))


def counted(alone: bool) -> Any:
    """One row for each, to be counted."""
    joined = select(Coordinator.id).join(Assignment, Assignment.id == Coordinator.assignment_id)
    return joined.where(_helped(alone))


def of_task(task_id: int) -> list[Any]:
    """The bodies that work on what is not over of a task, in Vietnamese order: id, name, date, how many assignments.

    The date is that of the first assignment: the office sets it for all of them.
    """
    first = func.min(Coordinator.id).label("first")
    found = (
        select(Coordinator.body_id, first, func.count().label("works"))
        .join(Assignment, Assignment.id == Coordinator.assignment_id)
        .where(Assignment.task_id == task_id, Assignment.state.in_(LIVE))
        .group_by(Coordinator.body_id)
        .subquery()
    )
    return list(
        db.session.execute(
            select(found.c.body_id, Body.name, Coordinator.due_on, found.c.works)
            .join(Body, Body.id == found.c.body_id)
            .join(Coordinator, Coordinator.id == found.c.first)
            .order_by(Body.sort_key, Body.id)
        )
    )


def could_help(task_id: int, day: date) -> list[Any]:
    """(id, name) of the bodies there are on a day that neither lead a task nor work on it, in Vietnamese order."""
    leads = select(Assignment.body_id).where(Assignment.task_id == task_id)
    helps = select(Coordinator.body_id).join(Assignment, Assignment.id == Coordinator.assignment_id)
    there = helps.where(Assignment.task_id == task_id, Assignment.state.in_(LIVE))
    found = select(Body.id, Body.name).where(Body.is_valid_on(day), Body.id.not_in(leads))
    return list(db.session.execute(found.where(Body.id.not_in(there)).order_by(Body.sort_key, Body.id)))


@cache
def rows(part: str, alone: bool) -> Any:
    """The earliest due first and undated last: from the start, or "after" a row that is "dated" or "undated"."""
    found = (
        select(
            Coordinator.id.label("place"),
            Coordinator.due_on.label("own_due_on"),
            DAY.label("day"),
            Assignment.id,
            Assignment.state,
            Assignment.due_on,
            Body.name.label("lead"),
            Task.text,
            Task.section,
            Directive.number,
            Directive.subject,
        )
        .join(Assignment, Assignment.id == Coordinator.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(_helped(alone))
        .order_by(DAY.is_(None), DAY, Coordinator.id)
        .limit(bindparam("most", type_=Integer))
    )
    if part == "dated after":
        same_day = and_(DAY == AFTER_ON, Coordinator.id > AFTER_ID)
        return found.where(or_(DAY > AFTER_ON, same_day, DAY.is_(None)))
    return found.where(DAY.is_(None), Coordinator.id > AFTER_ID) if part == "undated after" else found
