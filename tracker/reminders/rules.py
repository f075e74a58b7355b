"""The ladder of automatic reminders (decision 11): which step an assignment stands on. No database, no clock.

Steps are reached, not hit: a day missed is caught up by the next run, once. The due day is part of the step, so a
moved date starts the ladder anew. Days are working days.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from tracker.settings.rules import LetterRules
from tracker.workdays.rules import DAY, is_working

OFFICE_MORNING = time(7, 0)
"""When the office's own letter of the day leaves; those to bodies and people begin to at `MORNING`."""
MORNING = time(7, 30)
EVENING = time(17, 0)
SPREAD = timedelta(minutes=30)
"""Automatic letters leave over this time, so that no mail server gets a province's mail in one minute."""
QUIET = timedelta(hours=24)
"""A body is not reminded of the same assignment twice within this time."""

CALL = "call:"
"""How the step of a telephone call begins in the ledger; its moment follows."""

LONGEST_LIST = 10  # tasks spelled out in a letter; the page behind its link has them all
MOST_AT_ONCE = 5000  # assignments one press of the button may urge

LEFT_OUT = ("reminded", "extension", "objected", "no_mailbox", "reported")
"""Why an assignment gets no letter, in the order asked."""


def steps(
    today: date, first: date, last: date, exceptions: Mapping[date, bool], ladder: LetterRules
) -> dict[date, str]:
    """Due day to the step reached today, for due days from `first` to `last` that have reached one.

    Before: `D-3` from three working days ahead, `D-0` on the day itself. After: `D+1`, `D+3`, `D+7`, then every
    fifth working day; all of it as the office has set it.
    """
    reached: dict[date, str] = {}
    day, left, farthest = today, 0, max(ladder.before, default=-1)
    while day <= last and left <= farthest:
        reached[day] = f"D-{min(step for step in ladder.before if step >= left)}"
        day += DAY
        left += is_working(day, exceptions)
    day, late = today, 0
    while day > first:
        late += is_working(day, exceptions)
        day -= DAY
        if step := late_step(late, ladder):
            reached[day] = f"D+{step}"
    return {day: f"{day}:{step}" for day, step in reached.items() if first <= day <= last}


def half_hour(morning: datetime, evening: datetime, now: datetime) -> tuple[datetime, datetime]:
    """From when to when letters queued at `now` leave: from 07:30, or at once where that half-hour has passed."""
    begin = morning if now < morning + SPREAD else now
    return begin, min(begin + SPREAD, evening)


def is_beyond(step: str, ladder: LetterRules) -> bool:
    """Whether a step after the due day is one of those that come back every so many days."""
    number = step.rpartition("+")[2]
    return number.isdecimal() and int(number) > max(ladder.after, default=0)


def moment(mailbox: str, begin: datetime, end: datetime) -> datetime:
    """When a mailbox's automatic letter leaves: its own whole second of `begin` to `end`, the same every day.

    Of the mailbox alone, so that whoever queues the letters, in whichever order, comes to the same moment.
    """
    share = int.from_bytes(sha256(mailbox.encode()).digest()[:4]) / 2**32
    return begin + timedelta(seconds=int(share * max((end - begin).total_seconds(), 0)))


def late_step(late: int, ladder: LetterRules) -> int:
    """The last step reached after so many working days past the due day; 0 for none."""
    last = ladder.after[-1] if ladder.after else 0
    if ladder.remind_every and last and late > last:
        return late - (late - last) % ladder.remind_every
    return max((step for step in ladder.after if step <= late), default=0)


def in_week(day: date, weekday: int, exceptions: Mapping[date, bool]) -> date | None:
    """The day of `day`'s week on which a weekly letter goes: that weekday (1 is Monday) or the next working day,
    else the one before it; None when the whole week is off or the letter is never sent (0)."""
    if not weekday:
        return None
    monday = day - DAY * day.weekday()
    week = [each for n in range(7) if is_working(each := monday + DAY * n, exceptions)]
    wanted = monday + DAY * (weekday - 1)
    return next((each for each in week if each >= wanted), week[-1] if week else None)


def next_in_week(day: date, weekday: int, exceptions: Mapping[date, bool]) -> date | None:
    """The first day from `day` on that `in_week` names; None for never, or not within eight weeks."""
    for week in range(8):
        found = in_week(day + DAY * 7 * week, weekday, exceptions)
        if found is not None and found >= day:
            return found
    return None


def review_stage(left: int, rules: LetterRules, *, is_silent: bool) -> str:
    """What a body is told so many working days before the cut of a period: `silent`, `ahead` or nothing."""
    if is_silent and 0 <= left <= rules.review_silent and rules.review_silent:
        return "silent"
    return "ahead" if 0 <= left <= rules.review_before and rules.review_before else ""


def template_of(kind: str) -> str:
    """The folder of texts a kind of letter is written from: those that list a body's tasks share one."""
    return "daily" if kind in {"accept", "due", "late", "review"} else kind


def kind_of(groups: Collection[str], *, is_weekly: bool, is_review: bool) -> str:
    """What one letter that tells several things is called, by the gravest of them."""
    if is_weekly:
        return "weekly"
    if OVERDUE in groups:
        return "late"
    if {TODAY, SOON} & set(groups):
        return "due"
    return "accept" if NOT_ACCEPTED in groups or not is_review else "review"


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
    """One task as a letter tells of it; `group` is one of GROUPS."""

    assignment_id: int
    title: str
    section: str
    directive: str
    due_on: date | None
    days_late: int
    is_today: bool
    group: str
    number: int


OVERDUE, TODAY, SOON, RETURNED, NOT_ACCEPTED, NEW, OTHER = GROUPS = ("1", "2", "3", "4", "5", "6", "7")
"""What a letter says of a task, in the order of a letter."""
NEW_FOR = timedelta(days=7)


def group_of(
    due_on: date | None, today: date, *, soon: date = date.max, state: str = "", assigned_on: date = date.min
) -> str:
    """One of GROUPS; `soon` is the last day that is near, and without the other facts nothing is told apart."""
    if due_on is not None and due_on < today:
        return OVERDUE
    if due_on == today:
        return TODAY
    if state == "returned":
        return RETURNED
    if due_on is not None and due_on <= soon:
        return SOON
    if assigned_on > today - NEW_FOR:
        return NEW
    return OTHER if state else SOON
