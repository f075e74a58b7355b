"""What a body may arrange inside itself, and what its own days mean. No database, no clock."""

from __future__ import annotations

from datetime import date

from tracker.assignments.rules import days_late

KINDS = (
    "passed",
    "taken_back",
    "noted",
    "own_day",
    "step_added",
    "step_edited",
    "step_done",
    "step_undone",
    "step_moved",
    "step_removed",
    "succeeded",
    "fell_back",
    "left_behind",
)
"""What a line of history tells."""

MOST_STEPS = 40
LONGEST_TITLE = 200  # characters


def may_arrange(state: str) -> bool:
    """Whether work in this state may still be passed on and split: all but what has ended."""
    return state not in ("completed", "cancelled")


def day_that_counts(own_due_on: date | None, due_on: date | None) -> date | None:
    """The body's own day; where the due day has come to lie before it, the due day."""
    if own_due_on is None or due_on is None:
        return own_due_on
    return min(own_due_on, due_on)


def days_after_own(own_due_on: date | None, due_on: date | None, day: date) -> int:
    """Calendar days past the body's own day, 0 when none; the official lateness is another matter."""
    return days_late(day_that_counts(own_due_on, due_on), day)


def fault_of_day(day: date | None, due_on: date | None, before: date | None = None) -> str | None:
    """Why this cannot be a day of the body's own: it lies after the due day (domain 2.5). A day that stays may stay."""
    if day is None or day == before or due_on is None or day <= due_on:
        return None
    return "own_day_after_due"


def fault_of_own_day(
    day: date | None, due_on: date | None, today: date, before: date | None = None
) -> str | None:
    """The same of the day for the whole, which cannot be set in the past either."""
    if fault := fault_of_day(day, due_on, before):
        return fault
    return "own_day_passed" if day is not None and day != before and day < today else None
