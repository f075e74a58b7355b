"""The desk: its figures, its rows and what stands beside them. Every statement is made once, with places to fill."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    CTE,
    Date,
    Select,
    SmallInteger,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.rules import OWED
from tracker.bodies.models import Body
from tracker.db import KEY, UtcDateTime
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.home.desk import Filters
from tracker.home.filters import ALL, NOBODY, OF_DONE, VIEWS
from tracker.home.queries.narrowing import BOUND, Days, Narrowed, conditions, narrowed, values
from tracker.officials.queries import official_of
from tracker.outbox.models import Letter
from tracker.paging import CAP, Page, decode_key, page_of
from tracker.people.models import Person
from tracker.reminders.models import Reminder, UrgeBatch
from tracker.settings.queries import office_rules
from tracker.sight import recall
from tracker.tasks.models import Task

A = Assignment
PAGE = 50
KEPT = 200  # statements of each kind: filters combine in more ways than are worth remembering
DATED = frozenset({"late", "soon", "asked"})
FEW = frozenset({"extension", "difficulty"})
"""Views of what a small table names."""
_AFTER = (
    bindparam("after_on", type_=Date),
    bindparam("after_urgency", type_=SmallInteger),
    bindparam("after_id", type_=KEY),
)


_MORNING = bindparam("morning", type_=UtcDateTime)


def condition(view: str, days: Days) -> ColumnElement[bool]:
    """One definition of each figure on the desk; the list below it uses the same."""
    given, owed = A.mode == "giao", A.is_owed.is_(True)
    conditions: dict[str, ColumnElement[bool]] = {
        "late": and_(given, A.is_overdue(days.today)),
        "soon": and_(given, owed, A.due_on >= days.today, A.due_on <= days.soon_on),
        "waiting": A.state == "submitted",
        "extension": A.id.in_(select(Extension.assignment_id).where(Extension.state == "asked")),
        "difficulty": A.id.in_(select(Difficulty.assignment_id).where(Difficulty.answered_at.is_(None))),
        "objected": A.state == "objected",
        "silent": or_(  # each half with all it needs, so that the index serves both
            and_(owed, A.last_report_at < days.silent_at),
            and_(owed, A.last_report_at.is_(None), A.assigned_on <= days.silent_on),
        ),
        "new": A.state == "assigned",
        "asked": and_(A.mode == "de_nghi", owed, A.due_on < days.today),
        ALL: A.is_open.is_(True),
    }
    return conditions[view]


def _figure(view: str, narrowed: Narrowed) -> Any:
    """How many, to one past the cap. Small tables are counted themselves, not looked up per row."""
    rows: Select[Any]
    if view == "extension" and not narrowed:
        rows = select(Extension.assignment_id).where(Extension.state == "asked").distinct()
    elif view == "difficulty" and not narrowed:
        rows = select(Difficulty.assignment_id).where(Difficulty.answered_at.is_(None)).distinct()
    else:
        rows = matching_statement(view, narrowed)
    counted = rows.limit(CAP + 1).subquery()
    return select(func.count()).select_from(counted).scalar_subquery().label(view)


@lru_cache(maxsize=KEPT)
def _figures(views: tuple[str, ...], narrowed: Narrowed) -> Select[Any]:
    urged = select(func.coalesce(func.sum(UrgeBatch.letters), 0)).where(UrgeBatch.sent_at >= _MORNING)
    return select(*(_figure(view, narrowed) for view in views), urged.scalar_subquery().label("urged"))


def figures(viewer: Viewer, filters: Filters, days: Days) -> Any:
    """Every counter of the desk under the filters in force, and how many letters were sent by hand today (`urged`)."""
    require_all_in_sight(viewer)
    views = (*VIEWS, ALL) if filters.view == ALL else VIEWS
    values = values_of(filters, days)
    [found] = recall(_figures(views, narrowed(filters)), **values, morning=clock.midnight(days.today))
    return found


def require_all_in_sight(viewer: Viewer) -> None:
    """The desk is for who sees everybody's work: its statements hold no condition of sight."""
    if not viewer.sees_all:
        raise NotFound("page")


def values_of(filters: Filters, days: Days) -> dict[str, Any]:
    """What stands in the places of the desk's statements, by the office's own rules."""
    return values(filters, days, office_rules().period_first_day)


def matching(viewer: Viewer, filters: Filters, days: Days) -> Select[Any]:
    """The assignments a filter means, as a statement of ids."""
    require_all_in_sight(viewer)
    return matching_statement(filters.view, narrowed(filters)).params(values_of(filters, days))


@lru_cache(maxsize=KEPT)
def matching_statement(view: str, narrowed: Narrowed) -> Select[Any]:
    """The ids of what a view and its filters leave in; what stands in its places comes from `values_of`."""
    rows = select(A.id)
    if not (view == ALL and _names_a_state(narrowed)):
        rows = rows.where(condition(view, BOUND))
    if view == "silent" and narrowed:  # owed is open: lets a body's index leave out what it has finished
        rows = rows.where(A.is_open.is_(True))
    return rows.where(*conditions(narrowed, is_few=view in FEW))


def _names_a_state(narrowed: Narrowed) -> bool:
    """Whether filters say in which state of handling work is, which then need not be open."""
    stated = dict(narrowed)
    return "state" in stated or stated.get("time") in OF_DONE


def due_of(view: str) -> Any:
    """The day a view's rows are ordered by, as its index has it; work without one comes last."""
    return A.due_on if view in DATED else A.order_on


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
    A.urgency,
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


@lru_cache(maxsize=KEPT)
def _desk_rows(view: str, narrowed: Narrowed, following: bool, with_official: bool) -> Select[Any]:
    """The statement of one page: `following` when it starts after the row (after_on, after_urgency, after_id).

    The page's ids are found first, by an index where the view has one; only then is read what a row shows.
    """
    due = due_of(view)
    ids = matching_statement(view, narrowed).add_columns(A.body_id, due.label("order_on"))
    if following:  # the first half lets the index begin there
        ids = ids.where(due >= _AFTER[0], tuple_(due, A.urgency, A.id) > tuple_(*_AFTER))
    page = ids.order_by(due, A.urgency, A.id).limit(PAGE + 1).cte("page")
    late = _late_of(page)
    rows = (
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
    if with_official:
        official = official_of(A.directive_id, A.body_id)
        rows = rows.outerjoin(Person, Person.id == official)
        rows = rows.add_columns(
            func.coalesce(Person.id, NOBODY).label("official_id"), Person.name.label("official")
        )
    return rows


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


_ORDER = attrgetter("order_on", "urgency", "id")
"""The longest late first, the most urgent of a day before the others."""


def desk_rows(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Page[Any]:
    """One page of the desk, the latest first, as rows with all a row shows."""
    require_all_in_sight(viewer)
    key, values = decode_key(after, date, int, int), values_of(filters, days)
    if key is not None:
        values |= dict(zip(("after_on", "after_urgency", "after_id"), key, strict=True))
    statement = _desk_rows(filters.view, narrowed(filters), key is not None, filters.group == "official")
    found = recall(statement, **values)
    return page_of(sorted(found, key=_ORDER), key=_ORDER, size=PAGE)
