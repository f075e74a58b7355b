"""Numbers, dates and periods as an official document writes them; documents are in Vietnamese whoever downloads."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tracker import clock
from tracker.reviews.rules import DAYS, HALF, MONTH, QUARTER, YEAR, Span, span

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def number(value: int) -> str:
    """1.248."""
    return f"{value:,}".replace(",", ".")


def figure(value: float | None) -> str:
    """A measured figure, at most three places: 1.248,5; "" for none."""
    if value is None:
        return ""
    whole, _, rest = f"{value:,.3f}".partition(".")
    return f"{whole.replace(',', '.')},{rest}".rstrip("0").rstrip(",")


def percent(value: Fraction | None, digits: int = 1) -> str:
    """33,3% (half up); "-" where there is nothing to divide by (domain 4.2)."""
    return "-" if value is None else f"{points(value, digits)}%"


def points(value: Fraction, digits: int = 1) -> str:
    """The share in percent without its sign: 33,3."""
    share = Decimal(value.numerator * 100) / value.denominator
    return str(share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)).replace(".", ",")


def day(value: date | None) -> str:
    """20/11/2026, "" for None."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}" if value else ""


def moment(value: datetime) -> str:
    """09:20, 20/11/2026 at the office."""
    local = clock.local(value)
    return f"{local.hour:02d}:{local.minute:02d}, {day(local.date())}"


def written_day(value: date) -> str:
    """ngày 05 tháng 01 năm 2026: days under 10 and months 1 and 2 are padded (decree 30/2020/NĐ-CP, appendix I)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def named_period(name: str) -> str:
    """tháng 11 năm 2026, quý IV năm 2026, 6 tháng đầu năm 2026, năm 2026; a span of days by its days."""
    if found := MONTH.fullmatch(name):
        return f"tháng {int(found[2])} năm {found[1]}"
    if found := QUARTER.fullmatch(name):
        return f"quý {ROMAN[int(found[2]) - 1]} năm {found[1]}"
    if found := HALF.fullmatch(name):
        return f"6 tháng {'đầu' if found[2] == '1' else 'cuối'} năm {found[1]}"
    if YEAR.fullmatch(name):
        return f"năm {name}"
    days = span(name)
    return period(days) if days else name


def period(days: Span) -> str:
    """A period's name in words, or its days."""
    if not DAYS.fullmatch(days.name):
        return named_period(days.name)
    judged = f", tính đến hết ngày {day(days.cut_on)}" if days.given_to else ""
    return f"từ {day(days.first_on)} đến {day(days.assigned_to)}{judged}"


def in_full(name: str) -> str:
    """An authority's name without the office's usual abbreviation: Ủy ban nhân dân tỉnh …"""
    return name.replace("UBND", "Ủy ban nhân dân")
