"""The leader gives more time of his own motion, to as much work at once as he names (decision 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions import tell_outcomes
from tracker.assignments.actions.moves import require_reason, require_words
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict
from tracker.extensions import queries, rules
from tracker.extensions.models import Extension
from tracker.outbox import post

A = Assignment
_MOVE = (
    update(A.__table__)  # type: ignore[arg-type]
    .where(A.id == bindparam("work"))
    .values(due_on=bindparam("becomes"), version=A.version + 1)
)


@action
def extend(actor: Actor, *, days: Mapping[int, date], reason: str, document: str = "") -> dict[int, int]:
    """Give assignments a later day each, in a handful of statements; each body is told by letter, as after asking.

    The first day stays, letters about the former one are called back. Returns assignment to the request made and
    granted in one. Raises Refused: reason_needed, document_needed (the office); Conflict("moved_on") when one is not
    owed any more, has a day as late already or waits for an answer on more time.
    """
    policy.require(actor, "extension.decide")
    require_words(actor, reason, document)
    works = queries.held(days)
    for work in works:
        if work.asks or not rules.may_grant(state=work.state, due_on=work.due_on, new_due_on=days[work.id]):
            raise Conflict("moved_on", state=work.state)
    _move({work.id: days[work.id] for work in works})
    made = _grant(actor, works, days, reason, document)
    post.cancel(list(made), rules.REMINDING)
    told = [
        (f"extension:{made[work.id]}", {"due_on": str(work.due_on)}, _after(days[work.id], document))
        for work in works
    ]
    trail.record_each(actor, "extension.decide", told, reason=reason)
    tell_outcomes(
        list(made), {work: _letter(id) for work, id in made.items()}, "extension_granted", reason=reason
    )
    return made


@action
def take_back_extensions(actor: Actor, *, extension_ids: Sequence[int], reason: str) -> list[int]:
    """More time that was given is taken back where the work still has that day: it is due by its former one again.

    A letter that has not left is called back; whoever has had it is told of this by another. Returns the assignments.
    Raises Refused("reason_needed").
    """
    policy.require(actor, "extension.decide")
    require_reason(reason)
    given = queries.in_force(extension_ids)
    ids = [row.assignment_id for row in given]
    _move({row.assignment_id: row.old_due_on for row in given})
    signed = policy.signed(actor, "extension.decide")
    ended = {"state": "refused", "decided_at": clock.now(), "decided_by": signed, "decision_note": reason}
    refused = update(Extension).where(Extension.id.in_([row.id for row in given]))
    db.session.execute(refused.values(version=Extension.version + 1, **ended).execution_options(**PLAIN))
    post.cancel(ids, rules.REMINDING)
    told = [
        (
            f"extension:{row.id}",
            {"due_on": str(row.new_due_on)},
            {"due_on": str(row.old_due_on), "undo": True},
        )
        for row in given
    ]
    trail.record_each(actor, "extension.decide", told, reason=reason)
    keys = {f"outcome:{row.assignment_id}:{_letter(row.id)}": row for row in given}
    unsaid = post.call_back(keys)
    heard = {row.assignment_id: f"{_letter(row.id)}:back" for key, row in keys.items() if key not in unsaid}
    tell_outcomes(list(heard), heard, "extension_refused", reason=reason)
    return ids


def _move(days: Mapping[int, date]) -> None:
    """The rows are held: nobody has written to them since they were read."""
    if days:
        db.session.execute(_MOVE, [{"work": work, "becomes": day} for work, day in days.items()])
        db.session.expire_all()  # rows read before know nothing of statements


def _grant(
    actor: Actor, works: Sequence[Any], days: Mapping[int, date], reason: str, document: str
) -> dict[int, int]:
    """A request asked and granted in one for each, in one INSERT; their ids by assignment."""
    now, signed = clock.now(), policy.signed(actor, "extension.decide")
    same = {"state": "granted", "reason": reason, "document": document, "decision_note": "", "version": 1}
    same |= {"asked_at": now, "asked_by": signed, "decided_at": now, "decided_by": signed}
    rows = [
        {"assignment_id": work.id, "old_due_on": work.due_on, "new_due_on": days[work.id], **same}
        for work in works
    ]
    statement = insert(Extension).returning(Extension.assignment_id, Extension.id)
    return {work: id for work, id in db.session.execute(statement, rows)} if rows else {}


def _letter(extension_id: int) -> str:
    """The occasion of the letter that tells of a decision."""
    return f"extension:{extension_id}"


def _after(day: date, document: str) -> dict[str, str]:
    return {"state": "granted", "due_on": str(day), "document": document}
