"""What each filter of the desk leaves in, as conditions with places to fill; one definition for list and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
    true,
)

from tracker import clock
from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body, BodyPlace
from tracker.db import KEY, UtcDateTime
from tracker.difficulties.models import Difficulty
from tracker.directives.rules import RANKS
from tracker.home.desk import Filters
from tracker.home.filters import NOBODY
from tracker.officials.queries import followed_by, followed_by_nobody
from tracker.reminders.models import Reminder
from tracker.reviews.rules import span
from tracker.tasks.models import Task

A = Assignment
Narrowed = frozenset[tuple[str, str]]
"""The filters in force by name, with their value where it decides how the statement reads."""


@dataclass(frozen=True, slots=True)
class Days:
    """The dates the desk's conditions speak of; `silent_at` is the first moment after `silent_on`."""

    today: date
    soon_on: date
    silent_on: date
    silent_at: datetime

    @classmethod
    def of(cls, today: date, soon_on: date, silent_on: date) -> Days:
        """The dates, with the moment that follows from them."""
        return cls(today, soon_on, silent_on, clock.end_of(silent_on))


_TYPES: dict[str, Any] = {"silent_at": UtcDateTime}
_PLACES: list[Any] = [bindparam(each.name, type_=_TYPES.get(each.name, Date)) for each in fields(Days)]
BOUND = Days(*_PLACES)
"""The same as places in a statement, so that the desk's statements are made once and not for every request."""

SHAPING = ("role", "time", "obstacle")
OF_BODIES = ("type", "area", "body")


def narrowed(filters: Filters) -> Narrowed:
    """Which filters leave rows out. The body's are looked for where the role says."""
    found = {(name, str(getattr(filters, name)) if name in SHAPING else "") for name in filters.narrowing}
    for name in ("official", "reminded"):
        if getattr(filters, name) == 0:
            found = found - {(name, "")} | {(name, "0")}
    return frozenset(found)


def values(filters: Filters, days: Days, period_first_day: int) -> dict[str, Any]:
    """What stands in the places of the desk's statements."""
    found: dict[str, Any] = {each.name: getattr(days, each.name) for each in fields(days)}
    found |= {name: getattr(filters, name) for name in filters.narrowing if name not in SHAPING}
    if filters.days is not None:
        found["late_on"] = days.today - timedelta(days=found.pop("days"))
    if filters.section is not None:
        found["below"] = f"{filters.section}."
    if filters.urgency is not None:
        found["urgency"] = RANKS[filters.urgency]
    if filters.heard is not None:
        found["heard_at"] = clock.midnight(filters.heard)
    if filters.period is not None and (days_of := span(found.pop("period"), period_first_day)):
        found |= {"period_from": days_of.first_on, "period_to": days_of.cut_on}
    return found


def conditions(filters: Narrowed, *, is_few: bool = False) -> list[ColumnElement[bool]]:
    """What all filters in force ask of a row. `is_few`: so few that a body's index is not gone through."""
    stated = dict(filters)
    found = [
        of_filter(shape) for name, of_filter in CONDITIONS.items() if (shape := stated.get(name)) is not None
    ]
    if "role" in stated or stated.keys() & set(OF_BODIES):
        found.append(_of_bodies(stated, func.coalesce(A.body_id, null()) if is_few else A.body_id))
    return found


def _of_bodies(stated: Mapping[str, str], lead: Any) -> ColumnElement[bool]:
    """Kind, area and body of whoever leads, of whoever works with the lead, or of either."""
    leads = _is_body(stated, lead)
    helps = exists().where(Coordinator.assignment_id == A.id, _is_body(stated, Coordinator.body_id))
    return {"helping": helps, "either": or_(leads, helps)}.get(stated.get("role", ""), leads)


def _is_body(stated: Mapping[str, str], body_id: Any) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    if "body" in stated:
        asked.append(body_id == bindparam("body"))
    if "type" in stated:
        asked.append(body_id.in_(select(Body.id).where(Body.type_id == bindparam("type"))))
    if "area" in stated:
        asked.append(body_id.in_(_within()))
    return and_(*asked)


@cache
def _within() -> Select[Any]:
    """A body and all that stand below it today, however deep."""
    within = select(Body.id.label("id")).where(Body.id == bindparam("area")).cte("within", recursive=True)
    below = select(BodyPlace.body_id).join(within, BodyPlace.parent_id == within.c.id)
    within = within.union(below.where(BodyPlace.is_valid_on(BOUND.today)))
    return select(within.c.id)


def _section(shape: str) -> ColumnElement[bool]:
    """The place itself and those within it: 1 is 1.2 too, and is not 10."""
    below = bindparam("below", type_=String)
    here = or_(
        Task.section == bindparam("section"), func.substr(Task.section, 1, func.length(below)) == below
    )
    return exists().where(Task.id == A.task_id, here)


def _time(shape: str) -> ColumnElement[bool]:
    owed, done = A.is_owed.is_(True), A.state == "completed"
    late = func.coalesce(A.reported_on, BOUND.today) > A.due_on
    asked: dict[str, ColumnElement[bool]] = {
        "late": and_(A.is_overdue(BOUND.today)),
        "soon": and_(owed, A.due_on >= BOUND.today, A.due_on <= BOUND.soon_on),
        "ahead": and_(owed, A.due_on > BOUND.soon_on),
        "undated": and_(owed, A.due_on.is_(None)),
        "done_in_time": and_(done, or_(A.due_on.is_(None), ~late)),
        "done_late": and_(done, A.due_on.is_not(None), late),
    }
    return asked[shape]


def _obstacle(shape: str) -> ColumnElement[bool]:
    has = exists().where(Difficulty.assignment_id == A.id)
    return {"open": has.where(Difficulty.answered_at.is_(None)), "any": has, "none": ~has}[shape]


def _reminded(shape: str) -> ColumnElement[bool]:
    if shape:
        return ~exists().where(Reminder.assignment_id == A.id)
    times = select(func.count()).where(Reminder.assignment_id == A.id).correlate(A).scalar_subquery()
    return times >= bindparam("reminded")


def _heard(shape: str) -> ColumnElement[bool]:
    """Last heard of before a day; what was never reported on counts from the day it was given."""
    never = and_(A.last_report_at.is_(None), A.assigned_on < bindparam("heard", type_=Date))
    return or_(A.last_report_at < bindparam("heard_at", type_=UtcDateTime), never)


def _official(shape: str) -> ColumnElement[bool]:
    if shape == str(NOBODY):
        return followed_by_nobody(A.directive_id, A.body_id)
    return followed_by(bindparam("official", type_=KEY), A.directive_id, A.body_id)


def _late(shape: str) -> ColumnElement[bool]:
    return and_(A.is_owed.is_(True), A.due_on <= bindparam("late_on", type_=Date))


def _period(shape: str) -> ColumnElement[bool]:
    return A.due_on.between(bindparam("period_from", type_=Date), bindparam("period_to", type_=Date))


CONDITIONS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "directive": lambda _: A.directive_id == bindparam("directive"),
    "section": _section,
    "task": lambda _: A.task_id == bindparam("task"),
    "state": lambda _: A.state == bindparam("state"),
    "time": _time,
    "days": _late,
    "kind": lambda _: A.deadline_kind == bindparam("kind"),
    "period": _period,
    "urgency": lambda _: A.urgency <= bindparam("urgency"),
    "obstacle": _obstacle,
    "reminded": _reminded,
    "heard": _heard,
    "official": _official,
}
