"""What every verb of an assignment asks first, and how a decision on one is written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, is_office
from tracker.action import PERIOD_IS_CLOSED
from tracker.assignments import rules
from tracker.assignments.models import Assignment, Decision
from tracker.db import db
from tracker.errors import Conflict, Refused


def require_move(assignment: Assignment, verb: str) -> None:
    if not rules.may_move(assignment.state, verb):
        raise Conflict("moved_on", state=assignment.state)


@contextmanager
def in_an_open_period() -> Iterator[None]:
    """The database refuses facts dated in a closed month (decision 14); say so instead of breaking."""
    try:
        yield
    except DBAPIError as error:
        if PERIOD_IS_CLOSED not in str(error.orig):
            raise
        raise Conflict("period_closed") from None


def require_seen(assignment: Assignment, seen: int | None) -> None:
    """Raise Conflict("stale") when the assignment is another than the one read."""
    if seen is not None and seen != assignment.version:
        raise Conflict("stale")


def require_words(actor: Actor, reason: str, document: str) -> None:
    """A leader's decision has its reason and, written down by the office, the document that carries it.

    Raises Refused: reason_needed, document_needed.
    """
    require_reason(reason)
    if is_office(actor) and not document.strip():
        raise Refused("document_needed")


def require_reason(reason: str) -> None:
    """Raise Refused("reason_needed") for an empty reason."""
    if not reason.strip():
        raise Refused("reason_needed")


def note_decision(
    actor: Actor, assignment: Assignment, verb: str, reason: str = "", document: str = ""
) -> Decision:
    """Write down what is decided, before the assignment moves. Raises Conflict in a closed period."""
    made = Decision(**_decided(actor, assignment, verb, reason, document))
    with in_an_open_period():
        db.session.add(made)
        db.session.flush()
    return made


def note_decisions(
    actor: Actor, assignments: Sequence[Assignment], verb: str, reason: str = "", document: str = ""
) -> dict[int, int]:
    """The same of several assignments decided alike, in one statement: assignment to decision."""
    rows = [_decided(actor, each, verb, reason, document) for each in assignments]
    statement = insert(Decision).returning(Decision.assignment_id, Decision.id)
    with in_an_open_period():
        return {work: id for work, id in db.session.execute(statement, rows)}


def _decided(actor: Actor, assignment: Assignment, verb: str, reason: str, document: str) -> dict[str, Any]:
    return {
        "assignment_id": assignment.id,
        "verb": verb,
        "round": assignment.round,
        "reason": reason,
        "document": document,
        "state_before": assignment.state,
        "day": clock.today(),
        "decided_at": clock.now(),
        "decided_by": policy.signed(actor, f"assignment.{verb}", assignment),
    }
