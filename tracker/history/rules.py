"""What of a line of the log is for whom. No database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HIDDEN_VERBS = (
    "difficulty.share",
    "directive.give_later",
    "submission.answer",
    "submission.make",
    "task.give",
    "task.serve",
)
"""Deeds about other bodies or work out of sight, or between office and leader, even where the thing is in sight."""

PUBLIC = ("body", "body_group", "reform", "absence", "person")
"""Kinds whose facts everybody who may open the thing may read: the register is open, one's own record is one's own."""

OF_OTHERS = frozenset(
    {
        "accepted", "addressees", "assignments", "bodies", "body", "body_id", "but", "cited", "cited_by",
        "coordinating", "directive", "email", "ip", "lead", "letters", "links", "mailbox", "no_mailbox", "people",
        "person_id", "phone", "post_id", "serves", "session", "target", "to",
    }
)  # fmt: skip
"""Facts that name bodies, mailboxes, people, documents and counts of others' work."""


def own(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A line's facts as who sees one body's work reads them."""
    return None if facts is None else {name: fact for name, fact in facts.items() if name not in OF_OTHERS}
