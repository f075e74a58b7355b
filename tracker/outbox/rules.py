"""What a letter may be and what becomes of it. No database, no clock, no mail server."""

from __future__ import annotations

import re
from datetime import timedelta

LONGEST_SUBJECT = 60  # characters
MOST_ATTEMPTS = 16
KEPT = timedelta(days=14)  # how long a letter may wait when nothing else is said

DAILY = frozenset({"accept", "weekly", "due", "late", "head", "review"})
"""Kinds that the clock writes to bodies: one a mailbox and day, and only on its day."""

MORNING = DAILY | {"leader", "morning"}
"""Kinds that speak of their day and are not sent on another."""

DEADLINE = frozenset({"assigned", "urge"}) | DAILY
"""Kinds a body must not miss: with an unknown outcome they are sent once more (decision 11)."""

PERSONAL = frozenset({"password", "code", "contact", "mention", "test", "absence", "plan", "submission"})
"""Kinds that remind nobody of anything; the sender's name does not say "nhắc việc"."""

ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\\x00-\x1f\x7f-\U0010ffff]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

BOUNCES = ("5.1.1", "5.2.2", "5.7.1", "5.0.0")
"""Why a letter came back, as RFC 3463 numbers it: no such mailbox, mailbox full, refused by policy, other."""

_MESSAGE_ID = re.compile(r"<?([0-9a-f]{32}@[A-Za-z0-9.-]+)>?")
_STATUS = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")

FAILURES_TO_OPEN = 5
FIRST_PAUSE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=15)
FIRST_RETRY = timedelta(seconds=60)
LONGEST_RETRY = timedelta(hours=2)


def is_address(text: str) -> bool:
    """Whether a text is one plain mailbox that every mail server understands."""
    return len(text) <= 200 and ADDRESS.fullmatch(text) is not None


def named_in(text: str) -> tuple[list[str], list[str]]:
    """(Message-IDs, mailboxes) that a search or a bounce mail's text names; our Message-IDs are no mailboxes."""
    ids = [f"<{found}>" for found in _MESSAGE_ID.findall(text)]
    words = (word.strip("<>.,;:()[]\"'") for word in _MESSAGE_ID.sub(" ", text).split())
    return ids, list(dict.fromkeys(word for word in words if is_address(word)))


def bounce_class(text: str) -> str:
    """Which of `BOUNCES` a bounce mail's text or a mail server's words speak of; the last where they do not say."""
    found = _STATUS.search(text)
    return found[0] if found and found[0] in BOUNCES else BOUNCES[-1]


def short_subject(text: str) -> str:
    """One line of at most 60 characters, cut between words: the fact stands first, so the end may go."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_SUBJECT:
        return line
    head, _, _ = line[:LONGEST_SUBJECT].rpartition(" ")
    return f"{(head or line[: LONGEST_SUBJECT - 1]).rstrip(' ,;:–-')}…"


def wait_before_retry(attempts: int, chance: float) -> timedelta:
    """60 s, doubling to 2 h, give or take a fifth; `chance` is a random number from 0 to 1."""
    whole: timedelta = min(FIRST_RETRY * 2 ** min(attempts - 1, 12), LONGEST_RETRY)
    return whole * (0.8 + 0.4 * chance)


def pause_after(failures: int) -> timedelta | None:
    """How long nothing is tried after so many failures in a row; None while it is too early for a pause."""
    if failures < FAILURES_TO_OPEN:
        return None
    pause: timedelta = FIRST_PAUSE * 2 ** min(failures - FAILURES_TO_OPEN, 12)
    return min(pause, LONGEST_PAUSE)


def after_unknown(unknowns: int, is_deadline: bool) -> str:
    """`pending` (once more, same Message-ID) for a deadline letter's first unknown outcome, else `held`."""
    return "pending" if is_deadline and unknowns == 1 else "held"


def after_transient(attempts: int) -> str:
    """`pending` until 16 attempts have failed, then `dead`."""
    return "pending" if attempts < MOST_ATTEMPTS else "dead"
