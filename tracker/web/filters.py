"""Dates, numbers and sizes as the office writes them, in both languages.

Called for every row of a table, so plain formatting, no locale data; only words go through gettext.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from flask import Flask
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from tracker import clock
from tracker.paging import Count

NOTHING = "-"  # a rate with nothing to count, as in the office's tables
WEEKDAYS = (
    lazy_gettext("Monday"),
    lazy_gettext("Tuesday"),
    lazy_gettext("Wednesday"),
    lazy_gettext("Thursday"),
    lazy_gettext("Friday"),
    lazy_gettext("Saturday"),
    lazy_gettext("Sunday"),
)


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    shown = (day, day_short, moment, clock_time, weekday_day, number, counted, percent, size, ago_days, age)
    app.jinja_env.filters.update({each.__name__: each for each in shown})


def day(value: date | datetime | None) -> str:
    """20/11/2026, "" for None; a moment is shown as the office's date."""
    if value is None:
        return ""
    value = _at_office(value)
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def day_short(value: date | datetime | None) -> str:
    """16/11, "" for None; where the year is plain from the page."""
    if value is None:
        return ""
    value = _at_office(value)
    return f"{value.day:02d}/{value.month:02d}"


def moment(value: datetime | None) -> str:
    """09:12, 20/11/2026 at the office, "" for None."""
    return "" if value is None else f"{clock_time(value)}, {day(value)}"


def clock_time(value: datetime | None) -> str:
    """09:12 at the office, "" for None."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{local.hour:02d}:{local.minute:02d}"


def weekday_day(value: date | datetime | None) -> str:
    """thứ Sáu, 20/11/2026 (Friday, 20/11/2026), "" for None."""
    return "" if value is None else f"{WEEKDAYS[_at_office(value).weekday()]}, {day(value)}"


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """1.248 or 0,5 (in English 1,248 and 0.5); "-" for None. Halves round away from zero."""
    if value is None:
        return NOTHING
    if digits or not isinstance(value, int):
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{value:,}"
    return text.translate(_SWAPPED) if _is_vietnamese() else text


def counted(value: Count | None) -> str:
    """1.000+ for more than was counted; "" for None."""
    return "" if value is None else f"{number(value.number)}{'+' if value.more else ''}"


def percent(value: float | Decimal | Fraction | None, digits: int = 1) -> str:
    """A share of 1 as 33,3% (in English 33.3%); "-" for None, when there was nothing to divide by."""
    if value is None:
        return NOTHING
    share = (
        Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    )
    return f"{number(share * 100, digits)}%"


def size(octets: int) -> str:
    """412 KB, 1,5 MB."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024 * 1024:
        return f"{number(octets / 1024)} KB"
    megabytes = octets / (1024 * 1024)
    return f"{number(megabytes, 0 if megabytes >= 10 else 1)} MB"


def ago_days(value: date, today: date) -> str:
    """today, yesterday, 3 days ago; for what is to come: tomorrow, in 3 days."""
    days = (today - value).days
    if days == 0:
        return str(gettext("today"))
    if abs(days) == 1:
        return str(gettext("yesterday") if days == 1 else gettext("tomorrow"))
    if days > 0:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", days))
    return str(ngettext("in %(num)s day", "in %(num)s days", -days))


def age(value: datetime) -> str:
    """How long ago a moment was, in minutes below one hour, hours below two days, else days."""
    minutes = max(int((clock.now() - value).total_seconds() // 60), 0)
    if minutes < 60:
        return str(ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes))
    if minutes < 48 * 60:
        return str(ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", minutes // (24 * 60)))


_SWAPPED = str.maketrans(",.", ".,")


def _is_vietnamese() -> bool:
    locale = get_locale()
    return locale is None or str(locale.language) == "vi"


def _at_office(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
