"""The ladder of automatic reminders (decision 11): which step an assignment stands on. No database, no clock.

Steps are reached, not hit: a day missed is caught up by the next run, once. The due day is part of the step, so a
moved date starts the ladder anew. Days are working days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from tracker.workdays.rules import DAY, is_working

LATE_STEPS = (1, 3, 7)
WEEK = 5  # working days from one step to the next after the last of LATE_STEPS
MORNING = time(7, 30)
EVENING = time(17, 0)
SPREAD = timedelta(minutes=30)
"""Automatic letters leave over this time, so that no mail server gets a province's mail in one minute."""
QUIET = timedelta(hours=24)
"""A body is not reminded of the same assignment twice within this time."""

LONGEST_LIST = 10  # tasks spelled out in a letter; the page behind its link has them all
MOST_AT_ONCE = 5000  # assignments one press of the button may urge

LEFT_OUT = ("reminded", "extension", "objected", "no_mailbox", "reported")
"""Why an assignment gets no letter, in the order asked."""


def steps(
    today: date, first: date, last: date, exceptions: Mapping[date, bool], soon: int
) -> dict[date, str]:
    """Due day to the step reached today, for due days from `first` to `last` that have reached one.

    Before: `D-<soon>` from that many working days ahead, `D-0` on the day itself. After: `D+1`, `D+3`, `D+7`,
    then every fifth working day.
    """
    reached: dict[date, str] = {}
    day, left = today, 0
    while day <= last and left <= soon:
        reached[day] = f"D-{soon if left else 0}"
        day += DAY
        left += is_working(day, exceptions)
    day, late = today, 0
    while day > first:
        late += is_working(day, exceptions)
        day -= DAY
        if step := late_step(late):
            reached[day] = f"D+{step}"
    return {day: f"{day}:{step}" for day, step in reached.items() if first <= day <= last}


def moment(mailbox: str, begin: datetime, end: datetime) -> datetime:
    """When a mailbox's automatic letter leaves: its own whole second of `begin` to `end`, the same every day.

    Of the mailbox alone, so that whoever queues the letters, in whichever order, comes to the same moment.
    """
    share = int.from_bytes(sha256(mailbox.encode()).digest()[:4]) / 2**32
    return begin + timedelta(seconds=int(share * max((end - begin).total_seconds(), 0)))


def late_step(late: int) -> int:
    """The last step reached after so many working days past the due day; 0 for none."""
    last = LATE_STEPS[-1]
    if late > last:
        return late - (late - last) % WEEK
    return max((step for step in LATE_STEPS if step <= late), default=0)


def left_out(
    *, is_owed: bool, is_objected: bool, extension_asked: bool, has_mailbox: bool, reminded_lately: bool
) -> str | None:
    """Why urging by hand leaves an assignment out (a word of LEFT_OUT), or None."""
    if not is_owed:
        return "reported"
    if is_objected:
        return "objected"
    if extension_asked:
        return "extension"
    if reminded_lately:
        return "reminded"
    return None if has_mailbox else "no_mailbox"


@dataclass(frozen=True, slots=True)
class Line:
    """One task as a letter tells of it; `group` is 1 overdue, 2 due today, 3 due later or without a day."""

    assignment_id: int
    title: str
    section: str
    directive: str
    due_on: date | None
    days_late: int
    is_today: bool
    group: str
    number: int


def group_of(due_on: date | None, today: date) -> str:
    """`1` overdue, `2` due today, `3` the rest: also the order in a letter."""
    if due_on is None or due_on > today:
        return "3"
    return "2" if due_on == today else "1"
