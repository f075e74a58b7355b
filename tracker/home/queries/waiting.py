"""The reports that wait for the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.files.models import StoredFile
from tracker.paging import Page, capped_count, decode_key, page_of
from tracker.tasks.models import Task

A = Assignment
REPORTS = 20  # on a page: each is read, not scanned


def waiting_since(viewer: Viewer, day: date) -> int:
    """How many reports came before a day and wait still (up to the cap)."""
    rows = select(A.id).where(in_sight_of(viewer), A.state == "submitted", A.reported_on < day)
    return db.session.scalar(capped_count(rows)) or 0


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
            Body.phone,
            Task.text,
            Task.expected_output,
            Task.section,
            Directive.number,
            Directive.subject,
            Report.id.label("report_id"),
            Report.note,
            Report.result_number,
            Report.result_on,
            Report.reported_at,
            Report.reporter_name,
        )
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(Report, Report.id == newest.correlate(A).scalar_subquery())
        .where(in_sight_of(viewer), A.state == "submitted")
        .order_by(A.reported_on, A.id)
        .limit(REPORTS + 1)
    )
    if (key := decode_key(after, date, int)) is not None:
        rows = rows.where(or_(A.reported_on > key[0], and_(A.reported_on == key[0], A.id > key[1])))
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.reported_on, row.id), size=REPORTS)


def files_of(report_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """The evidence of each report."""
    reports = db.session.scalars(
        select(Report).where(Report.id.in_(report_ids)).options(selectinload(Report.files))
    )
    return {report.id: report.files for report in reports}
