"""Reading assignments: one with all its page shows, a body's own list, what was sent about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment, Coordinator, Report
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.outbox.models import Letter, LetterAssignment
from tracker.paging import CAP, PAGE, Page, decode_key, page_of
from tracker.people.models import Membership, Person
from tracker.reminders.models import Reminder
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days

LATELY = 30  # calendar days that finished work stays on a body's list
VIEWS = ("owed", "late", "soon", "returned", "waiting", "done")


def in_sight_of(viewer: Actor) -> ColumnElement[bool]:
    """The condition every read starts from: all, or what one's body leads or works on with others."""
    if getattr(viewer, "sees_all", False):
        return true()
    helping = exists().where(
        Coordinator.assignment_id == Assignment.id, Coordinator.body_id.in_(viewer.body_ids)
    )
    return or_(_led_by(viewer), helping)


def card(viewer: Actor, assignment_id: int) -> Assignment:
    """An assignment with everything its page shows of it. Raises NotFound."""
    found = db.session.scalar(
        select(Assignment)
        .where(in_sight_of(viewer), Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.task).joinedload(Task.directive),
            joinedload(Assignment.body),
            joinedload(Assignment.post),
            selectinload(Assignment.reports).selectinload(Report.files),
            selectinload(Assignment.decisions),
            selectinload(Assignment.coordinators).joinedload(Coordinator.body),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("assignment")
    return found


def bare(viewer: Actor, assignment_id: int) -> Assignment:
    """The row alone, for a verb of the body that leads it or of the office. Raises NotFound."""
    found = db.session.get(Assignment, assignment_id)
    if found is None or not (getattr(viewer, "sees_all", False) or found.body_id in viewer.body_ids):
        raise NotFound("assignment")
    return found


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


def told(viewer: Actor, assignment_id: int) -> list[Any]:
    """Letters and calls about an assignment, newest first, as tuples; a letter has `to_addr`, a call has not."""
    reminder = (Reminder.step, Reminder.how, Reminder.by, Reminder.note)
    letters = db.session.execute(
        select(
            Letter.id,
            func.coalesce(Letter.sent_at, Letter.due_at).label("at"),
            Letter.kind,
            Letter.subject,
            Letter.to_addr,
            Letter.state,
            Letter.sent_at,
            Letter.last_reply,
            *reminder,
        )
        .join(LetterAssignment, LetterAssignment.letter_id == Letter.id)
        .outerjoin(
            Reminder,
            and_(Reminder.letter_id == Letter.id, Reminder.assignment_id == LetterAssignment.assignment_id),
        )
        .where(LetterAssignment.assignment_id == assignment_id)
    ).all()
    calls = db.session.execute(
        select(Reminder.id, Reminder.at, *reminder).where(
            Reminder.assignment_id == assignment_id, Reminder.letter_id.is_(None)
        )
    ).all()
    return sorted([*letters, *calls], key=lambda row: row.at, reverse=True)


def contacts(body_id: int, day: date) -> Sequence[Any]:
    """The people of a body as (name, phone), its focal officer first."""
    return db.session.execute(
        select(Person.name, Person.phone, Membership.is_focal)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.body_id == body_id, Membership.is_valid_on(day), Person.is_enabled.is_(True))
        .order_by(Membership.is_focal.desc(), Person.sort_key)
        .limit(20)
    ).all()


def body_names(ids: Iterable[int]) -> list[str]:
    """The names of bodies in Vietnamese order."""
    return list(db.session.scalars(select(Body.name).where(Body.id.in_(list(ids))).order_by(Body.sort_key)))


def soon_on() -> date:
    """The last day that counts as due soon: the office's three working days from today (decision 7)."""
    today = clock.today()
    return add_working_days(
        today, office_rules().due_soon_days, exceptions(today, today + timedelta(days=31))
    )


def own_rows(viewer: Actor, view: str, today: date, soon: date, after: str | None = None) -> Page[Any]:
    """One page of a body's own work, the earliest due first and undated last, as tuples with all a row shows."""
    rows = _columns().where(_led_by(viewer), _condition(view, today, soon))
    key = decode_key(after, date | None, int)
    found: list[Any] = []
    if view == "done":
        found = list(db.session.execute(_newest_first(rows, key)).all())
        return page_of(found, key=lambda row: (row.confirmed_on, row.id))
    if key is None or key[0] is not None:
        dated = rows.where(Assignment.due_on.is_not(None)).order_by(Assignment.due_on, Assignment.id)
        if key is not None:
            dated = dated.where(_beyond(key))
        found = list(db.session.execute(dated.limit(PAGE + 1)).all())
    if len(found) <= PAGE:
        undated = rows.where(Assignment.due_on.is_(None)).order_by(Assignment.id)
        if key is not None and key[0] is None:
            undated = undated.where(Assignment.id > key[1])
        found += db.session.execute(undated.limit(PAGE + 1 - len(found))).all()
    return page_of(found, key=lambda row: (row.due_on, row.id))


def own_counts(viewer: Actor, today: date, soon: date) -> Any:
    """The counters of a body's list, one column a view, each up to the cap; one statement."""
    columns = []
    for view in VIEWS:
        rows = select(Assignment.id).where(_led_by(viewer), _condition(view, today, soon)).limit(CAP + 1)
        columns.append(select(func.count()).select_from(rows.subquery()).scalar_subquery().label(view))
    return db.session.execute(select(*columns)).one()


def _led_by(viewer: Actor) -> ColumnElement[bool]:
    if len(viewer.body_ids) == 1:
        return Assignment.body_id == next(iter(viewer.body_ids))  # one value keeps the index's order
    return Assignment.body_id.in_(viewer.body_ids)


def _condition(view: str, today: date, soon: date) -> ColumnElement[bool]:
    """What each counter of a body's list counts, and the list below it shows."""
    owed = and_(Assignment.is_open.is_(True), Assignment.is_owed.is_(True))
    conditions: dict[str, ColumnElement[bool]] = {
        "owed": owed,
        "late": and_(Assignment.is_open.is_(True), Assignment.is_overdue(today)),
        "soon": and_(owed, Assignment.due_on >= today, Assignment.due_on <= soon),
        "returned": and_(Assignment.is_open.is_(True), Assignment.state == "returned"),
        "waiting": and_(Assignment.is_open.is_(True), Assignment.state == "submitted"),
        "done": and_(
            Assignment.state == "completed", Assignment.confirmed_on >= today - timedelta(days=LATELY)
        ),
    }
    return conditions[view]


def _columns() -> Any:
    return (
        select(
            Assignment.id,
            Assignment.state,
            Assignment.mode,
            Assignment.due_on,
            Assignment.deadline_kind,
            Assignment.reported_on,
            Assignment.confirmed_on,
            Task.text,
            Task.section,
            Directive.number,
            Directive.subject,
            Directive.demands_file,
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
    )


def _beyond(key: tuple[Any, ...]) -> ColumnElement[bool]:
    """After a row in the order by (due_on, id); the first half lets the index begin there."""
    due_on, id = key
    return and_(Assignment.due_on >= due_on, or_(Assignment.due_on > due_on, Assignment.id > id))


def _newest_first(rows: Select[Any], key: tuple[Any, ...] | None) -> Select[Any]:
    rows = rows.order_by(Assignment.confirmed_on.desc(), Assignment.id.desc()).limit(PAGE + 1)
    if key is None:
        return rows
    day, id = key
    return rows.where(
        or_(Assignment.confirmed_on < day, and_(Assignment.confirmed_on == day, Assignment.id < id))
    )
