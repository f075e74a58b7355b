"""An issued directive comes to its end: withdrawn, or replaced by another. Its open work is cancelled all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.moves import in_an_open_period, require_words
from tracker.assignments.models import Assignment, Decision
from tracker.assignments.rules import MOVES
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.directives.actions.citations import Citation, cite
from tracker.directives.models import Directive, DirectiveLink
from tracker.errors import Refused
from tracker.extensions.actions.stopping import SPEAKING
from tracker.extensions.models import Extension
from tracker.issued.actions.noting import lock_issued, note_change
from tracker.issued.actions.telling import concerned, tell_bodies
from tracker.outbox import post

_VERB = {"withdrawn": "withdraw", "replaced": "replace"}


@action
def withdraw_directive(
    actor: Actor, directive: Directive, *, version: int, reason: str, document: str = ""
) -> Directive:
    """Withdraw a directive: every open assignment is cancelled, its bodies are told, nobody is reminded any more.

    Decided by the leader, or written down by the office with his document. Completed work and figures of closed
    periods stay. Raises Conflict("stale"), Refused: reason_needed, document_needed.
    """
    policy.require(actor, "directive.withdraw", directive)
    lock_issued(directive, version)
    require_words(actor, reason, document)
    bodies, cancelled = _end(actor, directive, "withdrawn", reason, document)
    note_change(actor, directive, "withdrawn", reason=reason, document=document)
    said = {"directive": directive, "what": "withdrawn", "reason": reason, "document": document}
    letters = tell_bodies(directive, f"withdrawn:{directive.id}", bodies, said)
    after = {"ending": "withdrawn", "assignments": cancelled, "letters": letters, "document": document}
    trail.record(actor, "directive.withdraw", directive, after=after, reason=reason)
    return directive


@action
def replace_directive(
    actor: Actor, directive: Directive, *, version: int, by: Directive, reason: str = ""
) -> Directive:
    """Another issued directive takes this one's place: open work is cancelled, its bodies are told the new number.

    The other one cites this one as replaced. Raises Conflict("stale"), Refused: replaces_itself,
    replacement_not_issued.
    """
    policy.require(actor, "directive.replace", directive)
    _lock_both(directive, by, version)
    reason = reason.strip() or f"Thay bằng {by.title}"
    bodies, cancelled = _end(actor, directive, "replaced", reason, by.title)
    _cite_as_replaced(by, directive)
    note_change(actor, directive, "replaced", reason=reason, document=by.title, after={"target": by.id})
    said = {"directive": directive, "what": "replaced", "by": by, "reason": "", "document": ""}
    letters = tell_bodies(directive, f"replaced:{directive.id}", bodies, said)
    after = {"ending": "replaced", "target": by.id, "assignments": cancelled, "letters": letters}
    trail.record(actor, "directive.replace", directive, after=after, reason=reason)
    return directive


def _lock_both(directive: Directive, by: Directive, version: int) -> None:
    """Hold both, always in the order of their ids: two that would replace each other cannot both succeed."""
    if by.id == directive.id:
        raise Refused("replaces_itself")
    for one in sorted((directive, by), key=lambda each: each.id):
        if one is directive:
            lock_issued(directive, version)
        else:
            db.session.refresh(by, with_for_update={"of": Directive})
    if not by.stands:
        raise Refused("replacement_not_issued")


def _end(
    actor: Actor, directive: Directive, ending: str, reason: str, document: str
) -> tuple[Sequence[Any], int]:
    """Cancel all open work of a directive, however much, in a handful of statements.

    Gives the rows of those concerned and how many assignments were cancelled.
    """
    today, now = clock.today(), clock.now()
    signed = policy.signed(actor, f"directive.{_VERB[ending]}", directive)
    is_stopped = (Assignment.directive_id == directive.id, Assignment.state.in_(MOVES["cancel"]))
    stopped = select(Assignment.id).where(*is_stopped)
    bodies = concerned(directive.id, MOVES["cancel"])
    decided = {
        "assignment_id": Assignment.id,
        "verb": literal("cancel"),
        "round": Assignment.round,
        "reason": literal(reason),
        "document": literal(document),
        "state_before": Assignment.state,
        "day": literal(today),
        "decided_at": literal(now, Decision.decided_at.type),
        "decided_by": cast(literal(signed), String),
    }
    with in_an_open_period():
        db.session.execute(
            insert(Decision).from_select(list(decided), select(*decided.values()).where(*is_stopped))
        )
    refused = {"state": "refused", "decided_at": now, "decided_by": signed, "decision_note": reason}
    asked = update(Extension).where(Extension.state == "asked", Extension.assignment_id.in_(stopped))
    asked = asked.values(**refused, document=document, version=Extension.version + 1)
    db.session.execute(asked.execution_options(**PLAIN))
    post.cancel(stopped, SPEAKING)
    moved = {"state": "cancelled", "stopped_on": today, "version": Assignment.version + 1}
    done = db.session.execute(
        update(Assignment).where(*is_stopped).values(**moved).execution_options(**PLAIN)
    )
    directive.ending, directive.ended_on, directive.recall_until = ending, today, None
    db.session.flush()
    return bodies, int(done.rowcount)  # type: ignore[attr-defined]


def _cite_as_replaced(by: Directive, directive: Directive) -> None:
    """The replacing document cites the replaced one as such, where its text did not say so already."""
    there = select(DirectiveLink.id).where(
        DirectiveLink.directive_id == by.id,
        DirectiveLink.target_id == directive.id,
        DirectiveLink.relation == "thay_the",
    )
    if db.session.scalar(there.limit(1)) is not None:
        return
    made = cite(by, Citation(directive.title[:80], "thay_the", directive.issued_on, directive.issuer))
    made.target_id, made.is_by_hand = directive.id, True
    db.session.flush()
