"""Kinds of deadline and what follows from each (decision 7)."""

from __future__ import annotations

from datetime import date

DEADLINE_KINDS = ("fixed", "recurring", "standing", "yearly_plan", "none", "event")
DATED = frozenset({"fixed", "yearly_plan", "recurring"})
RECURRENCES = ("weekly", "monthly", "quarterly", "semiannual", "annual", "ongoing")


def year_end(day: date) -> date:
    """31 December of the day's year: when a yearly plan is due."""
    return date(day.year, 12, 31)


def needs_date(kind: str) -> bool:
    """Whether a task of this kind cannot be issued without a day."""
    return kind == "fixed"
