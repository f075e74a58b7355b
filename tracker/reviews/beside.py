"""The periods beside one: the one before, the same of last year, the one that follows. No database, no clock."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.reviews.rules import DAYS, Span, neighbour, span


def before(days: Span, first_day: int = 15) -> Span | None:
    """The period of the same kind before one; for a span of days, as many days just before it."""
    if DAYS.fullmatch(days.name):
        return _moved(days, days.first_on - days.assigned_to - timedelta(days=1))
    return span(neighbour(days.name, -1) or "", first_day)


def following(days: Span, first_day: int = 15) -> Span | None:
    """The period of the same kind after one; for a span of days, as many days just after its cut."""
    if DAYS.fullmatch(days.name):
        return _moved(days, days.cut_on - days.first_on + timedelta(days=1))
    return span(neighbour(days.name, 1) or "", first_day)


def year_before(days: Span, first_day: int = 15) -> Span | None:
    """The same period of the year before."""
    if not DAYS.fullmatch(days.name):
        return span(f"{int(days.name[:4]) - 1}{days.name[4:]}", first_day)
    year_ago = [_year_ago(each) for each in (days.first_on, days.assigned_to, days.cut_on)]
    return span(name_of(*year_ago))


def _moved(days: Span, by: timedelta) -> Span | None:
    try:
        return span(name_of(*(each + by for each in (days.first_on, days.assigned_to, days.cut_on))))
    except OverflowError:  # before the year 1 or after 9999 there is none
        return None


def _year_ago(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(max(1, day.year - 1), day.month, last)


def name_of(first: date, given_to: date, cut: date) -> str:
    """What any days are called as a period (`rules.span`)."""
    if given_to == cut:
        return f"{first:%Y%m%d}-{cut:%Y%m%d}"
    return f"{first:%y%m%d}-{given_to:%y%m%d}-{cut:%y%m%d}"
