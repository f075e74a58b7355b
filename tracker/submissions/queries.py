"""Reading what is put before leaders: a leader his own pages, the office and the auditor everybody's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import joinedload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.people.models import Person
from tracker.submissions.models import Submission, SubmittedWork
from tracker.tasks.models import Task

W = SubmittedWork
LONGEST_LIST = 500  # work on one page: more than anybody reads


def _in_sight_of(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.sees_all:
        raise NotFound("submission")
    if viewer.role != "leader":
        return true()
    return Submission.leader_id.in_({viewer.id, *(stand.person_id for stand in viewer.stands if stand.lends)})


def leaders() -> Sequence[Any]:
    """(id, name) of everybody work can be put before."""
    there = (Person.role == "leader", Person.is_enabled.is_(True))
    return db.session.execute(select(Person.id, Person.name).where(*there).order_by(Person.sort_key)).all()


def leader(person_id: int) -> Person:
    """Whoever work is to be put before. Raises NotFound."""
    found = db.session.get(Person, person_id)
    if found is None or found.role != "leader":
        raise NotFound("person")
    return found


def card(viewer: Viewer, submission_id: int) -> Submission:
    """One page put before a leader. Raises NotFound."""
    found = db.session.scalar(
        select(Submission)
        .where(_in_sight_of(viewer), Submission.id == submission_id)
        .options(joinedload(Submission.leader))
    )
    if found is None:
        raise NotFound("submission")
    return found


def rows(viewer: Viewer, after: str | None) -> Page[Any]:
    """Pages put before leaders, the newest first, as tuples with how much work each has and how much waits."""
    there = (W.submission_id == Submission.id, W.withdrawn_at.is_(None))
    number = select(func.count()).where(*there).correlate(Submission).scalar_subquery()
    waiting = select(func.count()).where(*there, W.answer == "").correlate(Submission).scalar_subquery()
    found = (
        select(Submission.id, Submission.proposal, Submission.made_by, Submission.made_at, Person.name)
        .add_columns(number.label("number"), waiting.label("waiting"))
        .join(Person, Person.id == Submission.leader_id)
        .where(_in_sight_of(viewer))
        .order_by(Submission.id.desc())
        .limit(PAGE + 1)
    )
    if (key := decode_key(after, int)) is not None:
        found = found.where(Submission.id < key[0])
    return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))


def works(viewer: Viewer, submission_id: int) -> Sequence[Any]:
    """The work on a page, by body, with what the leader said to each; what the office took back is left out."""
    return db.session.execute(
        select(
            W.assignment_id, W.answer, W.words, W.answered_at, W.answered_by,
            Assignment.state, Assignment.mode, Assignment.due_on, Assignment.reported_on,
            Body.name, Body.id.label("body_id"), Task.text, Task.section, Directive.number, Directive.subject,
        )
        .join(Submission, Submission.id == W.submission_id)
        .join(Assignment, Assignment.id == W.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(_in_sight_of(viewer), W.submission_id == submission_id, W.withdrawn_at.is_(None))
        .order_by(Body.sort_key, Body.id, Assignment.due_on, Assignment.id)
        .limit(LONGEST_LIST)
    ).all()  # fmt: skip


def is_anything_left(submission_id: int) -> bool:
    """Whether the office has left anything on a page."""
    left = select(W.assignment_id).where(W.submission_id == submission_id, W.withdrawn_at.is_(None))
    return db.session.scalar(left.limit(1)) is not None


def before(leader_id: int, assignment_ids: Collection[int]) -> set[int]:
    """Those of the assignments that wait for this leader's word already."""
    waits = select(W.assignment_id).join(Submission, Submission.id == W.submission_id)
    waits = waits.where(W.assignment_id.in_(assignment_ids), W.answer == "", W.withdrawn_at.is_(None))
    return set(db.session.scalars(waits.where(Submission.leader_id == leader_id)))
