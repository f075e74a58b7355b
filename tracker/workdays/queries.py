"""Reading the table of days that differ from the ordinary week."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from tracker.db import db, rows
from tracker.workdays.models import CalendarDay

_EXCEPTIONS = select(CalendarDay.day, CalendarDay.is_working).where(
    CalendarDay.day.between(bindparam("first"), bindparam("last"))
)


def exceptions(first: date, last: date) -> dict[date, bool]:
    """Day to "is worked" for the exceptional days from `first` to `last`, both included."""
    return {row.day: row.is_working for row in rows(_EXCEPTIONS, first=first, last=last)}


def days_of_year(year: int) -> list[CalendarDay]:
    """The exceptional days of a year, in order."""
    return list(
        db.session.scalars(
            select(CalendarDay)
            .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
            .order_by(CalendarDay.day)
        )
    )


def day_told(day: date) -> CalendarDay | None:
    """What the table says of a day; None when it follows the ordinary week."""
    return db.session.get(CalendarDay, day)
