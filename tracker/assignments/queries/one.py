"""Reading one assignment: with all its page shows, what was sent about it, who is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    inspect,
    or_,
    select,
    true,
)
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.absences.queries import heads_stood_in_for
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment, Coordinator, Report
from tracker.bodies.models import Post
from tracker.db import as_read, db, fetch
from tracker.errors import NotFound
from tracker.people.models import Membership, Person, PostHolding
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days


def in_sight_of(viewer: Actor) -> ColumnElement[bool]:
    """The condition every read starts from: all, or what one's body leads or works on with others."""
    if getattr(viewer, "sees_all", False):
        return true()
    helping = exists().where(
        Coordinator.assignment_id == Assignment.id, Coordinator.body_id.in_(viewer.body_ids)
    )
    return or_(Assignment.body_id.in_(viewer.body_ids), helping)


def card(viewer: Actor, assignment_id: int) -> Assignment:
    """An assignment with everything its page shows of it. Raises NotFound."""
    rows = db.session.scalars(
        select(Assignment)
        .where(in_sight_of(viewer), Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.task).joinedload(Task.directive),
            joinedload(Assignment.body),
            joinedload(Assignment.post),
            joinedload(Assignment.decisions),  # few: cheaper than a statement of their own
            joinedload(Assignment.noted),
            selectinload(Assignment.reports).joinedload(Report.files),
            selectinload(Assignment.coordinators).joinedload(Coordinator.body),
        )
        .execution_options(populate_existing=True)
    )
    if (found := rows.unique().one_or_none()) is None:
        raise NotFound("assignment")
    return found


def bare(viewer: Actor, assignment_id: int) -> Assignment:
    """The row alone, for a verb of the body that leads it or of the office. Raises NotFound."""
    found = fetch(_bare(), id=assignment_id)
    if not found or not (getattr(viewer, "sees_all", False) or found[0].body_id in viewer.body_ids):
        raise NotFound("assignment")
    return as_read(Assignment(**found[0]._asdict()))


@cache
def _bare() -> Select[Any]:
    columns = (each.columns[0].label(each.key) for each in inspect(Assignment).column_attrs)
    return select(*columns).where(Assignment.id == bindparam("id"))


def report(viewer: Actor, assignment: Assignment, report_id: int) -> Report | None:
    """One report of an assignment the viewer has been shown; what this request has written is not read again."""
    found = db.session.get(Report, report_id)
    return found if found is not None and found.assignment_id == assignment.id else None


def latest_report(viewer: Actor, assignment_id: int) -> Report | None:
    """The last report that still stands."""
    return db.session.scalar(
        select(Report)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(in_sight_of(viewer), Assignment.id == assignment_id, Report.withdrawn_at.is_(None))
        .order_by(Report.id.desc())
        .limit(1)
    )


def is_head(viewer: Actor, body_id: int) -> bool:
    """Whether the viewer holds the post of a body's head today (decision 15), or is deputy there of who does."""
    if viewer.kind != "person":
        return False
    own, today = heads_stood_in_for(viewer, body_id), clock.today()
    holding = (
        select(PostHolding.id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.body_id == body_id, Post.is_head.is_(True), PostHolding.person_id.in_(own))
        .where(PostHolding.is_valid_on(today))
    )
    return db.session.scalar(holding.limit(1)) is not None


def contacts(body_id: int, day: date) -> Sequence[Any]:
    """The people of a body as (name, phone), its focal officer first."""
    return db.session.execute(
        select(Person.name, Person.phone, Membership.is_focal)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.body_id == body_id, Membership.is_valid_on(day), Person.is_enabled.is_(True))
        .order_by(Membership.is_focal.desc(), Person.sort_key)
        .limit(20)
    ).all()


def soon_on() -> date:
    """The last day that counts as due soon: the office's three working days from today (decision 7)."""
    today = clock.today()
    return add_working_days(
        today, office_rules().due_soon_days, exceptions(today, today + timedelta(days=31))
    )
