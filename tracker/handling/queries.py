"""Reading what a body has arranged inside itself: for the body, and for who sees every body's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, cast, literal, null, select, union_all

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.db import KEY, UtcDateTime, db
from tracker.errors import NotFound
from tracker.handling.models import Handling, HandlingEvent, Step
from tracker.people.models import Person
from tracker.people.queries import works_for


class Who(NamedTuple):
    """A person of the body; `is_here` says whether they still hold a place in it."""

    id: int
    name: str
    phone: str
    is_here: bool


class StepRow(NamedTuple):
    """One step as the page shows it."""

    id: int
    title: str
    who: Who | None
    due_on: date | None
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What is arranged inside the body for one assignment; all of it empty for who may not know."""

    who: Who | None = None
    own_due_on: date | None = None
    note: str = ""
    steps: tuple[StepRow, ...] = ()
    events: tuple[Any, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is arranged now, whatever was before."""
        return not (self.who or self.own_due_on or self.steps)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)


def sees(viewer: Actor, assignment: Assignment) -> bool:
    """The body that leads the work, and who sees all: a body that works with it does not see into another one."""
    return getattr(viewer, "sees_all", False) or assignment.body_id in viewer.body_ids


def inside(viewer: Actor, assignment: Assignment) -> Inside:
    """All that is arranged for an assignment the viewer has been shown; one statement. Events: the oldest first."""
    if not sees(viewer, assignment):
        return Inside()
    parts = union_all(_whole(assignment), _steps(assignment), _events(assignment)).subquery()
    rows = db.session.execute(select(parts).order_by(parts.c.position, parts.c.id)).all()
    whole = next((row for row in rows if row.what == "whole"), None)
    return Inside(
        who=_who(whole) if whole else None,
        own_due_on=whole.day if whole else None,
        note=whole.words if whole else "",
        steps=tuple(
            StepRow(row.id, row.words, _who(row), row.day, row.at, row.by)
            for row in rows
            if row.what == "step"
        ),
        events=tuple(row for row in rows if row.what == "event"),
    )


def handling_of(assignment: Assignment) -> Handling | None:
    """What was arranged last, read afresh, by whichever body."""
    return db.session.scalar(
        select(Handling)
        .where(Handling.assignment_id == assignment.id)
        .execution_options(populate_existing=True)
    )


def step(viewer: Actor, assignment: Assignment, step_id: int) -> Step:
    """One step of an assignment the viewer's body leads. Raises NotFound."""
    found = db.session.scalar(
        select(Step)
        .join(Assignment, Assignment.id == Step.assignment_id)
        .where(in_sight_of(viewer), Step.id == step_id, Step.assignment_id == assignment.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("step")
    return found


def colleagues(assignment: Assignment) -> list[tuple[int, str]]:
    """(id, name) of everybody who holds a place in the body today, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(is_here(Person, assignment.body_id))
        .order_by(Person.sort_key, Person.id)
        .limit(500)
    )
    return [(id, name) for id, name in rows]


def is_colleague(assignment: Assignment, person_id: int) -> bool:
    """Whether somebody holds a place in the body that leads the work today."""
    there = select(Person.id).where(Person.id == person_id, is_here(Person, assignment.body_id))
    return db.session.scalar(there) is not None


def colleague(assignment: Assignment, person_id: int | None) -> Person | None:
    """The person of the body with this id; None for nobody. Raises NotFound for somebody who has no place in it."""
    if not person_id:
        return None
    if not is_colleague(assignment, person_id):
        raise NotFound("person")
    return db.session.get_one(Person, person_id)


def is_here(person: Any, body_id: Any, day: date | None = None) -> ColumnElement[bool]:
    """Whether somebody holds a place in a body on a day (today), and their account is open."""
    return and_(person.is_enabled.is_(True), works_for(person.id, body_id, day or clock.today()))


def _whole(assignment: Assignment) -> Select[Any]:
    no_moment = cast(null(), UtcDateTime).label("at")
    return (
        _part("whole", Handling, Handling.note, Person, Handling.own_due_on, no_moment, Handling.passed_by)
        .join(Assignment, Assignment.id == Handling.assignment_id)
        .outerjoin(Person, Person.id == Handling.person_id)
        .where(Assignment.id == assignment.id, Assignment.body_id == Handling.body_id)
    )


def _steps(assignment: Assignment) -> Select[Any]:
    return (
        _part("step", Step, Step.title, Person, Step.due_on, Step.done_at, Step.done_by, Step.position)
        .join(Assignment, Assignment.id == Step.assignment_id)
        .outerjoin(Person, Person.id == Step.person_id)
        .where(Assignment.id == assignment.id)
    )


def _events(assignment: Assignment) -> Select[Any]:
    event = HandlingEvent
    found: Any = select(
        literal("event"), event.id, event.words, cast(null(), KEY), event.person, literal(""), literal(False),
        event.day, event.at, event.by, event.kind, literal(0),
    )  # fmt: skip
    made: Select[Any] = found.where(event.assignment_id == assignment.id)
    return made


def _part(
    what: str, kind: Any, words: Any, who: Any, day: Any, at: Any, by: Any, position: Any = None
) -> Select[Any]:
    """The columns all parts share, in one order: what is arranged for the whole, the steps, the events."""
    return select(
        literal(what).label("what"),
        kind.id.label("id"),
        words.label("words"),
        who.id.label("person_id"),
        who.name.label("person"),
        who.phone.label("phone"),
        is_here(who, Assignment.body_id).label("is_here"),
        day.label("day"),
        at.label("at"),
        by.label("by"),
        literal("").label("kind"),
        (literal(0) if position is None else position).label("position"),
    ).select_from(kind)


def _who(row: Any) -> Who | None:
    if row.person_id is None:
        return None
    return Who(row.person_id, row.person, row.phone, bool(row.is_here))
