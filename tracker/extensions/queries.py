"""Reading requests to move a due day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions import rules
from tracker.extensions.models import Extension
from tracker.paging import PAGE, Page, capped_count, decode_key, page_of
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import due_day
from tracker.workdays.queries import exceptions


def of_assignment(viewer: Viewer, assignment_id: int) -> Sequence[Extension]:
    """Every request about one assignment, the newest first."""
    return db.session.scalars(
        select(Extension)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(in_sight_of(viewer), Extension.assignment_id == assignment_id)
        .order_by(Extension.id.desc())
    ).all()


def card(viewer: Viewer, extension_id: int) -> Extension:
    """One request with its assignment. Raises NotFound."""
    found = db.session.scalar(
        select(Extension)
        .join(Extension.assignment)
        .where(in_sight_of(viewer), Extension.id == extension_id)
        .options(joinedload(Extension.assignment))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("extension")
    return found


def barred(viewer: Actor, assignment: Assignment) -> str | None:
    """Why the viewer's body can ask for no extension of an assignment now, as a code; None when it can."""
    policy.require(viewer, "extension.ask", assignment)
    today, due_on, office = clock.today(), assignment.due_on, office_rules()
    granted = select(func.count()).where(
        Extension.assignment_id == assignment.id, Extension.state == "granted"
    )
    limits = rules.Limits(office.extension_days, office.extension_times, db.session.scalar(granted) or 0)
    calendar = exceptions(today, due_on) if due_on and due_on > today else {}
    return rules.barred(assignment.state, due_on, today, limits, calendar)


asked_for_time = exists().where(Extension.assignment_id == Assignment.id, Extension.state == "asked")
"""Whether a request for more time waits for its answer."""


def held(ids: Collection[int]) -> Sequence[Any]:
    """(id, state, due_on, asks) of assignments, held until the transaction ends, the lowest id first."""
    rows = select(Assignment.id, Assignment.state, Assignment.due_on, asked_for_time.label("asks"))
    rows = rows.where(Assignment.id.in_(ids)).order_by(Assignment.id)
    return db.session.execute(rows.with_for_update(of=Assignment)).all()


def in_force(extension_ids: Collection[int]) -> Sequence[Any]:
    """(id, assignment_id, old_due_on, new_due_on) of more time that was given and is the day of open work still.

    The assignments are held until the transaction ends.
    """
    given = (Extension.state == "granted", Assignment.due_on == Extension.new_due_on, Assignment.is_owed)
    rows = (
        select(Extension.id, Extension.assignment_id, Extension.old_due_on, Extension.new_due_on)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .where(Extension.id.in_(extension_ids), *given)
        .order_by(Assignment.id)
    )
    return db.session.execute(rows.with_for_update(of=Assignment)).all()


def limit_facts() -> dict[str, int]:
    """The office's limits, for sentences that name them."""
    return {"days": office_rules().extension_days, "times": office_rules().extension_times}


_BEFORE = aliased(Extension)


def _times(state: str) -> Any:
    """How often more time was granted, or refused, for the same work before this request."""
    before = _BEFORE.assignment_id == Extension.assignment_id, _BEFORE.id < Extension.id
    times = select(func.count()).where(*before, _BEFORE.state == state)
    return times.correlate(Extension).scalar_subquery()


def _shown(viewer: Viewer) -> Any:
    """All that a row of the queue shows."""
    return (
        select(
            Extension.id,
            Extension.version,
            Extension.state,
            Extension.old_due_on,
            Extension.new_due_on,
            Extension.reason,
            Extension.asked_at,
            Extension.asked_by,
            Extension.decided_at,
            Extension.decided_by,
            Extension.decision_note,
            Extension.document,
            Extension.assignment_id,
            Assignment.state.label("stands"),
            Assignment.first_due_on,
            Body.name.label("body"),
            Body.phone,
            Task.text,
            Directive.number,
            _times("granted").label("granted_before"),
            _times("refused").label("refused_before"),
        )
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(in_sight_of(viewer))
    )


def row(viewer: Viewer, extension_id: int) -> Any:
    """One request as the queue shows it. Raises NotFound."""
    found = db.session.execute(_shown(viewer).where(Extension.id == extension_id)).first()
    if found is None:
        raise NotFound("extension")
    return found


def rows(viewer: Viewer, *, decided: bool, after: str | None) -> Page[Any]:
    """Requests that wait, the longest first; or decided ones, the latest first. Tuples with all a row shows."""
    found, last = _shown(viewer).limit(PAGE + 1), decode_key(after, int)
    if decided:
        found = found.where(Extension.state != "asked").order_by(Extension.id.desc())
        found = found.where(Extension.id < last[0]) if last else found
    else:
        found = found.where(Extension.state == "asked").order_by(Extension.id)
        found = found.where(Extension.id > last[0]) if last else found
    return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))


def waiting_count(viewer: Viewer) -> int:
    """How many requests wait for a decision (up to the cap)."""
    waits = (
        select(Extension.id).join(Extension.assignment).where(in_sight_of(viewer), Extension.state == "asked")
    )
    return db.session.scalar(capped_count(waits)) or 0


def moved_by_calendar(
    viewer: Actor, day: date, *, is_working: bool | None
) -> dict[tuple[date, date], list[int]]:
    """(old due day, new one) to the works still owed that would move if a day were off, worked or (None) ordinary."""
    policy.require(viewer, "workday.change")
    before = exceptions(day - REACH, day + 2 * REACH)
    after = {each: worked for each, worked in before.items() if each != day}
    if is_working is not None:
        after[day] = is_working
    found: dict[tuple[date, date], list[int]] = {}
    for row in db.session.execute(_OWED, {"first": day - REACH, "last": day + REACH}):
        stated = due_day(row.deadline_kind, row.stated_on, row.recurrence, row.assigned_on)
        new = rules.due_after_change(row.due_on, stated, before, after)
        if new != row.due_on:
            found.setdefault((row.due_on, new), []).append(row.id)
    return found


REACH = timedelta(days=31)
"""How far a due day can have been passed on: far more than any row of days off."""
_OWED = (
    select(
        Assignment.id,
        Assignment.due_on,
        Assignment.assigned_on,
        Task.deadline_kind,
        Task.due_on.label("stated_on"),
        Task.recurrence,
    )
    .join(Task, Task.id == Assignment.task_id)
    .where(Assignment.is_owed, Assignment.due_on.between(bindparam("first"), bindparam("last")))
    .order_by(Assignment.due_on, Assignment.id)
)
