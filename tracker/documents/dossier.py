"""Reading everything of one directive a page at a time, for its archive. Who asks has been shown the directive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator, Evidence, Report
from tracker.audit.models import AuditLine
from tracker.audit.queries import Line, of_things
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive, DirectiveLink
from tracker.extensions.models import Extension
from tracker.files.models import StoredFile
from tracker.outbox.models import Letter, LetterAssignment
from tracker.tasks.models import Task

SIZE = 100
IN_ONE_LOOK = 50  # things whose lines of the log one statement asks for


def tasks(viewer: Viewer, directive: Directive) -> Sequence[Task]:
    """The tasks given out, in their order."""
    policy.require(viewer, "directive.archive", directive)
    rows = select(Task).where(Task.directive_id == directive.id, Task.state == "issued")
    return db.session.scalars(rows.order_by(Task.position, Task.id)).all()


def works(viewer: Viewer, task_id: int) -> Iterator[Assignment]:
    """Every assignment of a task with its reports, evidence, decisions and helpers."""
    rows = (
        select(Assignment)
        .where(Assignment.task_id == task_id)
        .options(
            joinedload(Assignment.body),
            joinedload(Assignment.post),
            selectinload(Assignment.decisions),
            selectinload(Assignment.reports).selectinload(Report.files),
            selectinload(Assignment.coordinators).joinedload(Coordinator.body),
        )
    )
    return _paged(rows, Assignment.id)


def difficulties(viewer: Viewer, ids: Sequence[int]) -> dict[int, list[Difficulty]]:
    """What stood in the way of some assignments, by assignment."""
    found: dict[int, list[Difficulty]] = {}
    rows = select(Difficulty).where(Difficulty.assignment_id.in_(ids)).order_by(Difficulty.id)
    for row in db.session.scalars(rows):
        found.setdefault(row.assignment_id, []).append(row)
    return found


def letters(viewer: Viewer, directive_id: int) -> Iterator[Letter]:
    """Every letter that speaks of an assignment of the directive, the first queued first."""
    spoken_of = (
        exists()
        .where(LetterAssignment.letter_id == Letter.id, LetterAssignment.assignment_id == Assignment.id)
        .where(Assignment.directive_id == directive_id)
    )
    return _paged(select(Letter).where(spoken_of), Letter.id)


def files(viewer: Viewer, directive: Directive) -> Iterator[StoredFile]:
    """The original and every file shown with a report."""
    shown = (
        exists()
        .where(Evidence.file_id == StoredFile.id, Evidence.report_id == Report.id)
        .where(Report.assignment_id == Assignment.id, Assignment.directive_id == directive.id)
    )
    which = or_(StoredFile.id == directive.file_id, shown) if directive.file_id else shown
    return _paged(select(StoredFile).where(which), StoredFile.id)


def lines(viewer: Viewer, directive_id: int) -> Iterator[Line]:
    """The log's lines about the directive and all that hangs on it, group by group, the newest of each first."""
    for things in _groups(directive_id):
        which: ColumnElement[bool] = AuditLine.thing.in_(things)
        page = of_things(viewer, which)
        yield from page.rows
        while page.next_key:
            page = of_things(viewer, which, page.next_key)
            yield from page.rows


def _groups(directive_id: int) -> Iterator[list[str]]:
    yield [f"directive:{directive_id}"]
    of_directive = Assignment.directive_id == directive_id
    for kind, ids in (
        ("directive_link", select(DirectiveLink.id).where(DirectiveLink.directive_id == directive_id)),
        ("task", select(Task.id).where(Task.directive_id == directive_id)),
        ("assignment", select(Assignment.id).where(of_directive)),
        (
            "extension",
            select(Extension.id)
            .join(Assignment, Assignment.id == Extension.assignment_id)
            .where(of_directive),
        ),
        (
            "difficulty",
            select(Difficulty.id)
            .join(Assignment, Assignment.id == Difficulty.assignment_id)
            .where(of_directive),
        ),
    ):
        found = db.session.scalars(ids).all()
        for first in range(0, len(found), IN_ONE_LOOK):
            yield [f"{kind}:{id}" for id in found[first : first + IN_ONE_LOOK]]


def _paged(rows: Any, key: Any) -> Iterator[Any]:
    """Rows by their key, a page in memory at a time; all in one read, as they stood when it began."""
    after = 0
    while True:
        page = db.session.scalars(rows.where(key > after).order_by(key).limit(SIZE)).unique().all()
        yield from page
        if len(page) < SIZE:
            return
        after = page[-1].id
        db.session.expunge_all()
