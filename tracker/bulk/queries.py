"""The chosen assignments as a bulk act sees them, and what became of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, Viewer
from tracker.assignments.models import Assignment, Evidence, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body, BodyType
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.queries import asked_for_time
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task

A = Assignment
ROWS = 200  # on a page of what became of a batch
_SHOWN = (
    A.id,
    A.version,
    A.state,
    A.mode,
    A.due_on,
    A.first_due_on,
    A.reported_on,
    A.last_report_at,
    A.task_id,
    A.directive_id,
    A.body_id,
    Body.name,
    Body.email,
    Body.phone,
    Body.version.label("body_version"),
    Task.text,
    Task.section,
    Directive.number,
    Directive.subject,
    (Directive.ending != "").label("is_ended"),
    asked_for_time.label("asks"),
)


def chosen(viewer: Actor, ids: Iterable[int]) -> Sequence[Any]:
    """The assignments in sight among these, by body, with all a bulk act asks of them."""
    return db.session.execute(
        select(*_SHOWN)
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .where(in_sight_of(viewer), A.id.in_(list(ids)))
        .order_by(Body.sort_key, A.body_id, A.due_on, A.id)
    ).all()


def works(ids: Collection[int]) -> Sequence[Assignment]:
    """The rows themselves, read anew and held until the transaction ends, the lowest id first."""
    rows = select(A).where(A.id.in_(ids)).order_by(A.id).with_for_update()
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def bodies(ids: Collection[int]) -> dict[int, Body]:
    """Bodies by id, read anew and held until the transaction ends."""
    rows = select(Body).where(Body.id.in_(ids)).order_by(Body.id).with_for_update()
    return {body.id: body for body in db.session.scalars(rows.execution_options(populate_existing=True))}


def hold_directives(ids: Collection[int]) -> None:
    """Hold directives until the transaction ends, the lowest id first."""
    db.session.execute(
        select(Directive.id).where(Directive.id.in_(ids)).order_by(Directive.id).with_for_update()
    )


def mailboxes(viewer: Actor, ids: Collection[int]) -> Sequence[Any]:
    """(id, version, name, email, phone) of bodies, in Vietnamese order."""
    policy.require(viewer, "body.edit")
    rows = select(Body.id, Body.version, Body.name, Body.email, Body.phone).where(Body.id.in_(ids))
    return db.session.execute(rows.order_by(Body.sort_key, Body.id)).all()


def batch(viewer: Viewer, batch_id: int) -> BulkBatch:
    """One bulk act. Raises NotFound for whoever does not see all bodies."""
    found = db.session.get(BulkBatch, batch_id) if viewer.sees_all else None
    if found is None:
        raise NotFound("batch")
    return found


def batches(viewer: Viewer, after: str | None) -> Page[Any]:
    """Bulk acts, the newest first. Raises NotFound for whoever does not see all bodies."""
    if not viewer.sees_all:
        raise NotFound("batch")
    B = BulkBatch
    found = select(B.id, B.verb, B.made_by, B.made_at, B.done, B.left_out, B.undone).order_by(B.id.desc())
    if (key := decode_key(after, int)) is not None:
        found = found.where(B.id < key[0])
    return page_of(db.session.execute(found.limit(PAGE + 1)).all(), key=lambda row: (row.id,))


def outcomes(viewer: Viewer, batch_id: int, after: str | None) -> Page[Any]:
    """What became of each row of a batch, a page at a time: what was done first, then what was left out."""
    batch(viewer, batch_id)
    R = BulkRow
    found = (
        select(
            R.id, R.reason, R.facts, R.undone, R.assignment_id, R.body_id, R.directive_id,
            func.coalesce(Body.name, "").label("name"), func.coalesce(Task.text, "").label("text"),
            func.coalesce(Directive.number, "").label("number"), Directive.subject, Directive.kind,
        )
        .outerjoin(Body, Body.id == R.body_id)
        .outerjoin(A, A.id == R.assignment_id)
        .outerjoin(Task, Task.id == A.task_id)
        .outerjoin(Directive, Directive.id == func.coalesce(R.directive_id, A.directive_id))
        .where(R.batch_id == batch_id)
        .order_by(R.reason, R.id)
    )  # fmt: skip
    if (key := decode_key(after, str, int)) is not None:
        found = found.where((R.reason > key[0]) | ((R.reason == key[0]) & (R.id > key[1])))
    return page_of(
        db.session.execute(found.limit(ROWS + 1)).all(), key=lambda row: (row.reason, row.id), size=ROWS
    )


def done_rows(batch_id: int) -> Sequence[BulkRow]:
    """What a batch did and nobody took back yet."""
    there = (BulkRow.batch_id == batch_id, BulkRow.reason == "", BulkRow.undone == "")
    return db.session.scalars(select(BulkRow).where(*there).order_by(BulkRow.id)).all()


def said(ids: Collection[int]) -> dict[int, Any]:
    """Assignment to the last report on it that stands: (assignment_id, note, result_number, reporter_name, files)."""
    newest = select(func.max(Report.id)).where(Report.assignment_id.in_(ids), Report.withdrawn_at.is_(None))
    files = select(func.count()).where(Evidence.report_id == Report.id).correlate(Report).scalar_subquery()
    rows = select(
        Report.assignment_id, Report.note, Report.result_number, Report.reporter_name, files.label("files")
    ).where(Report.id.in_(newest.group_by(Report.assignment_id)))
    return {row.assignment_id: row for row in db.session.execute(rows)}


def there_are() -> Sequence[Any]:
    """(id, name) of the bodies there are today, by type, in Vietnamese order."""
    return db.session.execute(
        select(Body.id, Body.name)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.is_valid_on(clock.today()))
        .order_by(BodyType.position, BodyType.id, Body.sort_key, Body.id)
    ).all()


def given_to(body_id: int, task_id: int) -> int | None:
    """The assignment by which a body was given a task last."""
    return db.session.scalar(select(func.max(A.id)).where(A.body_id == body_id, A.task_id == task_id))


def versions(ids: Collection[int]) -> dict[int, int]:
    """Assignments and the versions they stand at; held until the transaction ends."""
    rows = select(A.id, A.version).where(A.id.in_(ids)).order_by(A.id).with_for_update()
    return {id: version for id, version in db.session.execute(rows)}
