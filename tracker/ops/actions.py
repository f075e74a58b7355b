"""What the administrator and the clockwork do to the installation itself."""

from __future__ import annotations

import secrets
from pathlib import Path

from tracker.access import policy
from tracker.access.actors import SYSTEM, Actor, Viewer
from tracker.action import action
from tracker.audit import trail
from tracker.errors import Refused
from tracker.outbox import post
from tracker.outbox.models import Letter


class Queued:
    """A letter in the outbox."""

    def __init__(self, id: int) -> None:
        self.id = id


@action
def send_test_letter(actor: Viewer) -> Queued:
    """Put a letter to the actor's own address in the outbox, to see whether the mail server takes it."""
    policy.require(actor, "letter.test")
    if not actor.email:
        raise Refused("no_mailbox")
    key = f"test:{actor.id}:{secrets.token_hex(8)}"
    made = Queued(
        post.enqueue(key, kind="test", to=actor.email, to_name=actor.label, template="test", name=actor.label)
    )
    trail.record(actor, "letter.test", f"{Letter.__tablename__}:{made.id}")
    return made


def note_backup(copy: Path) -> None:
    """Write down that a copy was made, for the page of health."""
    _note_backup(SYSTEM, copy.name)


@action
def _note_backup(actor: Actor, name: str) -> None:
    policy.require(actor, "backup.run")
    trail.record(actor, "backup.run", f"backup:{name}")


def note_drill(name: str, *, seconds: float = 0, problem: str = "") -> None:
    """Write down that a copy was brought back for trial, and what was wrong with it, for the page of health."""
    _note_drill(SYSTEM, name, seconds=seconds, problem=problem)


@action
def _note_drill(actor: Actor, name: str, *, seconds: float, problem: str) -> None:
    policy.require(actor, "backup.drill")
    after = {"sound": not problem, "seconds": seconds}
    trail.record(actor, "backup.drill", f"backup:{name}", after=after, reason=problem or None)
