"""Changing a body's mailbox from a letter's link: how long each step is open, and the codes of its letters.

No database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from tracker import codes

MOST = 10
"""Further mailboxes of one body, those that are only told included."""
WITH_LINKS = frozenset({"main", "own"})
"""Places of a mailbox whose letters hold links; `copy` is only told."""


class Wish(Protocol):
    """What a body asked for: `replace` the main mailbox, `add` or `remove` a further one."""

    @property
    def what(self) -> str: ...
    @property
    def is_copy(self) -> bool: ...
    @property
    def old_mailbox(self) -> str: ...
    @property
    def new_mailbox(self) -> str: ...


STATES = ("asked", "confirmed", "stopped", "undone", "replaced")
TO_CONFIRM = timedelta(days=7)
TO_OBJECT = timedelta(days=14)
QUIET_AFTER_OBJECTION = timedelta(days=30)
"""How long the new mailbox may confirm, the old one may object, and a body disputed may not ask again by link."""


def mailboxes(main: str, further: Iterable[str], copies: Iterable[str]) -> dict[str, str]:
    """Lower-case address to its place: `main`, `own` or `copy`; who stands twice has the first of them."""
    found = {main.lower(): "main"} if main else {}
    for each in further:
        found.setdefault(each.lower(), "own")
    for each in copies:
        found.setdefault(each.lower(), "copy")
    return found


def addresses(text: str) -> list[str]:
    """The addresses in a text, between `;`, commas and blanks, each once."""
    return list(dict.fromkeys(re.split(r"[\s;,]+", text.strip()))) if text.strip() else []


def fault(main: str, wanted: Mapping[str, str]) -> str | None:
    """What is wrong with a body's mailboxes, as the code of a sentence; None for nothing."""
    if wanted and not main:
        return "mailbox_main_needed"
    return "mailbox_many" if len(wanted) > MOST + 1 else None


def said(places: Mapping[str, str]) -> dict[str, str]:
    """Mailboxes as the log keeps them: the place's name to its addresses."""
    names = {"main": "mailbox", "own": "further", "copy": "only_told"}
    return {
        name: "; ".join(each for each, at in places.items() if at == place) for place, name in names.items()
    }


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


def made_so(change: Wish, main: str, there: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The main mailbox and all of a body's by place, once a wish holds."""
    places = dict(there)
    new, old = change.new_mailbox.lower(), change.old_mailbox.lower()
    if change.what == "replace":
        places.pop(old, None)
        return change.new_mailbox, {new: "main"} | {each: at for each, at in places.items() if each != new}
    if change.what == "remove":
        places.pop(old, None)
        return main, places
    return main, places | {new: "copy" if change.is_copy else "own"}


def taken_back(change: Wish, main: str, there: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The same once a wish in force is taken back."""
    places = dict(there)
    new, old = change.new_mailbox.lower(), change.old_mailbox.lower()
    if change.what == "replace":
        places.pop(new, None)
        return change.old_mailbox, {old: "main"} | {each: at for each, at in places.items() if each != old}
    if change.what == "remove":
        return main, places | {old: "copy" if change.is_copy else "own"}
    places.pop(new, None)
    return main, places


def is_unchanged(change: Wish, there: Mapping[str, str]) -> bool:
    """Whether a body's mailboxes are still those a wish was made about."""
    new, old = there.get(change.new_mailbox.lower()), there.get(change.old_mailbox.lower())
    if change.what == "remove":
        return new == "main" and old in {"own", "copy"}
    return old == "main" and (change.what == "replace" or new is None)


def is_in_force(change: Wish, there: Mapping[str, str]) -> bool:
    """Whether what a wish has made is what there is."""
    new, old = there.get(change.new_mailbox.lower()), there.get(change.old_mailbox.lower())
    if change.what == "remove":
        return new == "main" and old is None
    return new == ("main" if change.what == "replace" else "copy" if change.is_copy else "own")


def _key(key: bytes, purpose: str) -> bytes:
    return codes.derived(key, f"mailbox|{purpose}")
