"""What the office answers to a report: confirmed, or returned with a reason; and taking up again what was ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments import rules
from tracker.assignments.actions.moves import (
    note_decision,
    note_decisions,
    require_move,
    require_reason,
    require_seen,
    require_words,
)
from tracker.assignments.actions.outcome import tell_outcome, tell_outcomes
from tracker.assignments.actions.succeeding import follow_body
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.db import db, loaded
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days


@action
def confirm(actor: Actor, assignment: Assignment, *, seen: int | None = None) -> Assignment:
    """The office confirms completion; the day of the report, not this one, decides on time or late (decision 5).

    The letter waits as long as an issue can be recalled, so that a slip can be taken back before anybody reads of it.
    `seen` is the version the office has read. Raises Conflict when it is another by now.
    """
    policy.require(actor, "assignment.confirm", assignment)
    require_seen(assignment, seen)
    confirm_all(actor, assignments=[assignment])
    return assignment


@action
def confirm_all(actor: Actor, *, assignments: Sequence[Assignment]) -> Sequence[Assignment]:
    """The same of several assignments at once, in as many statements as for one. Raises Conflict when one moved on."""
    policy.require(actor, "assignment.confirm")
    for assignment in assignments:
        require_move(assignment, "confirm")
    decisions = note_decisions(actor, assignments, "confirm")
    after = {"state": "completed", "confirmed_on": str(clock.today())}
    told = [(assignment, {"state": assignment.state}, after) for assignment in assignments]
    _complete(assignments)
    trail.record_each(actor, "assignment.confirm", told)
    occasions = {work: f"confirmed:{id}" for work, id in decisions.items()}
    wait = timedelta(minutes=office_rules().recall_minutes)
    tell_outcomes(list(occasions), occasions, "confirmed", wait=wait)
    return assignments


_COMPLETE = (
    update(Assignment.__table__)  # type: ignore[arg-type]
    .where(Assignment.id == bindparam("work"), Assignment.version == bindparam("seen"))
    .values(state="completed", confirmed_on=bindparam("day"), version=Assignment.version + 1)
)


def _complete(assignments: Sequence[Assignment]) -> None:
    """One statement for all. Raises Conflict("stale") when one was written to since it was read."""
    today = clock.today()
    rows = [{"work": each.id, "seen": each.version, "day": today} for each in assignments]
    if db.session.execute(_COMPLETE, rows).rowcount != len(rows):  # type: ignore[attr-defined]
        raise Conflict("stale")
    moved = {"state": "completed", "confirmed_on": today, "is_owed": False, "is_open": False}
    for each in assignments:
        loaded(each, version=each.version + 1, **moved)


@action
def return_for_rework(
    actor: Actor, assignment: Assignment, *, reason: str, seen: int | None = None
) -> Assignment:
    """The office sends a report back with a reason; a new round begins, and who was in time gets two days more.

    Decision 5: reported in time but returned, due = max(due, day of return + 2 working days).
    """
    policy.require(actor, "assignment.return", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "return")
    require_reason(reason)
    today, before = clock.today(), assignment.due_on
    decision = note_decision(actor, assignment, "return", reason)
    assignment.due_on = rules.due_after_return(before, assignment.reported_on or today, soonest(today))
    assignment.state, assignment.reported_on = "returned", None
    assignment.round += 1
    trail.record(
        actor,
        "assignment.return",
        assignment,
        before={"state": "submitted", "due_on": str(before)},
        after={"state": "returned", "due_on": str(assignment.due_on), "round": assignment.round},
        reason=reason,
    )
    tell_outcome(assignment, f"returned:{decision.id}", "returned", reason=reason)
    return assignment


@action
def reopen(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """Confirmed or cancelled work is taken up again, with a reason; figures of closed periods stay as they are.

    Whoever succeeds a body that is no more takes up its work.

    Taking back a leader's cancellation needs his document. Whoever was in time gets two working days at least, as
    after a return (decision 5).
    """
    policy.require(actor, "assignment.reopen", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "reopen")
    require_standing(assignment)
    if is_cancelled_by_leader(assignment):
        require_words(actor, reason, document)
    require_reason(reason)
    today, before = clock.today(), assignment.due_on
    note_decision(actor, assignment, "reopen", reason, document)
    ended_on = assignment.reported_on if assignment.state == "completed" else assignment.stopped_on
    assignment.due_on = rules.due_after_return(before, ended_on or today, soonest(today))
    is_received = assignment.received_at is not None
    told = {"state": assignment.state, "due_on": str(before)}
    assignment.state = rules.after_reopening(assignment.state, is_received=is_received)
    assignment.reported_on = assignment.confirmed_on = assignment.stopped_on = None
    assignment.round += 1
    follow_body(assignment, today)
    after = {"state": assignment.state, "due_on": str(assignment.due_on), "document": document}
    trail.record(actor, "assignment.reopen", assignment, before=told, after=after, reason=reason)
    return assignment


def require_standing(assignment: Assignment) -> None:
    """Raise Refused("directive_ended") for work of a directive that was withdrawn or replaced."""
    ending = select(Directive.ending).where(Directive.id == assignment.directive_id)
    if db.session.scalar(ending):
        raise Refused("directive_ended")


def is_cancelled_by_leader(assignment: Assignment) -> bool:
    """Whether work stands cancelled by a leader's decision, not because it does not apply to the body."""
    last = db.session.scalar(
        select(Decision.verb)
        .where(Decision.assignment_id == assignment.id)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return assignment.state == "cancelled" and last == "cancel"


def soonest(today: date) -> date:
    """The earliest due day of work that comes back to a body."""
    return add_working_days(today, office_rules().return_days, exceptions(today, today + timedelta(days=31)))
