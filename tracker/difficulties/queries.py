"""Reading difficulties: the queues for the office and for leaders, a body's own, those others have met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Report
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db, fetch
from tracker.difficulties.models import Difficulty, SharedDifficulty
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task

SHOWN = 5  # beside a body's list
STANDS = Report.withdrawn_at.is_(None)


_MET = (
    select(func.count(SharedDifficulty.id))
    .where(SharedDifficulty.difficulty_id == Difficulty.id)
    .correlate(Difficulty)
    .scalar_subquery()
)
_REPORTED = aliased(Assignment)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands in the way of one assignment, and what other bodies have met on the same task; the newest first."""

    own: tuple[Any, ...]
    others: tuple[Any, ...]


def around(viewer: Viewer, assignment_id: int) -> Around:
    """The body's own, and of others those nobody has answered and those this body said it has met too.

    Others come without the names of their bodies: a body sees no other's work.
    """
    own = Difficulty.assignment_id == assignment_id
    told = or_(own, Difficulty.answered_at.is_(None), SharedDifficulty.id.is_not(None))
    found = _on_the_task(own.label("is_own")).where(in_sight_of(viewer), Assignment.id == assignment_id, told)
    rows = db.session.execute(found.order_by(own.desc(), Difficulty.id.desc()).limit(PAGE)).all()
    others = tuple(row for row in rows if not row.is_own)
    return Around(tuple(row for row in rows if row.is_own), others[:SHOWN])


def to_share(viewer: Viewer, difficulty_id: int, assignment_id: int) -> tuple[Difficulty, Assignment]:
    """A difficulty of the same task that the body of this assignment may say it has met. Raises NotFound."""
    same = _on_the_task().where(
        in_sight_of(viewer), Assignment.id == assignment_id, Difficulty.id == difficulty_id
    )
    if db.session.execute(same).first() is None:
        raise NotFound("difficulty")
    return db.session.get_one(Difficulty, difficulty_id), db.session.get_one(Assignment, assignment_id)


def _on_the_task(*more: Any) -> Any:
    """Difficulties of the task of an assignment, by itself or by other bodies, and whether its body met theirs."""
    mine = and_(
        SharedDifficulty.difficulty_id == Difficulty.id, SharedDifficulty.assignment_id == Assignment.id
    )
    return (
        select(
            Difficulty.id,
            Difficulty.report_id,
            Difficulty.what,
            Difficulty.asked_of,
            Difficulty.proposal,
            Difficulty.raised_on,
            Difficulty.answer,
            Difficulty.answered_at,
            Difficulty.answered_by,
            _MET.label("met"),
            SharedDifficulty.id.label("mine"),
            *more,
        )
        .join(Report, Report.id == Difficulty.report_id)
        .join(_REPORTED, _REPORTED.id == Difficulty.assignment_id)
        .join(Assignment, Assignment.task_id == _REPORTED.task_id)
        .outerjoin(SharedDifficulty, mine)
        .where(or_(_REPORTED.id == Assignment.id, _REPORTED.body_id != Assignment.body_id), STANDS)
    )


def report_of(difficulty_id: int) -> int:
    """The report that brought a difficulty just written."""
    return db.session.get_one(Difficulty, difficulty_id).report_id


def card(viewer: Viewer, difficulty_id: int) -> Difficulty:
    """One difficulty with its assignment. Raises NotFound."""
    found = db.session.scalar(
        select(Difficulty)
        .join(Difficulty.assignment)
        .where(in_sight_of(viewer), Difficulty.id == difficulty_id)
        .options(joinedload(Difficulty.assignment))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("difficulty")
    return found


def open_of_bodies(viewer: Viewer) -> tuple[Any, ...]:
    """The oldest unanswered difficulties of the viewer's own bodies: assignment_id, what, raised_on."""
    bodies = list(viewer.body_ids)
    alone = len(bodies) == 1
    return fetch(_open_of_bodies(alone), **({"body": bodies[0]} if alone else {"bodies": bodies}))


@cache
def _open_of_bodies(alone: bool) -> Any:
    """Built once: building it costs more than running it; so does putting a list of one into it."""
    body = bindparam("body", type_=Integer)
    several = bindparam("bodies", type_=Integer, expanding=True)
    return (
        select(Difficulty.assignment_id, Difficulty.what, Difficulty.raised_on)
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .where(
            Assignment.body_id == body if alone else Assignment.body_id.in_(several),
            Difficulty.answered_at.is_(None),
            STANDS,
        )
        .order_by(Difficulty.raised_on, Difficulty.id)
        .limit(SHOWN)
    )


def waiting(viewer: Viewer) -> dict[str, int]:
    """How many wait for whom: level to number."""
    found = (
        select(Difficulty.level, func.count())
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .where(in_sight_of(viewer), STANDS, Difficulty.answered_at.is_(None))
        .group_by(Difficulty.level)
    )
    return {"office": 0, "leader": 0} | {level: number for level, number in db.session.execute(found)}


def rows(viewer: Viewer, *, level: str | None, after: str | None) -> Page[Any]:
    """Unanswered ones of a level, the longest waiting first; None: answered ones, the latest first.

    Tuples with all a row shows.
    """
    found = _shown().where(in_sight_of(viewer)).limit(PAGE + 1)
    if level is None:
        found = found.where(Difficulty.answered_at.is_not(None)).order_by(Difficulty.id.desc())
        if (last := decode_key(after, int)) is not None:
            found = found.where(Difficulty.id < last[0])
        return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))
    found = found.where(Difficulty.answered_at.is_(None), Difficulty.level == level).order_by(
        Difficulty.raised_on, Difficulty.id
    )
    if (key := decode_key(after, date, int)) is not None:
        day, id = key
        found = found.where(
            or_(Difficulty.raised_on > day, and_(Difficulty.raised_on == day, Difficulty.id > id))
        )
    return page_of(db.session.execute(found).all(), key=lambda row: (row.raised_on, row.id))


def row(viewer: Viewer, difficulty_id: int) -> Any:
    """One difficulty as a queue shows it. Raises NotFound."""
    found = db.session.execute(_shown().where(in_sight_of(viewer), Difficulty.id == difficulty_id)).first()
    if found is None:
        raise NotFound("difficulty")
    return found


def _shown() -> Any:
    """All that a row of a queue shows."""
    return (
        select(
            Difficulty.id,
            Difficulty.version,
            Difficulty.what,
            Difficulty.asked_of,
            Difficulty.proposal,
            Difficulty.raised_on,
            Difficulty.level,
            Difficulty.answer_due_on,
            Difficulty.passed_at,
            Difficulty.passed_by,
            Difficulty.passed_note,
            Difficulty.answer,
            Difficulty.answered_at,
            Difficulty.answered_by,
            Difficulty.assignment_id,
            _MET.label("met"),
            Body.name.label("body"),
            Body.phone,
            Task.text,
            Directive.number,
        )
        .join(Report, Report.id == Difficulty.report_id)
        .join(Assignment, Assignment.id == Difficulty.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(STANDS)
    )
