"""The review's figures as plain values: made from the live database or from a frozen snapshot, shown the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.reviews import identities
from tracker.reviews.annexes import NONE, Annexes, LateRow
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
class ChangeRow:
    """What changed within the period: an extension granted, a report returned, work stopped, a target's plan revised.

    For a target `target_id` says which, `old` and `new` its plans; for all else `assignment_id` says which.
    """

    kind: str
    on: date
    assignment_id: int
    text: str
    number: str
    body: str
    old_due_on: date | None
    new_due_on: date | None
    reason: str
    target_id: int = 0
    old: float | None = None
    new: float | None = None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What was said of one section, by whom and when."""

    section: str
    words: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ConclusionRow:
    """One line of what the meeting concluded."""

    id: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One assignment counted, and the cell it fell in; `task_id` 0 in versions that did not keep it."""

    id: int
    body_id: int
    group_id: int
    mode: str
    cell: str
    since: str
    due_on: date | None
    reported_on: date | None
    confirmed_on: date | None
    task_id: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The total of another period; `is_live` where it was never closed, so that it was counted at this moment."""

    name: str
    cells: Cells
    is_live: bool = False


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
        """Group bodies by type in the order given; rank each group that is given work (decision 12).

        Raises IdentityBroken where the figures do not add up.
        """
        given, asked = _grouped(rows, "giao", minimum), _grouped(rows, "de_nghi", None)
        made = cls(span, as_of, given, asked, _sum(given), _sum(asked), older, **counts)
        made.require_identities()
        return made

    def require_identities(self) -> None:
        """Every line, subtotal and total adds up, earlier years are part of what was carried over."""
        for group in (*self.groups, *self.asked):
            for row in group.bodies:
                identities.require_line(row.cells, row.name)
            identities.require_sum(f"Σ {group.name}", group.cells, [row.cells for row in group.bodies])
        for whole, groups in ((self.total, self.groups), (self.asked_total, self.asked)):
            identities.require_sum("Σ Tổng cộng", whole, [group.cells for group in groups])
        identities.require_within("các năm trước ≤ tổng cộng", self.older, self.total)

    @property
    def bodies(self) -> list[BodyRow]:
        """Every body, those given work first, in the order of the tables."""
        return [row for group in (*self.groups, *self.asked) for row in group.bodies]


@dataclass(frozen=True, slots=True)
class Account:
    """All a review's page and documents show. `late` and `changes` may be the first rows only; counts are whole.

    `annexes` has Biểu 03 to 05 for whoever needs every row: none for a page.
    """

    figures: Figures
    late: Sequence[LateRow]
    changes: Sequence[ChangeRow]
    extended: int
    returned: int
    previous: Compared | None
    year_ago: Compared | None
    remarks: Mapping[str, RemarkRow]
    office: Mapping[str, str | int]
    conclusions: Sequence[ConclusionRow] = ()
    annexes: Annexes = NONE
    stopped: int = 0
    revised: int = 0


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
