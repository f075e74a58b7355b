"""A body says that the work is not its own, and what is answered."""

from __future__ import annotations

from datetime import timedelta

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, is_office
from tracker.action import action
from tracker.assignments import queries, rules
from tracker.assignments.actions.moves import (
    note_decision,
    require_move,
    require_reason,
    require_seen,
    require_words,
)
from tracker.assignments.actions.outcome import tell_outcome
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.errors import Refused
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions


@action
def object_to(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The head of the body says, with a reason, that the work is not the body's own; its day runs on meanwhile.

    Within two working days of getting it (domain 1.2; a setting); the office may write down what came on paper.
    Raises Refused: not_head, object_late, reason_needed.
    """
    policy.require(actor, "assignment.object", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "object")
    require_reason(reason)
    if not is_office(actor):
        _require_head_in_time(actor, assignment)
    note_decision(actor, assignment, "object", reason, document)
    assignment.state = "objected"
    after = {"state": "objected", "document": document}
    trail.record(
        actor, "assignment.object", assignment, before={"state": "assigned"}, after=after, reason=reason
    )
    return assignment


@action
def uphold(
    actor: Actor, assignment: Assignment, *, reason: str, document: str = "", seen: int | None = None
) -> Assignment:
    """The objection is not accepted: the work stays with the body, which is told why by letter.

    Decided by the leader, or written down by the office with his document. Accepting an objection is cancelling.
    """
    policy.require(actor, "assignment.uphold", assignment)
    require_seen(assignment, seen)
    require_move(assignment, "uphold")
    require_words(actor, reason, document)
    decision = note_decision(actor, assignment, "uphold", reason, document)
    assignment.state = "assigned"
    after = {"state": "assigned", "document": document}
    trail.record(
        actor, "assignment.uphold", assignment, before={"state": "objected"}, after=after, reason=reason
    )
    tell_outcome(assignment, f"objection:{decision.id}", "objection_refused", reason=reason)
    return assignment


def _require_head_in_time(actor: Actor, assignment: Assignment) -> None:
    today, limit = clock.today(), office_rules().objection_days
    if not queries.is_head(actor, assignment.body_id):
        raise Refused("not_head")
    given_on = assignment.assigned_on
    if not rules.may_object(given_on, today, limit, exceptions(given_on, given_on + timedelta(days=60))):
        raise Refused("object_late", days=limit)
