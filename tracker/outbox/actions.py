"""What the office does with a letter that is stuck or came back: send it again, to another mailbox, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

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


@dataclass(frozen=True, slots=True)
class Settled:
    """How many of several letters were dealt with, and how many were left as they are."""

    done: int
    left: int


@action
def release(actor: Actor, letter: Letter, *, reason: str) -> Letter:
    """Send a stuck letter again under the same Message-ID. Raises Conflict when it is not stuck any more.

    A reminder of a past day is not sent (Refused): its words are not true today.
    """
    policy.require(actor, "letter.release", letter)
    before = _release(letter, letter.to_addr)
    trail.record(actor, "letter.release", letter, before=before, reason=reason)
    return letter


@action
def readdress(actor: Actor, letter: Letter, *, to: str, reason: str) -> Letter:
    """Send a stuck letter to another mailbox. Raises Refused when that is not one plain address."""
    policy.require(actor, "letter.readdress", letter)
    if not rules.is_address(to):
        raise Refused("bad_address", address=to)
    before = _release(letter, to)
    trail.record(actor, "letter.readdress", letter, before=before, after={"to": to}, reason=reason)
    return letter


@action
def drop(actor: Actor, letter: Letter, *, reason: str) -> Letter:
    """Do not send a stuck letter; it stays in the list. Raises Conflict when it is not stuck any more."""
    policy.require(actor, "letter.drop", letter)
    before = _require(letter, STUCK, "letter_not_stuck")
    letter.state = "cancelled"
    trail.record(actor, "letter.drop", letter, before=before, reason=reason)
    return letter


@action
def release_all(actor: Actor, *, letter_ids: Collection[int], reason: str) -> Settled:
    """Send several stuck letters again; those no longer stuck or of a past day are left as they are."""
    policy.require(actor, "letter.release")
    settled = _each(actor, release, letter_ids, reason)
    trail.record(actor, "letter.release", f"letters:{settled.done}", reason=reason)
    return settled


@action
def drop_all(actor: Actor, *, letter_ids: Collection[int], reason: str) -> Settled:
    """Do not send several stuck letters; those no longer stuck are left as they are."""
    policy.require(actor, "letter.drop")
    settled = _each(actor, drop, letter_ids, reason)
    trail.record(actor, "letter.drop", f"letters:{settled.done}", reason=reason)
    return settled


@action
def bounce(actor: Actor, letter: Letter, *, why: str, words: str) -> Letter:
    """A letter the mail server took came back: it needs somebody. `why` is one of `rules.BOUNCES`.

    Raises Conflict when the letter has not left, or came back before.
    """
    policy.require(actor, "letter.bounce", letter)
    before = _require(letter, ("sent",), "letter_not_sent")
    letter.state, letter.last_class = "dead", "bounced"
    letter.last_reply = f"{why} {words}".strip()[:300]
    trail.record(actor, "letter.bounce", letter, before=before, reason=letter.last_reply)
    return letter


def _each(actor: Actor, verb: Callable[..., Letter], letter_ids: Collection[int], reason: str) -> Settled:
    letters = db.session.scalars(select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.id)).all()
    left = 0
    for letter in letters:
        try:
            verb(actor, letter, reason=reason)
        except (Conflict, Refused):
            left += 1
    return Settled(len(letters) - left, left)


def _release(letter: Letter, to: str) -> dict[str, str]:
    before = _require(letter, STUCK, "letter_not_stuck")
    now = clock.now()
    if letter.kind in rules.MORNING and letter.expires_at <= now:
        raise Refused("letter_of_the_past")
    letter.to_addr, letter.state, letter.attempts = to, "pending", 0
    letter.last_class, letter.next_try_at = "released", now
    if letter.kind not in rules.MORNING:
        letter.expires_at = max(letter.expires_at, now + ONE_MORE_DAY)
    return before


def _require(letter: Letter, states: Collection[str], otherwise: str) -> dict[str, str]:
    """Read the row anew under a lock: two people may press at once, and a worker may hold it."""
    db.session.refresh(letter, with_for_update=True)
    if letter.state not in states:
        raise Conflict(otherwise, state=letter.state)
    return {"state": letter.state, "to": letter.to_addr}
