"""What must add up in the official forms (domain 4.2 and 4.3): published tables do not always, ours raise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.reviews.rules import CELLS, Cells

SUMS: dict[int, tuple[int, ...]] = {5: (3, 4), 6: (7, 8, 9), 10: (11, 12, 13)}
"""Columns of Biểu 01 that are the sum of others."""
WHOLE = (6, 10, 14)
"""What column 5 falls apart into as well."""
EACH_LINE = [
    (f"({column}) = {' + '.join(f'({part})' for part in parts)}", column - 3, [part - 3 for part in parts])
    for column, parts in (*SUMS.items(), (5, WHOLE))
]
"""Identity, and the places of its column and of what it is the sum of in `Cells.columns`."""
COUNTED = [name for name in CELLS if name != "cancelled"]


class IdentityBroken(ValueError):
    """Figures that do not add up; the text names the identity, whose line it is and both sides."""

    def __init__(self, identity: str, whose: str, left: int, right: int) -> None:
        super().__init__(f"{identity} ({whose}): {left} ≠ {right}")
        self.identity = identity


def require_line(cells: Cells, whose: str) -> None:
    """One line of Biểu 01. Raises IdentityBroken."""
    line = cells.columns
    for identity, column, parts in EACH_LINE:
        require_equal(identity, whose, line[column], sum([line[part] for part in parts]))


def require_sum(identity: str, whole: Cells, parts: Sequence[Cells]) -> None:
    """A subtotal or total is the sum of its lines, column by column. Raises IdentityBroken."""
    added = sum(parts, Cells())
    for column, (left, right) in enumerate(zip(whole.columns, added.columns, strict=True), 3):
        require_equal(identity, f"({column})", left, right)


def require_within(identity: str, part: Cells, whole: Cells) -> None:
    """A part counted apart is in none of its columns more than the whole. Raises IdentityBroken."""
    for column, (less, more) in enumerate(zip(part.columns, whole.columns, strict=True), 3):
        if less > more:
            raise IdentityBroken(identity, f"({column})", less, more)


def require_members(total: Cells, cells: Sequence[str]) -> None:
    """The grand total is what its members' cells come to. Raises IdentityBroken."""
    counted = Counter(cells)
    for name in COUNTED:
        require_equal(f"{name} = its rows", "Biểu 01", getattr(total, name), counted[name])
    require_equal("(5) = its rows", "Biểu 01", total.total, len(cells))


def require_lengths(total: Cells, lengths: Mapping[str, int]) -> None:
    """Biểu 02 has the rows of column 12, Biểu 03 those of column 6. Raises IdentityBroken."""
    require_equal("Biểu 02 = (12)", "Tổng cộng", lengths["late"], total.open_overdue)
    require_equal("Biểu 03 = (6)", "Tổng cộng", lengths["done"], total.done)


def require_equal(identity: str, whose: str, left: int, right: int) -> None:
    """Two counts that must be one. Raises IdentityBroken."""
    if left != right:
        raise IdentityBroken(identity, whose, left, right)
