"""A year's public holidays as the `holidays` package knows them: a proposal the office corrects in the table."""

from __future__ import annotations

from datetime import date

from tracker.workdays.models import CalendarDay

SOURCE = "Bộ luật Lao động, điều 112; thông báo hoán đổi ngày làm việc hằng năm"


def proposed_days(year: int) -> list[CalendarDay]:
    """Holidays and substitute days off (`is_working` False) and worked week-end days (True) of a year.

    Swapped days are known once the government has decided them; Tết of later years is computed.
    """
    import holidays  # heavy: loaded by whoever seeds a year, never by the web

    known = holidays.country_holidays("VN", years=year, language="vi")
    off = {day: name for day, name in known.items() if day.year == year}
    worked = {day: "Ngày làm bù" for day in known.weekend_workdays if day.year == year}
    return [_row(day, False, name) for day, name in sorted(off.items())] + [
        _row(day, True, name) for day, name in sorted(worked.items()) if day not in off
    ]


def _row(day: date, is_working: bool, name: str) -> CalendarDay:
    return CalendarDay(day=day, is_working=is_working, name=name, source=SOURCE)
