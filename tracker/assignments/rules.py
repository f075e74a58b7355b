"""The life of an assignment: its states, its moves, and what its dates mean. No database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tracker.workdays.rules import add_working_days, count_working_days

STATES = (
    "assigned",
    "in_progress",
    "submitted",
    "completed",
    "returned",
    "objected",
    "suspended",
    "cancelled",
)

OWED = ("assigned", "in_progress", "returned", "objected")
"""States in which the body still owes a report; only these can be overdue (decision 5)."""

OPEN = (*OWED, "submitted")

MOVES: dict[str, tuple[str, ...]] = {
    "accept": ("assigned",),
    "report": ("assigned", "in_progress", "returned"),
    "submit": ("assigned", "in_progress", "returned", "submitted"),  # a colleague may add to what was sent
    "withdraw": ("submitted", "in_progress"),
    "confirm": ("submitted",),
    "return": ("submitted",),
    "take_back": ("completed",),  # a confirmation nobody has been told of yet
    "object": ("assigned",),
    "uphold": ("objected",),  # the objection is not accepted, the work stays
    "suspend": OPEN,
    "resume": ("suspended",),
    "cancel": (*OPEN, "suspended"),
    "uncancel": ("cancelled",),  # taken off a body by a slip nobody has been told of yet
    "exempt": (*OPEN, "suspended"),  # does not apply to this body
    "reopen": ("completed", "cancelled"),
}
"""Each verb and the states it may be done in (domain 1.2)."""

MANAGED = ("uphold", "suspend", "resume", "cancel", "exempt", "reopen")
"""What is decided on an assignment besides its result, in the order a screen offers it."""

SAID_OF = {
    "returned": ("return",),
    "objected": ("object",),
    "suspended": ("suspend",),
    "cancelled": ("cancel", "exempt"),
    "assigned": ("uphold", "reopen"),
    "in_progress": ("reopen",),
}
"""The decisions whose reason the page keeps showing while an assignment stands where they put it."""

AFTER_REPORT = {"doing": "in_progress", "difficulty": "in_progress", "done": "submitted"}
"""The state each kind of report leads to."""

SCREEN = {
    "assigned": "new",
    "objected": "new",
    "in_progress": "doing",
    "submitted": "wait",
    "completed": "done",
    "returned": "back",
    "suspended": "stop",
    "cancelled": "stop",
}
"""The six states a screen shows (decision 4)."""


def may_move(state: str, verb: str) -> bool:
    """Whether a verb may be done to an assignment in this state."""
    return state in MOVES[verb]


def may_report(state: str, status: str) -> bool:
    """Whether a body may say this of its work now; what it has submitted it may only add to."""
    return may_move(state, "submit" if status == "done" else "report")


def is_undone_by_withdrawal(state: str, round: int, *, status: str, report_round: int) -> bool:
    """Whether the assignment still stands where a report put it, so that the report can be taken back."""
    return may_move(state, "withdraw") and (state, round) == (AFTER_REPORT[status], report_round)


def days_late(due_on: date | None, day: date) -> int:
    """Calendar days past the due day, 0 when none: the due day itself is in time (Civil Code 2015, art. 148)."""
    return max(0, (day - due_on).days) if due_on else 0


def due_after_return(due_on: date | None, reported_on: date, two_working_days_later: date) -> date | None:
    """Reported in time but returned: due = max(due, day of return + 2 working days) (decision 5)."""
    if due_on is None or reported_on > due_on:
        return due_on
    return max(due_on, two_working_days_later)


def may_object(assigned_on: date, today: date, limit_days: int, exceptions: Mapping[date, bool]) -> bool:
    """Whether a body may still say the work is not its own: within so many working days of getting it."""
    return today <= add_working_days(assigned_on, limit_days, exceptions)


def due_after_suspension(
    due_on: date | None, stopped_on: date, resumed_on: date, exceptions: Mapping[date, bool]
) -> date | None:
    """The due day moves by the working days suspended (decision 7); the day of suspending is not counted."""
    if due_on is None:
        return None
    return add_working_days(due_on, count_working_days(stopped_on, resumed_on, exceptions), exceptions)


def after_reopening(state: str, *, is_received: bool) -> str:
    """Where reopened work stands: finished work is in progress again, cancelled work is as far as it had got."""
    return "in_progress" if state == "completed" or is_received else "assigned"


def may_withdraw(since: datetime, now: datetime, limit_hours: int) -> bool:
    """What somebody has said may be taken back within the limit (24 hours by default)."""
    return now - since <= timedelta(hours=limit_hours)


def age_of_lateness(days: int) -> str:
    """1-7, 8-30, 31-60, 61-120 or over 120 days (decision 12)."""
    for last, name in ((7, "1-7"), (30, "8-30"), (60, "31-60"), (120, "61-120")):
        if days <= last:
            return name
    return ">120"


def silent_since(today: date, days: int) -> date:
    """The last day that counts as silent for `days` days."""
    return today - timedelta(days=days)
