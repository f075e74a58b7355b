"""The dashboard's own figures: one condition for each, which its list uses too."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.home.queries import Days
from tracker.home.queries.desk import condition, require_all_in_sight
from tracker.links.models import MailedLink
from tracker.outbox.models import Letter, LetterAssignment
from tracker.overview.rules import AGES, FRESHNESS, SHOWN, STAGES, Asked, top_of
from tracker.reviews.queries.counting import NUMBER, bucket_sql
from tracker.reviews.rules import CELLS
from tracker.sight import kept
from tracker.tasks.models import Task

A = Assignment
WEEK = 7  # days
Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Moment:
    """The days the figures speak of. `since`: work given from this day on is followed from letter to end."""

    days: Days
    since: date

    @property
    def today(self) -> date:
        return self.days.today


def late_for(first: int, last: int | None, moment: Moment) -> ColumnElement[bool]:
    """Overdue by so many days; by so many or more where there is no last."""
    late = and_(condition("late", moment.days), A.due_on <= moment.today - timedelta(days=first))
    return late if last is None else and_(late, A.due_on >= moment.today - timedelta(days=last))


def ages(viewer: Viewer, moment: Moment) -> dict[str, int]:
    """How many are overdue by age; one statement over the desk's own index."""
    require_all_in_sight(viewer)
    counted = (
        select(func.count(A.id)).where(late_for(*bounds, moment)).scalar_subquery()
        for bounds in AGES.values()
    )
    return dict(zip(AGES, _one(("ages", moment), select(*counted)), strict=True))


def _one(key: Hashable, statement: Select[Any]) -> Row[Any]:
    """The one row of figures, kept under the key: each counts all that is open."""
    return kept(key, lambda: db.session.execute(statement).one())


def reported_late(viewer: Viewer) -> int:
    """Reported after the due day and waiting for the office: no longer owed, and counted overdue by the review."""
    require_all_in_sight(viewer)
    late = and_(A.state == "submitted", A.mode == "giao", A.reported_on > A.due_on)
    counted = select(func.count(A.id)).where(late, A.deadline_kind != "standing")
    return int(_one("reported late", counted)[0])


_SENT = exists().where(
    LetterAssignment.assignment_id == A.id,
    LetterAssignment.letter_id == Letter.id,
    Letter.state == "sent",
)
_OPENED = exists().where(MailedLink.assignment_id == A.id, MailedLink.opened_at.is_not(None))
_STAGE: dict[str, ColumnElement[bool]] = {
    "given": true(),
    "sent": _SENT,
    "opened": or_(A.received_at.is_not(None), A.last_report_at.is_not(None), _OPENED),
    "received": A.received_at.is_not(None),
    "updated": A.last_report_at.is_not(None),
    "done": A.confirmed_on.is_not(None),
}
"""Who has taken work or reported has seen it, by whichever door: opening a page while signed in is not recorded."""


def _followed(since: date) -> ColumnElement[bool]:
    return and_(A.mode == "giao", A.assigned_on >= since, A.state != "cancelled")


def stages(viewer: Viewer, moment: Moment) -> dict[str, int]:
    """How far what was given lately has come: two stretches of the review's index, never the whole table."""
    require_all_in_sight(viewer)
    halves = (
        select(*(_mark(stage) for stage in STAGES)).where(half, _followed(moment.since))
        for half in (A.confirmed_on.is_(None), A.confirmed_on >= moment.since)
    )
    rows = union_all(*halves).subquery()
    sums = (func.coalesce(func.sum(rows.c[stage]), 0) for stage in STAGES)
    return dict(zip(STAGES, map(int, _one(("stages", moment), select(*sums))), strict=True))


def _mark(stage: str) -> ColumnElement[int]:
    return (literal(1) if stage == "given" else case((_STAGE[stage], 1), else_=0)).label(stage)


def _fresh(part: str, days: Days) -> ColumnElement[bool]:
    """Owed work by when it was last heard of; what nobody has reported on counts from the day it was given."""
    silent = condition("silent", days)
    week = max(days.today - timedelta(days=WEEK), days.silent_on + timedelta(days=1))
    recent = or_(
        and_(A.is_owed.is_(True), A.last_report_at >= clock.midnight(week)),
        and_(A.is_owed.is_(True), A.last_report_at.is_(None), A.assigned_on >= week),
    )
    between = case((or_(silent, recent), 0), else_=1) == 1  # NOT of what may be NULL would lose rows
    return {"silent": silent, "week": recent, "month": and_(A.is_owed.is_(True), between)}[part]


def freshness(viewer: Viewer, moment: Moment) -> dict[str, int]:
    """How much of what is owed was heard of lately; one statement over the index of silence."""
    require_all_in_sight(viewer)
    marks = (func.coalesce(func.sum(case((_fresh(part, moment.days), 1), else_=0)), 0) for part in FRESHNESS)
    counted = select(*marks).where(A.is_owed.is_(True))
    return dict(zip(FRESHNESS, map(int, _one(("freshness", moment), counted)), strict=True))


def _of_directive(directive_id: int) -> ColumnElement[bool]:
    return and_(
        A.directive_id == directive_id,
        A.mode == "giao",
        A.state != "cancelled",
        A.deadline_kind != "standing",
    )


def sections(viewer: Viewer, directive_id: int, today: date) -> dict[str, dict[str, int]]:
    """Each section of a directive, in its order, with how much of it stands in each block."""
    require_all_in_sight(viewer)
    cell = bucket_sql(today)
    found = db.session.execute(
        select(Task.section, cell.label("cell"), func.count(A.id), func.min(Task.position).label("place"))
        .join(Task, Task.id == A.task_id)
        .where(_of_directive(directive_id))
        .group_by(Task.section, "cell")
        .order_by("place")
    )
    block = {name: key for key, names in SHOWN.items() for name in names}
    made: dict[str, dict[str, int]] = {}
    for section, number, n, _ in found:
        blocks = made.setdefault(top_of(section), dict.fromkeys(SHOWN, 0))
        blocks[block[CELLS[number]]] += n
    return made


def _section(asked: Asked, moment: Moment) -> Conditions:
    inside = or_(Task.section == asked.section, Task.section.startswith(f"{asked.section}.", autoescape=True))
    of_section = A.task_id.in_(select(Task.id).where(Task.directive_id == asked.number, inside))
    if asked.part == "all":
        return [_of_directive(asked.number), of_section]
    cells = [NUMBER[cell] for cell in SHOWN[asked.part]]
    return [_of_directive(asked.number), of_section, bucket_sql(moment.today).in_(cells)]


def of_target(target_id: Any) -> ColumnElement[bool]:
    """The lead work that serves a target: whoever was given a task that points at it."""
    serving = select(Task.id).where(Task.target_id == target_id)
    return and_(A.task_id.in_(serving), A.state != "cancelled")


def _stage(asked: Asked, moment: Moment) -> Conditions:
    lately = or_(A.confirmed_on.is_(None), A.confirmed_on >= moment.since)
    return [lately, _followed(moment.since), _STAGE[asked.part]]


_CONDITIONS: dict[str, Callable[[Asked, Moment], Conditions]] = {
    "tuoi": lambda asked, moment: [late_for(*AGES[asked.part], moment)],
    "chang": _stage,
    "moi": lambda asked, moment: [_fresh(asked.part, moment.days)],
    "muc": _section,
    "dich": lambda asked, moment: [of_target(asked.number)],
}


def conditions(asked: Asked, moment: Moment) -> Conditions:
    """What the rows behind a figure have in common: the same condition that counted them."""
    return _CONDITIONS[asked.figure](asked, moment)
