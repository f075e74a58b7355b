"""The review's figures as plain values: made from the live database or from a frozen snapshot, shown the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.reviews.rules import COLUMNS, Cells, Span, ranking


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body's line of Biểu 01."""

    body_id: int
    name: str
    group_id: int
    group: str
    mode: str
    cells: Cells
    place: int | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The subtotal of one type of body."""

    id: int
    name: str
    cells: Cells
    bodies: Sequence[BodyRow]


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
class ChangeRow:
    """An extension granted or a report returned within the period."""

    kind: str
    on: date
    assignment_id: int
    text: str
    number: str
    body: str
    old_due_on: date | None
    new_due_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What was said of one section, by whom and when."""

    section: str
    words: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Member:
    """One assignment counted, and the cell it fell in."""

    id: int
    body_id: int
    group_id: int
    mode: str
    cell: str
    since: str
    due_on: date | None
    reported_on: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The total of another period."""

    name: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's account: groups of bodies that are given work, and apart from them those that are asked."""

    span: Span
    as_of: date
    groups: Sequence[GroupRow]
    asked: Sequence[GroupRow]
    total: Cells
    asked_total: Cells
    older: Cells
    directives: int
    tasks: int
    standing: int

    @classmethod
    def of(
        cls, span: Span, as_of: date, rows: Sequence[BodyRow], minimum: int, older: Cells, **counts: int
    ) -> Figures:
        """Group bodies by type in the order given; rank each group that is given work (decision 12)."""
        given, asked = _grouped(rows, "giao", minimum), _grouped(rows, "de_nghi", None)
        return cls(span, as_of, given, asked, _sum(given), _sum(asked), older, **counts)

    @property
    def bodies(self) -> list[BodyRow]:
        """Every body, those given work first, in the order of the tables."""
        return [row for group in (*self.groups, *self.asked) for row in group.bodies]


@dataclass(frozen=True, slots=True)
class Account:
    """All a review's page and documents show. `late` and `changes` may be the first rows only; counts are whole."""

    figures: Figures
    late: Sequence[LateRow]
    changes: Sequence[ChangeRow]
    extended: int
    returned: int
    previous: Compared | None
    year_ago: Compared | None
    remarks: Mapping[str, RemarkRow]
    office: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of Biểu 01 that two versions of one period do not share."""

    body: str
    column: int
    old: int
    new: int


def differences(old: Figures, new: Figures) -> list[Difference]:
    """Every counting cell of Biểu 01 in which two versions differ, bodies in the order of the newer."""
    before = {(row.body_id, row.mode): row for row in old.bodies}
    after = {(row.body_id, row.mode): row for row in new.bodies}
    found = []
    for key, row in {**before, **after}.items():
        was = before[key].cells if key in before else Cells()
        now = after[key].cells if key in after else Cells()
        found += [
            Difference(row.name, column, was.column(column), now.column(column))
            for column in COLUMNS
            if was.column(column) != now.column(column)
        ]
    return found


def _grouped(rows: Sequence[BodyRow], mode: str, minimum: int | None) -> list[GroupRow]:
    groups: dict[int, list[BodyRow]] = {}
    for row in rows:
        if row.mode == mode:
            groups.setdefault(row.group_id, []).append(row)
    made = []
    for id, members in groups.items():
        places = ranking({row.body_id: row.cells for row in members}, minimum) if minimum is not None else {}
        placed = [replace(row, place=places.get(row.body_id)) for row in members]
        made.append(GroupRow(id, members[0].group, sum((row.cells for row in members), Cells()), placed))
    return made


def _sum(groups: Sequence[GroupRow]) -> Cells:
    return sum((group.cells for group in groups), Cells())
