"""Working-day arithmetic over the ordinary week and a table of exceptions. No database, no clock.

`exceptions` maps a day to whether it is worked: a holiday is False, a worked Saturday True. Days that are not in
it follow the week, Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


def is_working(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Whether offices work on a day."""
    return exceptions.get(day, day.weekday() < SATURDAY)


def add_working_days(day: date, n: int, exceptions: Mapping[date, bool]) -> date:
    """The n-th working day after `day` (before it for a negative n); the first day is not counted.

    n = 0 gives `day` itself, worked or not (Civil Code 2015, article 147).
    """
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working(day, exceptions)
    return day


def roll_forward(day: date, exceptions: Mapping[date, bool]) -> date:
    """The day itself or, when it is a day off, the next working day (Civil Code 2015, article 148.5)."""
    while not is_working(day, exceptions):
        day += DAY
    return day


def count_working_days(after: date, until: date, exceptions: Mapping[date, bool]) -> int:
    """How many working days lie after `after` up to and with `until`; negative when `until` comes first."""
    if until < after:
        return -count_working_days(until, after, exceptions)
    days = (after + DAY * n for n in range(1, (until - after).days + 1))
    return sum(is_working(day, exceptions) for day in days)
