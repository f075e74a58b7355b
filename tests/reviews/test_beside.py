"""The periods a review is compared with, and the one that follows."""

from __future__ import annotations

import pytest

from tracker.reviews.beside import before, following, year_before
from tracker.reviews.rules import span


@pytest.mark.parametrize(
    ("name", "earlier", "later", "last_year"),
    [
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026-q1", "2025-q4", "2026-q2", "2025-q1"),
        ("2026-h2", "2026-h1", "2027-h1", "2025-h2"),
        ("2026", "2025", "2027", "2025"),
        ("20261001-20261114", "20260817-20260930", "20261115-20261229", "20251001-20251114"),
        ("20240229-20240301", "20240227-20240228", "20240302-20240303", "20230228-20230301"),
        ("260101-260630-260723", "250704-251231-260123", "260724-270120-270212", "250101-250630-250723"),
    ],
)
def test_what_stands_beside_a_period(name: str, earlier: str, later: str, last_year: str) -> None:
    days = span(name)
    assert days is not None
    for found, expected in ((before, earlier), (following, later), (year_before, last_year)):
        other = found(days)
        assert other is not None
        assert (other.name, span(expected)) == (expected, other)


def test_a_span_beside_itself_leaves_no_day_out() -> None:
    days = span("20261001-20261114")
    assert days is not None
    earlier, later = before(days), following(days)
    assert earlier is not None
    assert later is not None
    assert (days.first_on - earlier.cut_on).days == (later.first_on - days.cut_on).days == 1


def test_calendar_months_are_compared_with_calendar_months() -> None:
    days = span("2026-03", 1)
    assert days is not None
    assert before(days, 1) == span("2026-02", 1)
    assert year_before(days, 1) == span("2025-03", 1)
