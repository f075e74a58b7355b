"""Reading the table of days that differ from the ordinary week."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import object_session

from tracker.db import db, fetch
from tracker.settings import seldom
from tracker.settings.seldom import marks_its_changes
from tracker.workdays.models import CalendarDay

_EXCEPTIONS = select(CalendarDay.day, CalendarDay.is_working)
KEPT = "calendar"
marks_its_changes(CalendarDay)


def exceptions(first: date, last: date) -> dict[date, bool]:
    """Day to "is worked" for the exceptional days from `first` to `last`, both included.

    All of them (some twenty a year) are kept for the database session (one request, one job run) and beyond
    (`settings/seldom.py`).
    """
    kept: dict[date, bool] | None = db.session.info.get(KEPT)
    if kept is None:
        kept = db.session.info[KEPT] = seldom.kept(KEPT, _read)
    return {day: is_working for day, is_working in kept.items() if first <= day <= last}


def _read() -> dict[date, bool]:
    return {row.day: row.is_working for row in fetch(_EXCEPTIONS)}


@event.listens_for(CalendarDay, "after_insert")
@event.listens_for(CalendarDay, "after_update")
@event.listens_for(CalendarDay, "after_delete")
def forget(mapper: Any, connection: Any, day: CalendarDay) -> None:
    """The calendar is changed: it is read again."""
    if session := object_session(day):
        session.info.pop(KEPT, None)


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
