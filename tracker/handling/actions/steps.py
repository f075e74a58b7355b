"""A body splits an assignment into steps of its own: added, corrected, ordered, done, taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.handling import rules
from tracker.handling.actions.notes import note, require_colleague, require_day, take_turn
from tracker.handling.actions.passing import write_to
from tracker.handling.models import Step
from tracker.people.models import Person


@action
def add_step(
    actor: Actor,
    assignment: Assignment,
    *,
    title: str,
    person: Person | None = None,
    due_on: date | None = None,
) -> Step:
    """One more step, the last in the order.

    Raises Conflict("moved_on"), Refused("step_title", "steps_full", "not_colleague", "own_day_after_due").
    """
    policy.require(actor, "handling.step", assignment)
    take_turn(assignment)
    _require(assignment, title, person, due_on)
    others = _steps(assignment.id)
    if len(others) >= rules.MOST_STEPS:
        raise Refused("steps_full", most=rules.MOST_STEPS)
    made = Step(
        assignment_id=assignment.id,
        position=others[-1].position + 1 if others else 1,
        title=title,
        person_id=person.id if person else None,
        given_on=clock.today() if person else None,
        due_on=due_on,
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "handling.step", assignment, after=_facts(made))
    note(actor, assignment.id, "step_added", person=person.name if person else "", words=title, day=due_on)
    _tell(actor, assignment, made, person)
    return made


@action
def edit_step(
    actor: Actor, step: Step, *, title: str, person: Person | None, due_on: date | None, seen: int
) -> Step:
    """Correct a step's words, person or day. Raises as `add_step` does, and Conflict("stale")."""
    assignment = _assignment(step)
    policy.require(actor, "handling.step", assignment)
    step = _in_turn(assignment, step, seen)
    _require(assignment, title, person, due_on, step.due_on)
    before, had = _facts(step), step.person_id
    step.title, step.person_id, step.due_on = title, person.id if person else None, due_on
    if step.person_id != had:
        step.given_on = clock.today() if person else None
    db.session.flush()
    trail.record(actor, "handling.step", assignment, before=before, after=_facts(step))
    if _facts(step) != before:
        name = person.name if person else ""
        note(actor, assignment.id, "step_edited", person=name, words=title, day=due_on)
    if step.person_id != had:
        _tell(actor, assignment, step, person)
    return step


@action
def mark_step(actor: Actor, step: Step, *, is_done: bool) -> Step:
    """A step is done, or is not after all. Raises Conflict("step_changed") when somebody was first."""
    assignment = _assignment(step)
    policy.require(actor, "handling.step", assignment)
    step = _in_turn(assignment, step)
    if (step.done_at is not None) == is_done:
        raise Conflict("step_changed")
    step.done_at, step.done_by = (clock.now(), actor.label) if is_done else (None, "")
    db.session.flush()
    before, after = {"is_done": not is_done}, {"step": step.title, "is_done": is_done}
    trail.record(actor, "handling.step", assignment, before=before, after=after)
    note(actor, assignment.id, "step_done" if is_done else "step_undone", words=step.title)
    return step


@action
def move_step(actor: Actor, step: Step, *, up: bool) -> Step:
    """A step changes places with the one before or after it. Raises Conflict("step_changed") where there is none."""
    assignment = _assignment(step)
    policy.require(actor, "handling.step", assignment)
    take_turn(assignment)
    steps = _steps(assignment.id)
    at = next((place for place, each in enumerate(steps) if each.id == step.id), None)
    other = at + (-1 if up else 1) if at is not None else -1
    if at is None or not 0 <= other < len(steps):
        raise Conflict("step_changed")
    mine, theirs = steps[at], steps[other]
    mine.position, theirs.position = theirs.position, mine.position
    db.session.flush()
    before, after = {"place": at + 1}, {"step": mine.title, "place": other + 1}
    trail.record(actor, "handling.step", assignment, before=before, after=after)
    note(actor, assignment.id, "step_moved", words=mine.title)
    return mine


@action
def remove_step(actor: Actor, step: Step, *, seen: int) -> Assignment:
    """Take a step out; the history keeps its words. Raises Conflict("stale", "step_changed")."""
    assignment = _assignment(step)
    policy.require(actor, "handling.step", assignment)
    step = _in_turn(assignment, step, seen)
    db.session.delete(step)
    db.session.flush()
    trail.record(actor, "handling.step", assignment, before=_facts(step), after={"removed": True})
    note(actor, assignment.id, "step_removed", words=step.title)
    return assignment


def _assignment(step: Step) -> Assignment:
    return db.session.get_one(Assignment, step.assignment_id)


def _steps(assignment_id: int) -> list[Step]:
    found = select(Step).where(Step.assignment_id == assignment_id).order_by(Step.position, Step.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _in_turn(assignment: Assignment, step: Step, seen: int | None = None) -> Step:
    """The step as it is when its assignment's turn has come; `seen` is the version read.

    Raises Conflict: moved_on, step_changed (somebody has taken it out), stale.
    """
    take_turn(assignment)
    found = select(Step).where(Step.id == step.id).execution_options(populate_existing=True)
    if (now := db.session.scalar(found)) is None:
        raise Conflict("step_changed")
    if seen is not None and now.version != seen:
        raise Conflict("stale")
    return now


def _require(
    assignment: Assignment,
    title: str,
    person: Person | None,
    due_on: date | None,
    before: date | None = None,
) -> None:
    if not title.strip() or len(title) > rules.LONGEST_TITLE:
        raise Refused("step_title")
    require_colleague(assignment, person)
    require_day(rules.fault_of_day(due_on, assignment.due_on, before), assignment.due_on)


def _facts(step: Step) -> dict[str, Any]:
    return {
        "step": step.title,
        "handler_id": step.person_id,
        "own_due_on": step.due_on and step.due_on.isoformat(),
    }


def _tell(actor: Actor, assignment: Assignment, step: Step, person: Person | None) -> None:
    """Whoever is given steps hears of it once a day for one assignment: a plan of ten steps is one letter."""
    if person is not None and step.done_at is None:
        key = f"step:{assignment.id}:{person.id}:{clock.today()}"
        day = rules.day_that_counts(step.due_on, assignment.due_on)
        write_to(actor, assignment, person, key, own_due_on=day, step=step.title)
