"""Taking a confirmation back before the body has been told: the report waits again as if it had not been answered."""

from __future__ import annotations

from sqlalchemy import select, update

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.deciding import require_standing
from tracker.assignments.actions.moves import in_an_open_period, note_decision, require_move, require_seen
from tracker.assignments.actions.outcome import key_of
from tracker.assignments.models import Assignment, Decision
from tracker.assignments.queries import undone_since
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.outbox.models import Letter

GONE = ("sending", "sent", "held")
"""Letters a mail server has, or may have."""


@action
def take_back_confirmation(actor: Actor, assignment: Assignment, *, seen: int | None = None) -> Assignment:
    """Undo `confirm` while its letter has not left; the report, its day and its round stay as they were.

    A body without a mailbox is told by its page alone: there the same minutes count from the confirmation. Raises
    Conflict when something else has been decided since, Refused("letter_left") when the body may have read it.
    """
    policy.require(actor, "assignment.confirm", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "take_back")
    require_standing(assignment)
    confirmed = _confirmation_of(assignment)
    _call_back(assignment, confirmed)
    note_decision(actor, assignment, "take_back")
    before = {"state": assignment.state, "confirmed_on": str(assignment.confirmed_on)}
    with in_an_open_period():
        assignment.state, assignment.confirmed_on = "submitted", None
        db.session.flush()
    trail.record(actor, "assignment.take_back", assignment, before=before, after={"state": "submitted"})
    return assignment


def _confirmation_of(assignment: Assignment) -> Decision:
    decisions = select(Decision).where(Decision.assignment_id == assignment.id)
    last = db.session.scalar(decisions.order_by(Decision.id.desc()).limit(1))
    if last is None or last.verb != "confirm":
        raise Conflict("moved_on", state=assignment.state)
    return last


def _call_back(assignment: Assignment, confirmed: Decision) -> None:
    """Call the letter back; a row a sender holds is waited for, and then seen as it has become."""
    is_it = Letter.dedup_key == key_of(assignment.id, f"confirmed:{confirmed.id}")
    waits = (Letter.state.in_(("pending", "dead")), Letter.unknowns == 0)
    called = update(Letter).where(is_it, *waits).values(state="cancelled")
    db.session.execute(called.execution_options(**PLAIN))
    letter = db.session.execute(select(Letter.state, Letter.unknowns).where(is_it)).first()
    is_unseen = letter is None and confirmed.decided_at >= undone_since()
    is_called = letter is not None and letter.state not in GONE and letter.unknowns == 0
    if not (is_unseen or is_called):
        raise Refused("letter_left")
