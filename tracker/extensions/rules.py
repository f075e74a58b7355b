"""When a due day may be moved (decision 15). No database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.assignments.rules import OWED
from tracker.outbox.rules import DAILY
from tracker.workdays.rules import count_working_days, roll_forward

REMINDING = DAILY | {"urge"}
"""Kinds of letters that speak of the old due day."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The office's limits, and how often this work was given more time already."""

    days: int = 1
    times: int = 2
    granted: int = 0


def barred(
    state: str, due_on: date | None, today: date, limits: Limits, exceptions: Mapping[date, bool]
) -> str | None:
    """Why no extension can be asked for now, whatever the day, as a code; None when one can.

    The body asks before the due day, by so many working days as the office has set (domain 2.4).
    """
    if state not in OWED:
        return "extension_not_owed"
    if due_on is None:
        return "extension_no_day"
    if today >= due_on:
        return "extension_late"
    if count_working_days(today, due_on, exceptions) < limits.days:
        return "extension_too_near"
    return "extension_times" if limits.granted >= limits.times else None


def may_grant(*, state: str, due_on: date | None, new_due_on: date) -> bool:
    """Whether the work is still owed, by a day that the one asked for would put off.

    A return may have moved the due day since it was asked: the request stands as long as it asks for more.
    """
    return state in OWED and due_on is not None and new_due_on > due_on


def due_after_change(
    due_on: date, stated: date | None, before: Mapping[date, bool], after: Mapping[date, bool]
) -> date:
    """The due day once the calendar has changed from `before` to `after` (exceptions of the ordinary week).

    A day that is the stated one passed over days off is worked out again from the stated one; one that was moved
    by people stays, and is passed on only where it has become a day off.
    """
    by_rule = stated is not None and roll_forward(stated, before) == due_on
    return roll_forward(stated if by_rule and stated is not None else due_on, after)
