"""By when a difficulty is to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.workdays.rules import add_working_days


def answer_due(asked_on: date, days: int, calendar: Mapping[date, bool]) -> date:
    """The last day for the answer: so many working days (a setting) after the office, or the leader, was asked."""
    return add_working_days(asked_on, days, calendar)
