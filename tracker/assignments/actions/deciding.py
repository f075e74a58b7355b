"""What the office answers to a report: confirmed, or returned with a reason."""

from __future__ import annotations

from datetime import timedelta

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments import rules
from tracker.assignments.actions.moves import in_an_open_period, require_move
from tracker.assignments.actions.outcome import tell_outcome
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days


@action
def confirm(actor: Actor, assignment: Assignment, *, seen: int | None = None) -> Assignment:
    """The office confirms completion; the day of the report, not this one, decides on time or late (decision 5).

    `seen` is the version the office has read. Raises Conflict when it is another by now.
    """
    policy.require(actor, "assignment.confirm", assignment)
    _require_seen(assignment, seen)
    require_move(assignment, "confirm")
    decision = _decide(actor, assignment, "confirm")
    assignment.state, assignment.confirmed_on = "completed", clock.today()
    trail.record(actor, "assignment.confirm", assignment, after={"confirmed_on": str(clock.today())})
    tell_outcome(assignment, f"confirmed:{decision.id}", "confirmed")
    return assignment


@action
def return_for_rework(
    actor: Actor, assignment: Assignment, *, reason: str, seen: int | None = None
) -> Assignment:
    """The office sends a report back with a reason; a new round begins, and who was in time gets two days more.

    Decision 5: reported in time but returned, due = max(due, day of return + 2 working days).
    """
    policy.require(actor, "assignment.return", assignment)
    _require_seen(assignment, seen)
    require_move(assignment, "return")
    if not reason.strip():
        raise Refused("reason_needed")
    today, before = clock.today(), assignment.due_on
    decision = _decide(actor, assignment, "return", reason)
    later = add_working_days(today, office_rules().return_days, exceptions(today, today + timedelta(days=31)))
    assignment.due_on = rules.due_after_return(before, assignment.reported_on or today, later)
    assignment.state, assignment.reported_on = "returned", None
    assignment.round += 1
    trail.record(
        actor,
        "assignment.return",
        assignment,
        before={"due_on": str(before)},
        after={"due_on": str(assignment.due_on), "round": assignment.round},
        reason=reason,
    )
    tell_outcome(assignment, f"returned:{decision.id}", "returned", reason=reason)
    return assignment


def _decide(actor: Actor, assignment: Assignment, verb: str, reason: str = "") -> Decision:
    made = Decision(
        assignment_id=assignment.id,
        verb=verb,
        round=assignment.round,
        reason=reason,
        day=clock.today(),
        decided_at=clock.now(),
        decided_by=actor.label,
    )
    with in_an_open_period():
        db.session.add(made)
        db.session.flush()
    return made


def _require_seen(assignment: Assignment, seen: int | None) -> None:
    if seen is not None and seen != assignment.version:
        raise Conflict("stale")
