"""Working days against an independent calendar: the `holidays` package's own arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from tracker.errors import NotAllowed, Refused
from tracker.workdays import actions, queries, rules, seed

YEARS = range(2024, 2028)
ORACLE = holidays.country_holidays("VN", years=YEARS)
TABLE = {row.day: row.is_working for year in YEARS for row in seed.proposed_days(year)}
DAYS = st.dates(date(2024, 2, 1), date(2027, 10, 1))


@given(DAYS)
def test_a_day_is_worked_as_the_calendar_says(day: date) -> None:
    assert rules.is_working(day, TABLE) is ORACLE.is_working_day(day)


@given(DAYS, st.integers(1, 40))
def test_the_nth_working_day(day: date, n: int) -> None:
    assert rules.add_working_days(day, n, TABLE) == ORACLE.get_nth_working_day(day, n)
    assert rules.add_working_days(day, -n, TABLE) == ORACLE.get_nth_working_day(day, -n)


@given(DAYS, st.integers(0, 90))
def test_counting(day: date, more: int) -> None:
    until = day + timedelta(days=more)
    wanted = ORACLE.get_working_days_count(day, until) - ORACLE.is_working_day(day)
    assert rules.count_working_days(day, until, TABLE) == wanted
    assert rules.count_working_days(until, day, TABLE) == -wanted


@given(DAYS)
def test_a_due_day_off_rolls_to_the_next_working_day(day: date) -> None:
    rolled = rules.roll_forward(day, TABLE)
    assert rolled == (day if ORACLE.is_working_day(day) else ORACLE.get_nth_working_day(day, 1))


def test_ten_working_days_over_tet() -> None:
    assert rules.add_working_days(date(2026, 2, 10), 10, TABLE) == date(2026, 3, 3)


def test_seeding_twice_keeps_what_the_office_set(app: Flask, world: World) -> None:
    office = world.viewer("oanh")
    actions.set_day(office, date(2026, 9, 3), is_working=False, name="Nghỉ bù", source="TB 1/TB-UBND")
    assert date(2026, 2, 17) in actions.seed_year(office, 2026)
    assert actions.seed_year(office, 2026) == []
    known = queries.exceptions(date(2026, 1, 1), date(2026, 12, 31))
    assert known[date(2026, 9, 3)] is False
    assert known[date(2026, 8, 22)] is True, "a Saturday worked in exchange"


def test_a_day_needs_its_occasion_and_only_the_office_sets_it(app: Flask, world: World) -> None:
    with pytest.raises(Refused):
        actions.set_day(world.viewer("oanh"), date(2026, 9, 3), is_working=False, name=" ", source="x")
    with pytest.raises(NotAllowed):
        actions.set_day(world.viewer("binh"), date(2026, 9, 3), is_working=False, name="x", source="x")
