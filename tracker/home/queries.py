"""What the first screens show: the desk's figures and rows, and the reports that wait for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.elements import ColumnElement

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body, BodyType
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.extensions.models import Extension
from tracker.files.models import StoredFile
from tracker.home.desk import VIEWS, Filters
from tracker.paging import CAP, Page, decode_key, page_of
from tracker.reminders.models import Reminder
from tracker.tasks.models import Task

A = Assignment
PAGE = 50


@dataclass(frozen=True, slots=True)
class Days:
    """The dates the desk's conditions speak of."""

    today: date
    soon_on: date
    silent_on: date


def condition(view: str, days: Days) -> ColumnElement[bool]:
    """One definition of each figure on the desk; the list below it uses the same."""
    given, owed = A.mode == "giao", A.is_owed.is_(True)
    silent_at = clock.midnight(days.silent_on + timedelta(days=1))
    conditions: dict[str, ColumnElement[bool]] = {
        "late": and_(given, A.is_overdue(days.today)),
        "soon": and_(given, owed, A.due_on >= days.today, A.due_on <= days.soon_on),
        "waiting": A.state == "submitted",
        "extension": exists().where(Extension.assignment_id == A.id, Extension.state == "asked"),
        "difficulty": exists().where(Difficulty.assignment_id == A.id, Difficulty.answered_at.is_(None)),
        "silent": and_(
            owed,
            or_(
                A.last_report_at < silent_at,
                and_(A.last_report_at.is_(None), A.assigned_on <= days.silent_on),
            ),
        ),
        "new": A.state == "assigned",
        "asked": and_(A.mode == "de_nghi", owed, A.due_on < days.today),
    }
    return conditions[view]


def _figure(view: str, viewer: Viewer, days: Days) -> Any:
    """How many, to one past the cap. Small tables are counted themselves, not looked up per row."""
    if view == "extension":
        rows = select(Extension.id).where(Extension.state == "asked")
    elif view == "difficulty":
        rows = select(Difficulty.id).where(Difficulty.answered_at.is_(None))
    else:
        rows = select(A.id).where(in_sight_of(viewer), condition(view, days))
    counted = rows.limit(CAP + 1).subquery()
    return select(func.count()).select_from(counted).scalar_subquery().label(view)


def figures(viewer: Viewer, days: Days) -> Any:
    """Every counter of the desk in one statement."""
    return db.session.execute(select(*(_figure(view, viewer, days) for view in VIEWS))).one()


def waiting_count(viewer: Viewer) -> int:
    """How many reports wait for the office (up to the cap)."""
    rows = select(A.id).where(in_sight_of(viewer), A.state == "submitted").limit(CAP + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def matching(viewer: Viewer, filters: Filters, days: Days) -> Select[Any]:
    """The assignments a filter means, as a statement of ids."""
    rows = select(A.id).where(in_sight_of(viewer), condition(filters.view, days))
    if filters.directive is not None:
        rows = rows.where(A.directive_id == filters.directive)
    if filters.body is not None:
        rows = rows.where(A.body_id == filters.body)
    if filters.type is not None:
        rows = rows.where(A.body_id.in_(select(Body.id).where(Body.type_id == filters.type)))
    if filters.days:
        rows = rows.where(A.due_on <= days.today - timedelta(days=filters.days))
    return rows


def desk_rows(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Page[Any]:
    """One page of the desk, the latest first, as tuples with all a row shows."""
    far = date(9999, 12, 31)
    due = A.due_on if filters.view in {"late", "soon", "asked"} else func.coalesce(A.due_on, literal(far))
    rows = (
        matching(viewer, filters, days)
        .with_only_columns(
            A.id,
            A.body_id,
            A.state,
            A.mode,
            A.due_on,
            A.deadline_kind,
            A.last_report_at,
            due.label("order_on"),
            Body.name.label("body"),
            Body.phone,
            Task.text,
            Task.section,
            A.directive_id,
            Directive.number,
            Directive.subject,
            exists()
            .where(Difficulty.assignment_id == A.id, Difficulty.answered_at.is_(None))
            .label("difficulty"),
            exists().where(Extension.assignment_id == A.id, Extension.state == "asked").label("extension"),
        )
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .order_by(due, A.id)
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, date, int)) is not None:
        rows = rows.where(or_(due > key[0], and_(due == key[0], A.id > key[1])))
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.order_on, row.id), size=PAGE)


def reminded(ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """How often and when last each assignment was reminded, by letter or telephone."""
    rows = db.session.execute(
        select(Reminder.assignment_id, func.count(), func.max(Reminder.at))
        .where(Reminder.assignment_id.in_(ids))
        .group_by(Reminder.assignment_id)
    )
    return {assignment_id: (n, at) for assignment_id, n, at in rows}


def late_by_body(body_ids: set[int], today: date) -> dict[int, int]:
    """How many tasks each body is late with."""
    rows = db.session.execute(
        select(A.body_id, func.count())
        .where(A.body_id.in_(body_ids), A.is_open.is_(True), A.is_overdue(today))
        .group_by(A.body_id)
    )
    return {body_id: n for body_id, n in rows}


def filter_names(filters: Filters) -> tuple[Sequence[Any], str, str]:
    """(types to choose from, the chosen directive's name, the chosen body's name)."""
    types = db.session.execute(select(BodyType.id, BodyType.name).order_by(BodyType.position)).all()
    chosen = db.session.execute(
        select(
            select(Directive.number).where(Directive.id == filters.directive).scalar_subquery(),
            select(Body.name).where(Body.id == filters.body).scalar_subquery(),
        )
    ).one()
    return types, chosen[0] or "", chosen[1] or ""


def waiting_rows(viewer: Viewer, after: str | None) -> Page[Any]:
    """Reports that wait for the office's word, the longest waiting first, each with what was said."""
    newest = select(func.max(Report.id)).where(Report.assignment_id == A.id, Report.withdrawn_at.is_(None))
    rows = (
        select(
            A.id,
            A.version,
            A.mode,
            A.due_on,
            A.reported_on,
            Body.name.label("body"),
            Task.text,
            Directive.number,
            Report.id.label("report_id"),
            Report.note,
            Report.result_number,
            Report.reported_at,
            Report.reporter_name,
        )
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(Report, Report.id == newest.correlate(A).scalar_subquery())
        .where(in_sight_of(viewer), A.state == "submitted")
        .order_by(A.reported_on, A.id)
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, date, int)) is not None:
        rows = rows.where(or_(A.reported_on > key[0], and_(A.reported_on == key[0], A.id > key[1])))
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.reported_on, row.id), size=PAGE)


def files_of(report_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """The evidence of each report."""
    reports = db.session.scalars(
        select(Report).where(Report.id.in_(report_ids)).options(selectinload(Report.files))
    )
    return {report.id: report.files for report in reports}
