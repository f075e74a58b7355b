"""A telephone call written down, and taken back when it was noted by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Refused
from tracker.reminders import queries, rules
from tracker.reminders.actions.ledger import line, write
from tracker.reminders.models import Reminder


@action
def note_call(actor: Actor, *, assignment_ids: Iterable[int], note: str = "", spoken_to: str = "") -> str:
    """Write down that bodies were telephoned about assignments, and who answered.

    Returns the step of the ledger that stands for the call. Raises Refused("nothing_to_send") for none.
    """
    policy.require(actor, "reminder.call")
    found = queries.in_sight(actor, sorted(set(assignment_ids))[: rules.MOST_AT_ONCE])
    if not found:
        raise Refused("nothing_to_send")
    now = clock.now()
    step = f"{rules.CALL}{now:%Y%m%dT%H%M%S%f}"
    write([line(actor, each, step, "call", now, note=note, spoken_to=spoken_to) for each in found])
    after = {"spoken_to": spoken_to} if spoken_to else None
    told = [(f"assignment:{each}", None, after) for each in found]
    trail.record_each(actor, "reminder.call", told, reason=note or None)
    return step


@action
def take_back_call(actor: Actor, *, step: str, assignment_ids: Sequence[int]) -> list[int]:
    """A call noted by mistake counts no more as urging. Returns the assignments it was taken back from."""
    policy.require(actor, "reminder.call")
    noted = (Reminder.step == step, Reminder.how == "call", Reminder.assignment_id.in_(assignment_ids))
    gone = delete(Reminder).where(*noted).returning(Reminder.assignment_id).execution_options(**PLAIN)
    found = sorted(db.session.scalars(gone))
    told = [(f"assignment:{each}", None, {"undo": True}) for each in found]
    trail.record_each(actor, "reminder.call", told)
    return found
