"""A body's own list. Every statement is built once: building one costs more than running it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.assignments.queries import helping
from tracker.assignments.rules import OWED
from tracker.bodies.models import Body
from tracker.db import among, fetch
from tracker.directives.models import Directive
from tracker.handling.models import Handling, Step
from tracker.paging import CAP, PAGE, Page, decode_key, page_of
from tracker.people.models import Person
from tracker.settings.seldom import WRITES, kept, marks_its_changes
from tracker.tasks.models import Task

LATELY = 30  # calendar days that finished and cancelled work stays on the list
VIEWS = ("owed", "mine", "late", "soon", "returned", "waiting", "stopped", "done", "helping")
TODAY, SOON, SINCE, AFTER_ON = (
    bindparam(name, type_=Date) for name in ("today", "soon", "since", "after_on")
)
AFTER_ID = bindparam("after_id", type_=Integer)
ME = bindparam("me", type_=Integer)


def own_rows(viewer: Actor, view: str, today: date, soon: date, after: str | None = None) -> Page[Any]:
    """One page of a body's own work, the earliest due first and undated last, as rows with all a row shows."""
    key = decode_key(after, date | None, int)
    facts = _facts(viewer, today, soon) | {"after_on": key and key[0], "after_id": key and key[1]}
    if view == "done":
        done = _read(viewer, view, "done after" if key else "done", facts, PAGE + 1)
        return page_of(done, key=lambda row: (row.confirmed_on, row.id))
    if view == "helping":
        part = "" if key is None else "undated after" if key[0] is None else "dated after"
        helped = fetch(helping.rows(part, len(viewer.body_ids) == 1), **facts, most=PAGE + 1)
        return page_of(helped, key=lambda row: (row.day, row.place))
    found: tuple[Any, ...] = ()
    if key is None or key[0] is not None:
        found = _read(viewer, view, "dated after" if key else "dated", facts, PAGE + 1)
    if len(found) <= PAGE:
        part = "undated after" if key is not None and key[0] is None else "undated"
        found += _read(viewer, view, part, facts, PAGE + 1 - len(found))
    return page_of(found, key=lambda row: (row.due_on, row.id))


def own_counts(viewer: Actor, today: date, soon: date) -> Any:
    """The counters of a body's list, one column a view, each up to the cap; one statement."""
    [found] = fetch(_counts(len(viewer.body_ids) == 1), **_facts(viewer, today, soon))
    return found


marks_its_changes(Body, WRITES[1:])  # nobody has kept the name of a body that is new


def own_names(viewer: Actor) -> tuple[str, ...]:
    """The names of the viewer's bodies in Vietnamese order."""
    bodies = sorted(viewer.body_ids)
    return kept(f"names of {bodies}", lambda: tuple(row.name for row in fetch(_names(), bodies=bodies)))


def _facts(viewer: Actor, today: date, soon: date) -> dict[str, Any]:
    bodies = list(viewer.body_ids)
    body = {"body": bodies[0]} if len(bodies) == 1 else {"bodies": bodies}
    return {**body, "me": viewer.id, "today": today, "soon": soon, "since": today - timedelta(days=LATELY)}


def _read(viewer: Actor, view: str, part: str, facts: dict[str, Any], most: int) -> tuple[Any, ...]:
    statement = _rows(view, part, len(viewer.body_ids) == 1)
    return fetch(statement, **facts, most=most)


def _led(alone: bool, body_id: Any = Assignment.body_id) -> ColumnElement[bool]:
    """Led by the viewer's body; one value, not a list of one, keeps the index's order."""
    led: ColumnElement[bool] = (
        body_id == bindparam("body", type_=Integer)
        if alone
        else body_id.in_(bindparam("bodies", type_=Integer, expanding=True))
    )
    return led


@cache
def _names() -> Any:
    wanted = Body.id.in_(bindparam("bodies", type_=Integer, expanding=True))
    return select(Body.name).where(wanted).order_by(Body.sort_key)


@cache
def _condition(view: str) -> ColumnElement[bool]:
    """What each counter of the list counts, and the list below it shows."""
    is_open = Assignment.is_open.is_(True)
    owed = and_(is_open, Assignment.is_owed.is_(True))
    conditions: dict[str, ColumnElement[bool]] = {
        "owed": owed,
        "mine": and_(owed, _mine()),
        "late": and_(is_open, Assignment.is_overdue(cast(date, TODAY))),
        "soon": and_(owed, Assignment.due_on >= TODAY, Assignment.due_on <= SOON),
        "returned": and_(is_open, Assignment.state == "returned"),
        "waiting": and_(is_open, Assignment.state == "submitted"),
        "stopped": and_(  # the states first, for their index
            among(Assignment.state, ("suspended", "cancelled")),
            or_(Assignment.state == "suspended", Assignment.stopped_on >= SINCE),
        ),
        "done": and_(Assignment.state == "completed", Assignment.confirmed_on >= SINCE),
    }
    return conditions[view]


def _mine() -> ColumnElement[bool]:
    """Passed on to the viewer inside their body, whole or a step that is not done."""
    whole = select(Handling.assignment_id).where(Handling.person_id == ME)
    part = select(Step.assignment_id).where(Step.person_id == ME, Step.done_at.is_(None))
    return Assignment.id.in_(union_all(whole, part))


def _counted(view: str) -> ColumnElement[bool]:
    """The same rows as `_condition`, said by states: counting follows (body, state, day), listing (body, day).

    What is mine is a few rows found by whom they were passed on to, so nothing else of it may be looked up by an index.
    """
    owed = among(Assignment.state, OWED)
    conditions: dict[str, ColumnElement[bool]] = {
        "owed": owed,
        "mine": and_(among(func.coalesce(Assignment.state, null()), OWED), _mine()),
        "late": and_(owed, Assignment.due_on < TODAY),
        "soon": and_(owed, Assignment.due_on >= TODAY, Assignment.due_on <= SOON),
        "returned": Assignment.state == "returned",
        "waiting": Assignment.state == "submitted",
        "stopped": _condition("stopped"),
        "done": _condition("done"),
    }
    return conditions[view]


@cache
def _counts(alone: bool) -> Any:
    columns = []
    for view in VIEWS:
        by = func.coalesce(Assignment.body_id, null()) if view == "mine" else Assignment.body_id
        led = select(Assignment.id).where(_led(alone, by), _counted(view)) if view != "helping" else None
        rows = (helping.counted(alone) if led is None else led).limit(CAP + 1)
        columns.append(select(func.count()).select_from(rows.subquery()).scalar_subquery().label(view))
    return select(*columns)


@cache
def _rows(view: str, part: str, alone: bool) -> Any:
    """The statement of one part of a view: `dated`, `undated` or `done`, from the start or after a row."""
    rows = (
        _columns(_my_step() if view == "mine" else literal(""))
        .where(_led(alone), _condition(view))
        .limit(bindparam("most", type_=Integer))
    )
    due_on, done_on, id = Assignment.due_on, Assignment.confirmed_on, Assignment.id
    if part.startswith("done"):
        rows = rows.order_by(done_on.desc(), id.desc())
        beyond = or_(done_on < AFTER_ON, and_(done_on == AFTER_ON, id < AFTER_ID))
    elif part.startswith("dated"):
        rows = rows.where(due_on.is_not(None)).order_by(due_on, id)
        beyond = and_(due_on >= AFTER_ON, or_(due_on > AFTER_ON, id > AFTER_ID))  # lets the index begin there
    else:
        rows = rows.where(due_on.is_(None)).order_by(id)
        beyond = id > AFTER_ID
    return rows.where(beyond) if part.endswith("after") else rows


def _my_step() -> Any:
    """The first step that is the viewer's own and not done; NULL where the whole was passed on to them."""
    first = select(Step.title).where(
        Step.assignment_id == Assignment.id, Step.person_id == ME, Step.done_at.is_(None)
    )
    return first.order_by(Step.position, Step.id).limit(1).correlate(Assignment).scalar_subquery()


def _columns(my_step: Any) -> Any:
    ours = and_(Handling.assignment_id == Assignment.id, Handling.body_id == Assignment.body_id)
    return (
        select(
            Assignment.id,
            Assignment.state,
            Assignment.mode,
            Assignment.due_on,
            Assignment.reported_on,
            Assignment.confirmed_on,
            Task.text,
            Task.section,
            Directive.number,
            Directive.subject,
            Handling.own_due_on,
            Person.name.label("handler"),
            my_step.label("my_step"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .outerjoin(Handling, ours)
        .outerjoin(Person, Person.id == Handling.person_id)
    )
