"""Lines of the forms that list tasks, Biểu 02 to 05 (domain 4.4), as plain values; and their way to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tracker.paging import PAGE, decode_key, encode_key


@dataclass(frozen=True, slots=True)
class FormPage:
    """Lines of a form from number `start` + 1 on, how many there are in all, and where the next page begins."""

    rows: list[Any]
    start: int
    count: int
    next_key: str | None

    @classmethod
    def of(cls, rows: Sequence[Any], after: str | None) -> FormPage:
        """The page behind the one before, of lines that are all at hand."""
        [start] = decode_key(after, int) or (0,)
        end = max(0, start) + PAGE
        more = encode_key((end,)) if end < len(rows) else None
        return cls(list(rows[end - PAGE : end]), end - PAGE, len(rows), more)


@dataclass(frozen=True, slots=True)
class LateRow:
    """A line of Biểu 02 (domain 4.4)."""

    assignment_id: int
    number: str
    issued_on: date | None
    text: str
    body: str
    group: str
    assigned_on: date
    due_on: date
    extensions: int
    extended_to: date | None
    said: str | None
    cause: str | None
    proposal: str | None
    coordinators: str | None
    reminders: int
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A line of Biểu 03: completed in the period, with the document of its result."""

    assignment_id: int
    number: str
    issued_on: date | None
    text: str
    body: str
    group: str
    assigned_on: date
    due_on: date | None
    coordinators: str | None
    reported_on: date | None
    confirmed_on: date
    result_number: str | None
    result_on: date | None


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """A line of Biểu 05: an extension decided in the period; `state` is granted or refused."""

    on: date
    assignment_id: int
    number: str
    text: str
    body: str
    state: str
    old_due_on: date
    new_due_on: date
    reason: str
    decided_by: str
    note: str
    document: str


@dataclass(frozen=True, slots=True)
class Annexes:
    """Every row of Biểu 03 (completed), 04 (due in the next period) and 05 (extensions decided)."""

    done: Sequence[DoneRow]
    due: Sequence[LateRow]
    extensions: Sequence[ExtensionRow]


NONE = Annexes((), (), ())


def numbers(annexes: Annexes) -> dict[str, int]:
    """Which annex of the report each form is, after Biểu 01 and 02: a form without a line has none."""
    filled = [name for name in ("done", "due", "extensions") if getattr(annexes, name)]
    return {name: number for number, name in enumerate(filled, 3)}


FORMS: Mapping[int, str] = {2: "late", 3: "done", 4: "due", 5: "extensions"}
"""A form's number to what its rows are called."""


def packed(annexes: Annexes) -> dict[str, Any]:
    """As plain values for a snapshot."""
    return {name: [asdict(row) for row in getattr(annexes, name)] for name in ("done", "due", "extensions")}


def unpacked(facts: Mapping[str, Any]) -> Annexes:
    """From a snapshot; none of a form that was not kept yet when it was made."""
    return Annexes(
        [done_row(row) for row in facts.get("done", ())],
        [late_row(row) for row in facts.get("due", ())],
        [extension_row(row) for row in facts.get("extensions", ())],
    )


def late_row(facts: dict[str, Any]) -> LateRow:
    """A line of Biểu 02 or 04 from JSON."""
    return LateRow(
        **dated(facts, issued_on=date, assigned_on=date, due_on=date, extended_to=date, reminded_at=datetime)
    )


def done_row(facts: dict[str, Any]) -> DoneRow:
    """A line of Biểu 03 from JSON."""
    days = ("issued_on", "assigned_on", "due_on", "reported_on", "confirmed_on", "result_on")
    return DoneRow(**dated(facts, **dict.fromkeys(days, date)))


def extension_row(facts: dict[str, Any]) -> ExtensionRow:
    """A line of Biểu 05 from JSON."""
    return ExtensionRow(**dated(facts, on=date, old_due_on=date, new_due_on=date))


ROWS = {"late": late_row, "done": done_row, "due": late_row, "extensions": extension_row}
"""How a line of each form is made from JSON."""


def dated(facts: dict[str, Any], **kinds: Any) -> dict[str, Any]:
    """The facts with days and moments made of their texts."""
    return facts | {
        name: kind.fromisoformat(facts[name]) if facts[name] else None for name, kind in kinds.items()
    }
