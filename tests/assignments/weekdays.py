"""Ordinary weekdays, counted without the product's calendar."""

from __future__ import annotations

from datetime import date, timedelta


def plus(day: date, n: int) -> date:
    """So many ordinary weekdays later."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


def count(after: date, until: date) -> int:
    """Ordinary weekdays after one day up to another."""
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 for day in days)
