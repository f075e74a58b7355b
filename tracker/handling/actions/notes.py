"""What every arrangement inside a body asks first, and how it is written into the assignment's history."""

from __future__ import annotations

from datetime import date

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.handling import queries, rules
from tracker.handling.models import HandlingEvent
from tracker.people.models import Person


def take_turn(assignment: Assignment) -> None:
    """Whoever arranges something of the same assignment waits here. Raises Conflict when the work has ended."""
    db.session.refresh(assignment, with_for_update={"of": Assignment})
    if not rules.may_arrange(assignment.state):
        raise Conflict("moved_on", state=assignment.state)


def require_colleague(assignment: Assignment, person: Person | None) -> None:
    """Raise Refused("not_colleague") for somebody who holds no place in the body today."""
    if person is not None and not queries.is_colleague(assignment, person.id):
        raise Refused("not_colleague", person=person.name)


def require_day(fault: str | None, due_on: date | None) -> None:
    """Raise what is wrong with a day of the body's own, if anything."""
    if fault:
        raise Refused(fault, day=due_on)


def note(
    actor: Actor,
    assignment_id: int,
    kind: str,
    *,
    person: str = "",
    words: str = "",
    day: date | None = None,
) -> HandlingEvent:
    """A line of the history; names are kept as they are today."""
    made = HandlingEvent(
        assignment_id=assignment_id,
        at=clock.now(),
        by=actor.label,
        kind=kind,
        person=person,
        words=words,
        day=day,
    )
    db.session.add(made)
    db.session.flush()
    return made
