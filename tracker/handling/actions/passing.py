"""A body passes an assignment on to one of its people, and sets a day of its own for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import Conflict
from tracker.handling import queries, rules
from tracker.handling.actions.notes import note, require_colleague, require_day, take_turn
from tracker.handling.models import Handling
from tracker.outbox import post
from tracker.people.models import Person
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title


@action
def pass_on(
    actor: Actor,
    assignment: Assignment,
    *,
    person: Person | None,
    own_due_on: date | None = None,
    words: str = "",
    seen: int | None = None,
) -> Handling:
    """The body gives the work to one of its people (None: to nobody in particular), by a day of its own.

    The body stays answerable: state, due day and every figure are untouched (product 1, row 15; domain 2.5). Whoever
    is newly given it is told by letter, unless they took it themselves. `seen` is the version read, 0 for none yet.
    Raises Conflict("stale", "moved_on"), Refused("not_colleague", "own_day_after_due", "own_day_passed").
    """
    policy.require(actor, "handling.pass_on", assignment)
    take_turn(assignment)
    row = queries.handling_of(assignment)
    if seen is not None and seen != (row.version if row else 0):
        raise Conflict("stale")
    before = _facts(row, assignment)
    require_colleague(assignment, person)
    fault = rules.fault_of_own_day(own_due_on, assignment.due_on, clock.today(), before["own_due_on"])
    require_day(fault, assignment.due_on)
    row = row or Handling(assignment_id=assignment.id)
    row.body_id, row.person_id, row.own_due_on, row.note = (
        assignment.body_id,
        person.id if person else None,
        own_due_on,
        words,
    )
    if row.person_id != before["handler_id"]:
        row.passed_on, row.passed_by = (clock.today(), actor.label) if person else (None, "")
    db.session.add(row)
    db.session.flush()
    after = _facts(row, assignment)
    trail.record(actor, "handling.pass_on", assignment, before=_plain(before), after=_plain(after))
    _tell(actor, assignment, person, before, after)
    return row


def _facts(row: Handling | None, assignment: Assignment) -> dict[str, Any]:
    """What is arranged by the body that leads the work now."""
    if row is None or row.body_id != assignment.body_id:
        return {"handler_id": None, "own_due_on": None, "note": ""}
    return {"handler_id": row.person_id, "own_due_on": row.own_due_on, "note": row.note}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"own_due_on": facts["own_due_on"] and facts["own_due_on"].isoformat()}


def _tell(
    actor: Actor,
    assignment: Assignment,
    person: Person | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Write down what changed, one line each, and tell who was given the work."""
    if after["own_due_on"] != before["own_due_on"]:
        note(actor, assignment.id, "own_day", day=after["own_due_on"])
    if after["handler_id"] == before["handler_id"]:
        if after["note"] != before["note"]:
            note(actor, assignment.id, "noted", words=after["note"])
        return
    if person is None:
        note(actor, assignment.id, "taken_back")
        return
    made = note(actor, assignment.id, "passed", person=person.name, words=after["note"])
    day = rules.day_that_counts(after["own_due_on"], assignment.due_on)
    write_to(actor, assignment, person, f"passed:{made.id}", own_due_on=day, words=after["note"])


def write_to(
    actor: Actor,
    assignment: Assignment,
    person: Person,
    key: str,
    *,
    own_due_on: date | None = None,
    words: str = "",
    step: str = "",
    left: str = "",
) -> None:
    """Queue the letter that tells a person what they were given by somebody else; none to oneself.

    `left` is the name of who had it before and works there no more.
    """
    if actor.kind == "person" and actor.id == person.id:
        return
    body, task = db.session.get_one(Body, assignment.body_id), db.session.get_one(Task, assignment.task_id)
    post.enqueue(
        key,
        kind="passed",
        to=person.email,
        to_name=person.name,
        template="passed",
        thread=f"assignment:{assignment.id}",
        person_id=person.id,
        place_id=body.id,
        person_name=person.name,
        by=actor.label,
        body_name=body.name,
        title=title(task.text),
        step=step,
        left=left,
        words=words,
        own_due_on=own_due_on,
        due_on=assignment.due_on,
        mode=assignment.mode,
        path=f"/phan-cong/{assignment.id}",
        office=office_rules(),
    )
