"""Work is stopped for a while or for good, and its clock runs again: its due day and requests about it follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments import rules
from tracker.assignments.actions import tell_outcome
from tracker.assignments.actions.moves import (
    note_decision,
    require_move,
    require_reason,
    require_seen,
    require_words,
)
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.db import db
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.outbox.rules import DEADLINE
from tracker.workdays.queries import exceptions

SPEAKING = DEADLINE
"""Kinds of letters that ask for the work."""


@action
def suspend(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The clock stops: no reminder, never overdue, until it is resumed. Decided by the leader, with its document.

    Raises Conflict when the work has moved on, Refused: reason_needed, document_needed (the office).
    """
    policy.require(actor, "assignment.suspend", assignment)
    _require(assignment, "suspend", seen)
    require_words(actor, reason, document)
    decision = _stop(actor, assignment, "suspend", "suspended", reason, document)
    before, after = {"state": decision.state_before}, {"state": "suspended", "document": document}
    trail.record(actor, "assignment.suspend", assignment, before=before, after=after, reason=reason)
    return assignment


@action
def cancel(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The work is taken off the body and out of all totals; a body that had objected is told by letter.

    Decided by the leader, with its document. Raises as `suspend` does.
    """
    policy.require(actor, "assignment.cancel", assignment)
    _require(assignment, "cancel", seen)
    require_words(actor, reason, document)
    decision = _stop(actor, assignment, "cancel", "cancelled", reason, document)
    before, after = {"state": decision.state_before}, {"state": "cancelled", "document": document}
    trail.record(actor, "assignment.cancel", assignment, before=before, after=after, reason=reason)
    if decision.state_before == "objected":
        tell_outcome(assignment, f"objection:{decision.id}", "objection_granted", reason=reason)
    return assignment


@action
def exempt(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The task does not apply to this body: it leaves the task's denominator, with a reason."""
    policy.require(actor, "assignment.exempt", assignment)
    _require(assignment, "exempt", seen)
    require_reason(reason)
    decision = _stop(actor, assignment, "exempt", "cancelled", reason, document)
    before, after = {"state": decision.state_before}, {"state": "cancelled", "document": document}
    trail.record(actor, "assignment.exempt", assignment, before=before, after=after, reason=reason)
    return assignment


@action
def resume(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The clock runs again: the work stands where it stood, its due day later by the working days suspended.

    A request for more time that waits moves by as much (decision 7). Raises as `suspend` does.
    """
    policy.require(actor, "assignment.resume", assignment)
    _require(assignment, "resume", seen)
    require_words(actor, reason, document)
    before, today = assignment.due_on, clock.today()
    stopped_on = assignment.stopped_on or today
    note_decision(actor, assignment, "resume", reason, document)
    assignment.state, assignment.stopped_on = _stood(assignment), None
    assignment.due_on = _later(before, stopped_on, today)
    for waiting in _requests(assignment):
        waiting.old_due_on = _later(waiting.old_due_on, stopped_on, today)
        waiting.new_due_on = _later(waiting.new_due_on, stopped_on, today)
    after = {"state": assignment.state, "due_on": str(assignment.due_on), "document": document}
    trail.record(
        actor, "assignment.resume", assignment, before={"due_on": str(before)}, after=after, reason=reason
    )
    return assignment


def _require(assignment: Assignment, verb: str, seen: int | None) -> None:
    require_seen(assignment, seen)
    require_move(assignment, verb)


def _stop(
    actor: Actor, assignment: Assignment, verb: str, state: str, reason: str, document: str
) -> Decision:
    """Stop the work and call back letters that ask for it; what is cancelled ends requests about it as well."""
    decision = note_decision(actor, assignment, verb, reason, document)
    assignment.state, assignment.stopped_on = state, clock.today()
    post.cancel([assignment.id], SPEAKING)
    if state == "cancelled":
        facts = {"state": "refused", "decided_at": clock.now(), "decided_by": decision.decided_by}
        asked = (Extension.assignment_id == assignment.id, Extension.state == "asked")
        ended = update(Extension).where(*asked).values(version=Extension.version + 1, **facts)
        db.session.execute(ended.values(decision_note=reason, document=document))
    return decision


def _stood(assignment: Assignment) -> str:
    """Where the work stood when it was suspended."""
    found = db.session.scalar(
        select(Decision.state_before)
        .where(Decision.assignment_id == assignment.id, Decision.verb == "suspend")
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return found or "assigned"


def _requests(assignment: Assignment) -> list[Extension]:
    waiting = select(Extension).where(Extension.assignment_id == assignment.id, Extension.state == "asked")
    return list(db.session.scalars(waiting.execution_options(populate_existing=True)))


def _later(day: date | None, stopped_on: date, today: date) -> Any:
    """A day moved by the working days the work was stopped."""
    if day is None:
        return None
    last = max(day, today) + 2 * (today - stopped_on) + timedelta(days=60)
    return rules.due_after_suspension(day, stopped_on, today, exceptions(min(day, stopped_on), last))
