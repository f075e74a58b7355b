"""Changing a body's mailbox from a letter's link: how long each step is open, and the codes of its letters.

No database, no clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker import codes

STATES = ("asked", "confirmed", "stopped", "undone", "replaced")
TO_CONFIRM = timedelta(days=7)
TO_OBJECT = timedelta(days=14)
QUIET_AFTER_OBJECTION = timedelta(days=30)
"""How long the new mailbox may confirm, the old one may object, and a body disputed may not ask again by link."""


def code_of(key: bytes, purpose: str, change_id: int) -> str:
    """The code in a letter about a change: of one purpose, 128 bits, stored nowhere."""
    return codes.code_of(_key(key, purpose), change_id, 1)


def change_id(code: str, key: bytes, purpose: str) -> int | None:
    """The change a code belongs to; None for a code that is nobody's or of another purpose."""
    id = codes.number_in(code)
    return id if id is not None and codes.is_genuine(code, _key(key, purpose), id, 1) else None


def may_confirm(state: str, asked_at: datetime, now: datetime, *, is_unchanged: bool) -> bool:
    """Whether the new mailbox may still say yes; not when the office has entered another meanwhile."""
    return state == "asked" and now < asked_at + TO_CONFIRM and is_unchanged


def after_objection(
    state: str, asked_at: datetime, confirmed_at: datetime | None, now: datetime, *, is_in_force: bool
) -> str | None:
    """Where an objection of the old mailbox leads: a change asked for is stopped, one in force is taken back.

    None when there is nothing to object to any more.
    """
    if state == "asked" and now < asked_at + TO_CONFIRM:
        return "stopped"
    if state == "confirmed" and confirmed_at is not None and now < confirmed_at + TO_OBJECT and is_in_force:
        return "undone"
    return None


def _key(key: bytes, purpose: str) -> bytes:
    return codes.derived(key, f"mailbox|{purpose}")
