"""The ladder's steps: reached, not hit; counted in working days; silent days do not count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.reminders import rules
from tracker.settings.rules import LetterRules
from tracker.workdays.rules import count_working_days, is_working

MONDAY = date(2026, 3, 2)
TET = {date(2026, 2, 16) + timedelta(days=n): False for n in range(5)}


def step(due_on: date, today: date = MONDAY, days_off: dict[date, bool] | None = None) -> str | None:
    last = max(due_on, today)
    found = rules.steps(today, min(due_on, today), last, days_off or {}, LetterRules()).get(due_on)
    return found.partition(":")[2] if found else None


@pytest.mark.parametrize(
    ("due_on", "wanted"),
    [
        (date(2026, 3, 6), None),  # Friday: four working days ahead
        (date(2026, 3, 5), "D-3"),
        (date(2026, 3, 3), "D-3"),  # a step missed on the day itself is still reached
        (date(2026, 3, 2), "D-0"),
        (date(2026, 2, 27), "D+1"),  # Friday: one working day late on Monday
        (date(2026, 2, 26), "D+1"),
        (date(2026, 2, 25), "D+3"),
        (date(2026, 2, 19), "D+7"),
        (date(2026, 2, 16), "D+7"),  # ten working days late
        (date(2026, 2, 12), "D+12"),
        (date(2026, 2, 5), "D+17"),
    ],
)
def test_steps_are_reached(due_on: date, wanted: str | None) -> None:
    assert step(due_on) == wanted


def test_a_holiday_is_no_step() -> None:
    after_tet = date(2026, 2, 23)
    assert step(date(2026, 2, 13), after_tet, TET) == "D+1"
    assert step(date(2026, 2, 13), after_tet) == "D+3"


def test_the_due_day_is_part_of_the_step() -> None:
    assert rules.steps(MONDAY, MONDAY, MONDAY, {}, LetterRules()) == {MONDAY: "2026-03-02:D-0"}


def test_every_due_day_agrees_with_counting_day_by_day() -> None:
    days_off = TET | {date(2026, 2, 28): True}
    first, last = date(2025, 12, 1), date(2026, 3, 20)
    table = rules.steps(MONDAY, first, last, days_off, LetterRules())
    day = first
    while day <= last:
        late = count_working_days(day, MONDAY, days_off)
        if day > MONDAY:
            wanted = "D-3" if 0 < -late <= 3 else "D-0" if late == 0 else None
        elif day == MONDAY:
            wanted = "D-0"
        else:
            wanted = (
                f"D+{rules.late_step(late, LetterRules())}" if rules.late_step(late, LetterRules()) else None
            )
        assert table.get(day) == (f"{day}:{wanted}" if wanted else None), day
        day += timedelta(days=1)
    assert is_working(date(2026, 2, 28), days_off)


@pytest.mark.parametrize(
    ("late", "wanted"),
    [(0, 0), (1, 1), (2, 1), (3, 3), (6, 3), (7, 7), (11, 7), (12, 12), (16, 12), (17, 17)],
)
def test_after_a_week_it_is_weekly(late: int, wanted: int) -> None:
    assert rules.late_step(late, LetterRules()) == wanted


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, None),
        ({"is_owed": False, "reminded_lately": True}, "reported"),
        ({"extension_asked": True, "reminded_lately": True}, "extension"),
        ({"is_objected": True, "reminded_lately": True}, "objected"),
        ({"reminded_lately": True, "has_mailbox": False}, "reminded"),
        ({"has_mailbox": False}, "no_mailbox"),
    ],
)
def test_who_is_left_out(facts: dict[str, bool], wanted: str | None) -> None:
    usual = {"is_owed": True, "has_mailbox": True}
    usual |= dict.fromkeys(("is_objected", "extension_asked", "reminded_lately"), False)
    assert rules.left_out(**(usual | facts)) == wanted
