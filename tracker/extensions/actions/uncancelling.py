"""Work given to another body by a slip comes back to its own, as if it had never been taken off it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.deciding import require_standing
from tracker.assignments.actions.moves import note_decision, require_move, require_seen
from tracker.assignments.actions.outcome import key_of
from tracker.assignments.models import Assignment, Decision
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.extensions.models import Extension
from tracker.outbox import post


@action
def take_back_cancellation(actor: Actor, assignment: Assignment, *, seen: int | None = None) -> Assignment:
    """Undo `cancel`: the work stands where it stood, and what had waited with it waits again.

    Raises Conflict when something else has been decided since, Refused: directive_ended, letter_left (a body that had
    objected may have read that it was right).
    """
    policy.require(actor, "assignment.cancel", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "uncancel")
    require_standing(assignment)
    cancelled = _last_decision(assignment)
    if cancelled is None or cancelled.verb != "cancel":
        raise Conflict("moved_on", state=assignment.state)
    if cancelled.state_before == "objected":
        _call_back(assignment, cancelled)
    note_decision(actor, assignment, "uncancel")
    assignment.state, assignment.stopped_on = cancelled.state_before, _stopped_on(assignment, cancelled)
    _ask_again(assignment, cancelled)
    post.wait_again(assignment.id, "assigned", cancelled.decided_at)
    after = {"state": assignment.state}
    trail.record(actor, "assignment.uncancel", assignment, before={"state": "cancelled"}, after=after)
    return assignment


def _last_decision(assignment: Assignment, verb: str | None = None) -> Decision | None:
    decisions = select(Decision).where(Decision.assignment_id == assignment.id)
    if verb is not None:
        decisions = decisions.where(Decision.verb == verb)
    return db.session.scalar(decisions.order_by(Decision.id.desc()).limit(1))


def _call_back(assignment: Assignment, cancelled: Decision) -> None:
    """Call back the letter that says the objection was right, to a body with a mailbox."""
    key = key_of(assignment.id, f"objection:{cancelled.id}")
    if post.queued([key]) and key not in post.call_back([key]):
        raise Refused("letter_left")


def _stopped_on(assignment: Assignment, cancelled: Decision) -> date | None:
    """The day work was suspended that stood still when it was taken off its body."""
    suspended = _last_decision(assignment, "suspend") if cancelled.state_before == "suspended" else None
    return suspended.day if suspended is not None else None


def _ask_again(assignment: Assignment, cancelled: Decision) -> None:
    """A request for more time that ended with the work waits for its answer again."""
    ended = (
        Extension.assignment_id == assignment.id,
        Extension.state == "refused",
        Extension.decided_at >= cancelled.decided_at,
    )
    waits = {"state": "asked", "decided_at": None, "decided_by": "", "decision_note": "", "document": ""}
    db.session.execute(update(Extension).where(*ended).values(version=Extension.version + 1, **waits))
