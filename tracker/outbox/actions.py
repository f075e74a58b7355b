"""What the office does with a letter that is stuck: send it again, to another mailbox, or not at all."""

from __future__ import annotations

from datetime import timedelta

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.outbox import rules
from tracker.outbox.models import Letter

STUCK = ("dead", "held")
ONE_MORE_DAY = timedelta(days=1)


@action
def release(actor: Actor, letter: Letter) -> Letter:
    """Send a stuck letter again under the same Message-ID. Raises Conflict when it is not stuck any more.

    A reminder of a past day is not sent (Refused): its words are not true today.
    """
    policy.require(actor, "letter.release", letter)
    before = _release(letter, letter.to_addr)
    trail.record(actor, "letter.release", letter, before=before)
    return letter


@action
def readdress(actor: Actor, letter: Letter, *, to: str) -> Letter:
    """Send a stuck letter to another mailbox. Raises Refused when that is not one plain address."""
    policy.require(actor, "letter.readdress", letter)
    if not rules.is_address(to):
        raise Refused("bad_address", address=to)
    before = _release(letter, to)
    trail.record(actor, "letter.readdress", letter, before=before, after={"to": to})
    return letter


@action
def drop(actor: Actor, letter: Letter) -> Letter:
    """Do not send a stuck letter; it stays in the list. Raises Conflict when it is not stuck any more."""
    policy.require(actor, "letter.drop", letter)
    before = _require_stuck(letter)
    letter.state = "cancelled"
    trail.record(actor, "letter.drop", letter, before=before)
    return letter


def _release(letter: Letter, to: str) -> dict[str, str]:
    before = _require_stuck(letter)
    now = clock.now()
    if letter.kind in rules.MORNING and letter.expires_at <= now:
        raise Refused("letter_of_the_past")
    letter.to_addr, letter.state, letter.attempts = to, "pending", 0
    letter.last_class, letter.next_try_at = "released", now
    if letter.kind not in rules.MORNING:
        letter.expires_at = max(letter.expires_at, now + ONE_MORE_DAY)
    return before


def _require_stuck(letter: Letter) -> dict[str, str]:
    """Read the row anew under a lock: two people may press at once, and a worker may hold it."""
    db.session.refresh(letter, with_for_update=True)
    if letter.state not in STUCK:
        raise Conflict("letter_not_stuck", state=letter.state)
    return {"state": letter.state, "to": letter.to_addr}
