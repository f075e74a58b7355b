"""What is done to many assignments at once, to how many, and which are left out. No database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tracker.assignments.rules import OPEN, OWED, may_move
from tracker.workdays.rules import add_working_days, roll_forward

VERBS = ("call", "extend", "confirm", "reassign", "submit", "mailbox", "official")
MOST_AT_ONCE = {
    "call": 5000, "extend": 5000, "confirm": 50, "reassign": 50, "submit": 500, "mailbox": 50, "official": 200,
}  # fmt: skip
"""How much one press of a button may change: what somebody has read (confirm), what each has words of its own, or
what a page can be (submit) is less."""
TOO_MANY = {"mailbox": "too_many_bodies", "official": "too_many_followed"}
"""What is refused above that, where it is no work (too_many_selected)."""
OF_BODIES = frozenset(TOO_MANY)
"""What is done to bodies (and directives) themselves, not to their work."""
UNTOLD = frozenset({"confirm", "reassign"})
"""What is taken back only while its letters wait; later work is reopened, or recalled, with a reason each."""

LEFT_OUT = (
    "changed",
    "not_owed",
    "no_day",
    "extension",
    "not_later",
    "not_reported",
    "ended",
    "has_task",
    "day_passed",
    "waits_already",
    "so_already",
)
"""Why something is left out, in the order a page lists it."""


def bar(verb: str, row: Any) -> str | None:
    """Why a verb cannot be done to an assignment as it stands (a word of LEFT_OUT); None when it can."""
    if verb == "extend":
        if row.state not in OWED:
            return "not_owed"
        if row.due_on is None:
            return "no_day"
        return "extension" if row.asks else None
    if verb == "confirm":
        return None if may_move(row.state, "confirm") else "not_reported"
    if verb == "reassign":
        return "ended" if row.is_ended or not may_move(row.state, "cancel") else None
    if verb == "submit":
        return None if row.state in OPEN else "ended"
    return None


def later_day(
    due_on: date, today: date, exceptions: Mapping[date, bool], *, new_due_on: date | None, working_days: int | None
) -> date:  # fmt: skip
    """The day work gets: the one named, or so many working days after its due day (today where that has passed)."""
    if new_due_on is not None:
        return roll_forward(new_due_on, exceptions)
    return add_working_days(max(due_on, today), working_days or 0, exceptions)


def undo_time(verb: str, *, withdraw_hours: int, recall_minutes: int) -> timedelta:
    """How long a batch can be taken back: as long as its letters wait, else as long as what somebody has said."""
    return timedelta(minutes=recall_minutes) if verb in UNTOLD else timedelta(hours=withdraw_hours)


def may_undo(batch: Any, now: datetime, limit: timedelta) -> bool:
    """Whether a batch can be taken back: not yet, and within the limit."""
    return batch.undone_at is None and now - batch.made_at <= limit


def packed(versions: Mapping[int, int | None], mark: str = "") -> str:
    """Ids with the versions they were shown in (None: not shown yet), as one hidden field carries them."""
    pairs = versions.items()
    return " ".join(f"{mark}{id}.{'' if version is None else version}" for id, version in pairs)


def unpacked(words: str, mark: str = "") -> dict[int, int | None]:
    """The same again, of those with this mark; what is no such pair is left out."""
    found: dict[int, int | None] = {}
    for word in words.split():
        id, _, version = word.removeprefix(mark).partition(".")
        is_pair = id.isdecimal() and (version.isdecimal() or not version)
        if word.startswith(mark) and is_pair and len(id) < 19 and len(version) < 10:
            found[int(id)] = int(version) if version else None
    return found


def shown(before: Mapping[int, int | None], rows: Iterable[Any]) -> dict[int, int | None]:
    """The versions of rows as a page shows them; what was shown before keeps its own: a second look is no sight."""
    return {row.id: row.version if before.get(row.id) is None else before[row.id] for row in rows}


def by_reason(
    rows: Iterable[Any], reason_of: Callable[[Any], str | None]
) -> tuple[list[Any], dict[str, list[Any]]]:
    """(those nothing stands in the way of, the others by reason)."""
    free: list[Any] = []
    out: dict[str, list[Any]] = {reason: [] for reason in LEFT_OUT}
    for row in rows:
        reason = reason_of(row)
        (free if reason is None else out[reason]).append(row)
    return free, {reason: found for reason, found in out.items() if found}
