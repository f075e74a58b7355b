"""Beside the desk: what has happened since it was opened, and the bodies behind it with whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.sql.selectable import Subquery

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.home import queries as desk
from tracker.home.desk import Filters
from tracker.paging import Page, decode_key, page_of
from tracker.people.models import Membership, Person
from tracker.reminders.models import Reminder
from tracker.tasks.models import Task

A = Assignment
TAIL = 300  # lines of the log looked at: a desk left open longer than that is told "so many or more"
OF_WORK = ("assignment.", "difficulty.", "directive.issue", "extension.", "reminder.", "task.")
BODIES = 50  # on a page
TASKS = 8  # of a body; how many more there are is said


def happened_since(viewer: Viewer, opened: datetime) -> tuple[int, int]:
    """(last line of the log, how many things others did something with since a moment); one search of its end."""
    tail = (
        select(AuditLine.seq, AuditLine.at, AuditLine.verb, AuditLine.thing, AuditLine.actor_id)
        .order_by(AuditLine.seq.desc())
        .limit(TAIL)
        .subquery()
    )
    is_others = or_(tail.c.actor_id.is_(None), tail.c.actor_id != viewer.id)
    is_work = or_(*(tail.c.verb.startswith(verb) for verb in OF_WORK))
    is_news = and_(tail.c.at > opened, is_others, is_work)
    things = func.count(func.distinct(case((is_news, tail.c.thing))))
    seq, number = db.session.execute(select(func.max(tail.c.seq), things)).one()
    return seq or 0, number


def bodies_to_call(viewer: Viewer, filters: Filters, days: desk.Days, after: str | None) -> Page[Any]:
    """The bodies behind a filter of the desk, in the register's order: id, name, phone, email, last_called_at."""
    theirs = select(A.body_id).where(A.id.in_(desk.matching(viewer, filters, days)))
    called = (
        select(func.max(Reminder.at))
        .join(A, A.id == Reminder.assignment_id)
        .where(A.body_id == Body.id, A.is_owed.is_(True), Reminder.how == "call")
        .correlate(Body)
        .scalar_subquery()
    )
    rows = (
        select(Body.id, Body.name, Body.phone, Body.email, Body.sort_key, called.label("called_at"))
        .where(Body.id.in_(theirs))
        .order_by(Body.sort_key, Body.id)
        .limit(BODIES + 1)
    )
    if (key := decode_key(after, str, int)) is not None:
        rows = rows.where(or_(Body.sort_key > key[0], and_(Body.sort_key == key[0], Body.id > key[1])))
    found = db.session.execute(rows).all()
    return page_of(found, key=lambda row: (row.sort_key, row.id), size=BODIES)


def tasks_to_call_about(
    viewer: Viewer, filters: Filters, days: desk.Days, body_ids: Sequence[int]
) -> Sequence[Any]:
    """The first tasks of each of these bodies, the latest first, each with how many its body has (`all`)."""
    ranked = _ranked(viewer, filters, days, body_ids)
    times = select(func.count()).where(Reminder.assignment_id == A.id).correlate(A).scalar_subquery()
    return db.session.execute(
        select(A.id, A.body_id, A.due_on, A.mode, A.state, A.reported_on, Task.text, Task.section)
        .add_columns(Directive.number, Directive.subject, ranked.c.all, times.label("times"))
        .join(ranked, ranked.c.id == A.id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .where(ranked.c.place <= TASKS)
        .order_by(A.body_id, ranked.c.place)
    ).all()


def _ranked(viewer: Viewer, filters: Filters, days: desk.Days, body_ids: Sequence[int]) -> Subquery:
    place = func.row_number().over(partition_by=A.body_id, order_by=(A.due_on.is_(None), A.due_on, A.id))
    return (
        select(A.id, place.label("place"), func.count().over(partition_by=A.body_id).label("all"))
        .where(A.body_id.in_(body_ids), A.id.in_(desk.matching(viewer, filters, days)))
        .subquery()
    )


def people_to_call(viewer: Viewer, body_ids: Sequence[int]) -> Sequence[Any]:
    """Who of these bodies answers for its work: body_id, name, phone."""
    return db.session.execute(
        select(Membership.body_id, Person.name, Person.phone)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.body_id.in_(body_ids),
            Membership.is_focal.is_(True),
            Membership.is_valid_on(clock.today()),
            Person.is_enabled.is_(True),
        )
        .order_by(Membership.body_id, Person.sort_key)
    ).all()
