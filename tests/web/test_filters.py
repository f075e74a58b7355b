"""Dates, numbers and sizes as the office writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from flask import g
from flask_babel import force_locale

from tests.web.tiny import tiny_app
from tracker.paging import Count
from tracker.web.filters import (
    ago_days,
    clock_time,
    counted,
    day,
    day_short,
    moment,
    number,
    percent,
    size,
    weekday_day,
)

DAY = date(2026, 11, 20)
LATE = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # 00:30 on the 21st at the office


@pytest.fixture(autouse=True)
def reading() -> Iterator[None]:
    with tiny_app().test_request_context("/"):
        yield


def test_dates() -> None:
    assert (day(DAY), day_short(date(2026, 3, 2)), weekday_day(DAY)) == (
        "20/11/2026",
        "02/03",
        "thứ Sáu, 20/11/2026",
    )
    assert (day(None), day_short(None), moment(None), weekday_day(None), clock_time(None)) == ("",) * 5


def test_a_moment_is_shown_on_the_offices_clock() -> None:
    assert (moment(LATE), day(LATE), weekday_day(LATE)) == (
        "00:30, 21/11/2026",
        "21/11/2026",
        "thứ Bảy, 21/11/2026",
    )


@pytest.mark.parametrize(
    ("value", "digits", "vietnamese", "english"),
    [
        (1248, 0, "1.248", "1,248"),
        (0, 0, "0", "0"),
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (2.675, 2, "2,68", "2.68"),
        (0.5, 0, "1", "1"),
        (-1248, 0, "-1.248", "-1,248"),
        (None, 0, "-", "-"),
    ],
)
def test_numbers(value: Any, digits: int, vietnamese: str, english: str) -> None:
    assert number(value, digits) == vietnamese
    with force_locale("en"):
        assert number(value, digits) == english


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (Fraction(1, 3), 1, "33,3%"),
        (Fraction(2, 3), 2, "66,67%"),
        (1, 1, "100,0%"),
        (0.1250, 1, "12,5%"),
        (Fraction(46, 93), 1, "49,5%"),
        (Decimal("0.98555"), 2, "98,56%"),
        (None, 2, "-"),
    ],
)
def test_shares(share: Any, digits: int, text: str) -> None:
    assert percent(share, digits) == text


def test_sizes_and_counts() -> None:
    assert [size(octets) for octets in (0, 1023, 421_888, 1_572_864, 15 * 2**20)] == [
        "0 B",
        "1023 B",
        "412 KB",
        "1,5 MB",
        "15 MB",
    ]
    assert [counted(each) for each in (Count(12), Count(1000, more=True), None)] == ["12", "1.000+", ""]


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        (0, "hôm nay", "today"),
        (1, "hôm qua", "yesterday"),
        (-1, "ngày mai", "tomorrow"),
        (3, "3 ngày trước", "3 days ago"),
        (-3, "3 ngày nữa", "in 3 days"),
    ],
)
def test_days_ago(days: int, vietnamese: str, english: str) -> None:
    today = date.fromordinal(DAY.toordinal() + days)
    assert ago_days(DAY, today) == vietnamese
    g.pop("wording")  # kept for the length of a request, which is answered in one language
    with force_locale("en"):
        assert ago_days(DAY, today) == english


def test_templates_know_them() -> None:
    app = tiny_app()
    with app.test_request_context("/"):
        page = app.jinja_env.from_string(
            "{{ d|day }} {{ n|number }} {{ p|percent(2) }} {{ b|size }} {{ d|ago_days(d) }}"
        )
        assert page.render(d=DAY, n=1248, p=0.5, b=2048) == "20/11/2026 1.248 50,00% 2 KB hôm nay"
