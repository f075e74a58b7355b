"""What a mailed address says, and how long it is good. No database, no clock."""

from __future__ import annotations

from datetime import date, timedelta

SAID_BY = {"xong": "done", "dang-lam": "doing", "vuong-mac": "difficulty", "gia-han": "difficulty"}
"""What a letter's button chooses on the form (`?kq=`). A link only reports (decision 10), so a wish for more time is
reported as what stands in the way; asking for the decision itself takes somebody signed in (decision 15)."""


def last_day(due_on: date | None, letter_on: date, *, after_due: int, without_due: int) -> date:
    """The last day a link is good: 14 days after the due day or the letter, whichever is later; 60 without a day.

    Decision 10; both numbers are the office's settings, in calendar days.
    """
    if due_on is None:
        return letter_on + timedelta(days=without_due)
    return max(due_on, letter_on) + timedelta(days=after_due)
