"""The desk: its figures, its rows and what stands beside them. Every statement is made once, with places to fill."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import CTE, Date, Select, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.rules import OWED
from tracker.bodies.models import Body, BodyType
from tracker.db import KEY, UtcDateTime, tuples
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.home.desk import VIEWS, Filters
from tracker.outbox.models import Letter
from tracker.paging import CAP, Page, decode_key, page_of
from tracker.reminders.models import Reminder, UrgeBatch
from tracker.settings.seldom import kept, marks_its_changes
from tracker.tasks.models import Task

A = Assignment
PAGE = 50
LATEST = 12  # directives to choose from; an older one is chosen from its own page


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
        return cls(today, soon_on, silent_on, clock.midnight(silent_on + timedelta(days=1)))


_TYPES: dict[str, Any] = {"silent_at": UtcDateTime}
_PLACES: list[Any] = [bindparam(each.name, type_=_TYPES.get(each.name, Date)) for each in fields(Days)]
BOUND = Days(*_PLACES)
_MORNING = bindparam("morning", type_=UtcDateTime)
NARROWING = ("directive", "type", "body", "days")
"""The same as places in a statement, so that the desk's statements are made once and not for every request."""


def condition(view: str, days: Days) -> ColumnElement[bool]:
    """One definition of each figure on the desk; the list below it uses the same."""
    given, owed = A.mode == "giao", A.is_owed.is_(True)
    conditions: dict[str, ColumnElement[bool]] = {
        "late": and_(given, A.is_overdue(days.today)),
        "soon": and_(given, owed, A.due_on >= days.today, A.due_on <= days.soon_on),
        "waiting": A.state == "submitted",
        "extension": exists().where(Extension.assignment_id == A.id, Extension.state == "asked"),
        "difficulty": exists().where(Difficulty.assignment_id == A.id, Difficulty.answered_at.is_(None)),
        "objected": A.state == "objected",
        "silent": or_(  # each half with all it needs, so that the index serves both
            and_(owed, A.last_report_at < days.silent_at),
            and_(owed, A.last_report_at.is_(None), A.assigned_on <= days.silent_on),
        ),
        "new": A.state == "assigned",
        "asked": and_(A.mode == "de_nghi", owed, A.due_on < days.today),
    }
    return conditions[view]


def _figure(view: str, narrowed: frozenset[str]) -> Any:
    """How many, to one past the cap. Small tables are counted themselves, not looked up per row."""
    rows: Select[Any]
    if view == "extension" and not narrowed:
        rows = select(Extension.assignment_id).where(Extension.state == "asked").distinct()
    elif view == "difficulty" and not narrowed:
        rows = select(Difficulty.assignment_id).where(Difficulty.answered_at.is_(None)).distinct()
    else:
        rows = _matching(view, narrowed)
    counted = rows.limit(CAP + 1).subquery()
    return select(func.count()).select_from(counted).scalar_subquery().label(view)


@cache
def _figures(narrowed: frozenset[str]) -> Select[Any]:
    urged = select(func.coalesce(func.sum(UrgeBatch.letters), 0)).where(UrgeBatch.sent_at >= _MORNING)
    return select(*(_figure(view, narrowed) for view in VIEWS), urged.scalar_subquery().label("urged"))


def figures(viewer: Viewer, filters: Filters, days: Days) -> Any:
    """Every counter of the desk under the filters in force, and how many letters were sent by hand today (`urged`)."""
    require_all_in_sight(viewer)
    values = _values(filters, days)
    [found] = tuples(_figures(_narrowed(filters)), **values, morning=clock.midnight(days.today))
    return found


def require_all_in_sight(viewer: Viewer) -> None:
    """The desk is for who sees everybody's work: its statements hold no condition of sight."""
    if not viewer.sees_all:
        raise NotFound("page")


def _narrowed(filters: Filters) -> frozenset[str]:
    """Which filters leave rows out."""
    return frozenset(name for name in NARROWING if getattr(filters, name) is not None)


def _values(filters: Filters, days: Days) -> dict[str, Any]:
    """What stands in the places of the desk's statements."""
    values = {each.name: getattr(days, each.name) for each in fields(days)}
    values |= {name: value for name in NARROWING if (value := getattr(filters, name)) is not None}
    if filters.days is not None:
        values["late_on"] = days.today - timedelta(days=values.pop("days"))
    return values


def matching(viewer: Viewer, filters: Filters, days: Days) -> Select[Any]:
    """The assignments a filter means, as a statement of ids."""
    require_all_in_sight(viewer)
    return _matching(filters.view, _narrowed(filters)).params(_values(filters, days))


@cache
def _matching(view: str, narrowed: frozenset[str]) -> Select[Any]:
    rows = select(A.id).where(condition(view, BOUND))
    if "directive" in narrowed:
        rows = rows.where(A.directive_id == bindparam("directive"))
    if "body" in narrowed:
        rows = rows.where(A.body_id == bindparam("body"))
    if "type" in narrowed:
        rows = rows.where(A.body_id.in_(select(Body.id).where(Body.type_id == bindparam("type"))))
    if "days" in narrowed:
        rows = rows.where(A.due_on <= bindparam("late_on"))
    return rows


_LAST = aliased(Reminder)
_OTHER = aliased(A)
_OPEN_DIFFICULTY = exists().where(Difficulty.assignment_id == A.id, Difficulty.answered_at.is_(None))
_ASKED_EXTENSION = exists().where(Extension.assignment_id == A.id, Extension.state == "asked")
_REMINDERS = select(func.count()).where(Reminder.assignment_id == A.id).correlate(A).scalar_subquery()
_LAST_ID = select(func.max(Reminder.id)).where(Reminder.assignment_id == A.id).correlate(A).scalar_subquery()
_SHOWN = (
    A.id,
    A.task_id,
    A.body_id,
    A.state,
    A.mode,
    A.due_on,
    A.last_report_at,
    Body.name.label("body"),
    Body.phone,
    Task.text,
    Task.section,
    A.directive_id,
    Directive.number,
    Directive.subject,
    _OPEN_DIFFICULTY.label("difficulty"),
    _ASKED_EXTENSION.label("extension"),
    _REMINDERS.label("times"),
    _LAST.at.label("reminded_at"),
    _LAST.how.label("reminded_how"),
    _LAST.by.label("reminded_by"),
    Letter.state.label("letter"),
)
"""What a row shows: how many tasks its body is late with, how often it was reminded, how and by whom the last time."""


@cache
def _desk_rows(view: str, narrowed: frozenset[str], following: bool) -> Select[Any]:
    """The statement of one page: `following` when it starts after the row (after_on, after_id).

    The page's ids are found first, by an index where the view has one; only then is read what a row shows.
    """
    due = (
        A.due_on
        if view in {"late", "soon", "asked"}
        else func.coalesce(A.due_on, literal(date(9999, 12, 31)))
    )
    ids = _matching(view, narrowed).add_columns(A.body_id, due.label("order_on"))
    if following:  # the first half lets the index begin there
        after_on, after_id = bindparam("after_on", type_=Date), bindparam("after_id", type_=KEY)
        ids = ids.where(due >= after_on, or_(due > after_on, A.id > after_id))
    page = ids.order_by(due, A.id).limit(PAGE + 1).cte("page")
    late = _late_of(page)
    return (
        select(*_SHOWN, page.c.order_on, late.c.n.label("late"))
        .select_from(page)
        .join(A, A.id == page.c.id)
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(late, late.c.body_id == A.body_id)
        .outerjoin(_LAST, _LAST.id == _LAST_ID)
        .outerjoin(Letter, Letter.id == _LAST.letter_id)
    )


def _late_of(page: CTE) -> CTE:
    """How many tasks each body of a page is late with; a search of the body's own index for each."""
    bodies = select(page.c.body_id).distinct().subquery("bodies")
    late = (
        select(func.count())
        .where(_OTHER.body_id == bodies.c.body_id, _OTHER.state.in_(OWED), _OTHER.due_on < BOUND.today)
        .correlate(bodies)
        .scalar_subquery()
    )
    # once a body, not once a row: left to itself SQLite counts anew for every row of the same body
    return select(bodies.c.body_id, late.label("n")).cte("late").prefix_with("MATERIALIZED")


_ORDER = attrgetter("order_on", "id")


def desk_rows(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Page[Any]:
    """One page of the desk, the latest first, as tuples with all a row shows."""
    require_all_in_sight(viewer)
    key, values = decode_key(after, date, int), _values(filters, days)
    if key is not None:
        values |= {"after_on": key[0], "after_id": key[1]}
    found = tuples(_desk_rows(filters.view, _narrowed(filters), key is not None), **values)
    return page_of(sorted(found, key=_ORDER), key=_ORDER, size=PAGE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the desk may be narrowed to, and the names of what it is narrowed to."""

    types: tuple[Any, ...]
    directives: tuple[Any, ...]
    directive: str
    body: str


_NAME = func.coalesce(func.nullif(Directive.number, ""), Directive.subject)
marks_its_changes(BodyType)
_KINDS = select(BodyType.id, BodyType.name).order_by(BodyType.position)
_LATEST = (
    select(Directive.id, _NAME.label("name"))
    .where(Directive.state == "issued")
    .order_by(Directive.issued_on.desc(), Directive.id.desc())
    .limit(LATEST)
)
_CHOSEN = select(
    select(_NAME).where(Directive.id == bindparam("directive")).scalar_subquery().label("directive"),
    select(Body.name).where(Body.id == bindparam("body")).scalar_subquery().label("body"),
)


def choices(filters: Filters) -> Choices:
    """Kinds of bodies, the latest directives, and the names of the chosen directive and body."""
    directive = body = None
    if filters.directive is not None or filters.body is not None:
        [chosen] = tuples(_CHOSEN, directive=filters.directive, body=filters.body)
        directive, body = chosen.directive, chosen.body
    kinds = kept("kinds", lambda: tuples(_KINDS))
    return Choices(kinds, tuples(_LATEST), directive or "", body or "")
