"""The arithmetic of the review, against published figures and its own identities."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tracker.reviews.identities import require_line
from tracker.reviews.rules import (
    COLUMNS,
    Cells,
    Span,
    Standing,
    bucket,
    current,
    judged,
    neighbour,
    ranking,
    span,
)

CUT = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("name", "first", "cut"),
    [
        ("2026-11", date(2026, 10, 15), date(2026, 11, 14)),
        ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-h1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026", date(2025, 12, 15), date(2026, 12, 14)),
        ("20261001-20261114", date(2026, 10, 1), date(2026, 11, 14)),
    ],
)
def test_a_period_runs_from_the_15th_to_the_14th(name: str, first: date, cut: date) -> None:
    assert span(name) == Span(name, first, cut)


@pytest.mark.parametrize(
    ("name", "first", "cut"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-h1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_calendar_months_are_a_setting(name: str, first: date, cut: date) -> None:
    assert span(name, first_day=1) == Span(name, first, cut)


def test_what_was_given_in_some_days_can_be_judged_as_at_a_later_one() -> None:
    days = span("260101-260630-260723")
    assert days == Span("260101-260630-260723", date(2026, 1, 1), date(2026, 7, 23), date(2026, 6, 30))
    assert days.assigned_to == date(2026, 6, 30)
    assert judged(days, date(2026, 7, 1)).cut_on == date(2026, 7, 1)
    early = judged(days, date(2026, 3, 1))
    assert (early.cut_on, early.assigned_to) == (date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    "name",
    ["", "2026-13", "2026-00", "2026-q5", "20261301-20261401", "20261114-20261001", "x", "260101-260630-260630",
     "260101-260630-260601", "260630-260101-260723", "20260101-20260630-20260723", "²6010101-20260630"],
)  # fmt: skip
def test_what_is_no_period_is_none(name: str) -> None:
    assert span(name) is None


@pytest.mark.parametrize(
    ("today", "name"),
    [(date(2026, 11, 14), "2026-11"), (date(2026, 11, 15), "2026-12"), (date(2026, 12, 31), "2027-01")],
)
def test_the_current_period(today: date, name: str) -> None:
    assert current(today) == name


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("2026-01", "2025-12", "2026-02"),
        ("2026-12", "2026-11", "2027-01"),
        ("2026-q4", "2026-q3", "2027-q1"),
        ("2026-h1", "2025-h2", "2026-h2"),
        ("2026", "2025", "2027"),
        ("20261001-20261114", None, None),
    ],
)
def test_neighbours(name: str, before: str | None, after: str | None) -> None:
    assert (neighbour(name, -1), neighbour(name, 1)) == (before, after)


def test_before_its_cut_a_period_is_judged_as_it_stands_today() -> None:
    days = Span("2026-11", date(2026, 10, 15), date(2026, 11, 14))
    assert judged(days, date(2026, 11, 12)).cut_on == date(2026, 11, 12)
    assert judged(days, date(2026, 11, 20)) == days


def test_the_government_s_figures_of_2017() -> None:
    cells = Cells(given=21_914, done_on_time=14_068, done_late=1_983, open_in_time=5_640, open_overdue=223)
    require_line(cells, "Chính phủ")
    assert (cells.total, cells.done, cells.open) == (21_914, 16_051, 5_863)
    assert cells.rate_due is not None
    assert round(float(cells.rate_due) * 100, 2) == 98.63


def test_rates_without_anything_to_count_are_none() -> None:
    assert (Cells().rate_due, Cells().rate_assigned, Cells().rate_on_time) == (None, None, None)


@pytest.mark.parametrize(
    ("due", "reported", "confirmed", "stopped", "state", "cell"),
    [
        (date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 10), None, "completed", "done_on_time"),
        (date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 6), None, "completed", "done_late"),
        (None, date(2026, 11, 6), date(2026, 11, 6), None, "completed", "done_undated"),
        (date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 20), None, "completed", "open_in_time"),
        (date(2026, 11, 5), date(2026, 11, 5), None, None, "submitted", "open_in_time"),
        (date(2026, 11, 5), date(2026, 11, 6), None, None, "submitted", "open_overdue"),
        (date(2026, 11, 14), None, None, None, "assigned", "open_in_time"),
        (date(2026, 11, 13), None, None, None, "in_progress", "open_overdue"),
        (None, None, None, None, "assigned", "open_undated"),
        (date(2026, 11, 5), None, None, date(2026, 11, 1), "suspended", "suspended"),
        (date(2026, 11, 5), None, None, date(2026, 11, 1), "cancelled", "cancelled"),
        (date(2026, 11, 5), None, None, date(2026, 11, 20), "cancelled", "open_overdue"),
    ],
)
def test_which_cell(
    due: date | None,
    reported: date | None,
    confirmed: date | None,
    stopped: date | None,
    state: str,
    cell: str,
) -> None:
    assert bucket(Standing(date(2026, 10, 20), due, reported, confirmed, stopped, state), CUT) == cell


def test_ranking_needs_enough_tasks_and_shares_places() -> None:
    rows = {
        1: Cells(given=10, done_on_time=10),
        2: Cells(given=10, done_on_time=8, open_overdue=2),
        3: Cells(given=10, done_late=8, open_overdue=2),
        4: Cells(given=1, done_on_time=1),
    }
    assert ranking(rows, 5) == {1: 1, 2: 2, 3: 2}
    assert rows[2].rate_due == Fraction(4, 5)


def test_the_columns_are_the_cells_they_sum() -> None:
    cells = Cells(10, 26, 1, 2, 3, 4, 5, 6, 15)
    assert [cells.column(number) for number in COLUMNS] == [
        sum(getattr(cells, name) for name in names) for names in COLUMNS.values()
    ]
