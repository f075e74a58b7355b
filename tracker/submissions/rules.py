"""What a leader can say to work put before him. No database, no clock."""

from __future__ import annotations

ANSWERS = ("agreed", "declined", "other")
"""As proposed; not as proposed; something else, which the leader's words say."""

LONGEST = 2000  # characters of a proposal, and of an answer


def words_needed(answer: str) -> bool:
    """Whether an answer says nothing without the leader's own words."""
    return answer != "agreed"
