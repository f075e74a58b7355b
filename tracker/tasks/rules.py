"""Kinds of deadline and what follows from each (decision 7); how a task is named in a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DEADLINE_KINDS = ("fixed", "recurring", "standing", "yearly_plan", "none", "event")
DATED = frozenset({"fixed", "yearly_plan", "recurring"})
RECURRENCES = ("weekly", "monthly", "quarterly", "semiannual", "annual", "ongoing")
MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}
"""How many months a named period has; a week has none."""

_CLAUSE_END = re.compile(
    r";\s|(?<=\w{3})[.!?](?:\s|$)"
)  # a comma ends nothing: the order may stand behind it
_SHORTEST = 24  # characters: "Kịp thời; chính xác" says too little when cut


def year_end(day: date) -> date:
    """31 December of the day's year: when a yearly plan is due."""
    return date(day.year, 12, 31)


def needs_date(kind: str) -> bool:
    """Whether a task of this kind cannot be issued without a day."""
    return kind == "fixed"


@lru_cache(maxsize=2_000)  # lists show the same rows again and again
def title(text: str, limit: int = 120) -> str:
    """The first sentence of a task's text (a semicolon ends one too), at most `limit` characters, in whole words."""
    text = " ".join(text.split()).strip(" .;")
    ends = (found.start() for found in _CLAUSE_END.finditer(text) if found.start() >= _SHORTEST)
    end = next(ends, len(text))
    clause = text[:end]
    if len(clause) <= limit:
        return clause
    return clause[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One period of a recurring task: its name ("2026-03", "2026-q1") and its first and last day."""

    period: str
    first: date
    last: date


def occurrence(recurrence: str, day: date) -> Occurrence:
    """The period of a recurring task that a day falls in; a recurrence without a name is monthly (decision 3)."""
    if recurrence == "weekly":
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Occurrence(f"{year}-w{week:02d}", monday, monday + timedelta(days=6))
    months = MONTHS.get(recurrence, 1)
    first_month = (day.month - 1) // months * months + 1
    first = date(day.year, first_month, 1)
    after = date(day.year + (first_month + months > 12), (first_month + months - 1) % 12 + 1, 1)
    names = {1: f"{first_month:02d}", 3: f"q{first_month // 3 + 1}", 6: f"h{first_month // 6 + 1}"}
    period = f"{day.year}-{names[months]}" if months in names else str(day.year)
    return Occurrence(period, first, after - timedelta(days=1))


def occurrences(recurrence: str, first: date, last: date) -> list[Occurrence]:
    """The periods of a recurring task that any day from `first` to `last` falls in, in order."""
    found = [occurrence(recurrence, first)]
    while found[-1].last < last:
        found.append(occurrence(recurrence, found[-1].last + timedelta(days=1)))
    return found


def due_day(kind: str, due_on: date | None, recurrence: str, assigned_on: date) -> date | None:
    """The day an assignment made on `assigned_on` is due, before days off are passed over; None where nothing is due.

    fixed and event: the day stated; yearly_plan: the day stated, else 31/12; recurring: the last day of the
    current period; standing and none: no day (decision 7).
    """
    if kind == "yearly_plan":
        return due_on or year_end(assigned_on)
    if kind == "recurring":
        return occurrence(recurrence, assigned_on).last
    return due_on if kind in {"fixed", "event"} else None


def settled_kind(kind: str, due_on: date | None) -> str:
    """A day typed for a task said to have none makes it a dated task."""
    return "fixed" if due_on is not None and kind == "none" else kind


def is_due_after(due_on: date | None, upper_due_on: date | None) -> bool:
    """Whether a task is due only after the upper one it serves, which is worth a word."""
    return due_on is not None and upper_due_on is not None and due_on > upper_due_on
