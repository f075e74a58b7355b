"""The matrix of one directive: which part of it a page shows, and which of several assignments a cell tells of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

BODIES, TASKS = 50, 15
"""Rows and columns of one page: 8,000 cells at once took seconds to draw and ten to be checked (product 3)."""

WORST = ("late", "back", "soon", "diff", "new", "doing", "wait", "donelate", "done", "stop")
"""Kinds of cells, what needs somebody first."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for: the directive, the order, late ones only, which fifty bodies and fifteen tasks."""

    directive_id: int = 0
    is_latest_first: bool = False
    is_late_only: bool = False
    bodies: int = 1
    tasks: int = 1


class Part(NamedTuple):
    """One page of a list known whole: its things, where they stand in it, and the pages beside."""

    things: tuple[Any, ...]
    first: int
    total: int
    before: int | None
    after: int | None

    @property
    def last(self) -> int:
        """The place of the last one shown."""
        return self.first + len(self.things) - 1


def part(things: Sequence[Thing], number: int, size: int) -> Part:
    """Page `number` (from 1) of things; the nearest there is where that one is not."""
    pages = max(1, -(-len(things) // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    before, after = number - 1 or None, number + 1 if number < pages else None
    return Part(tuple(things[start : start + size]), start + 1, len(things), before, after)


class Cell(NamedTuple):
    """One assignment in its cell: `days` overdue, left or late; `more` stand behind it."""

    assignment_id: int
    kind: str
    days: int | None
    words: str
    more: int = 0


def worst(cells: Iterable[Cell]) -> Cell:
    """The one a cell tells of, with how many more there are."""
    first, *others = cells
    if not others:  # as nearly always, 750 times a page
        return first
    worst_of = min(
        (first, *others), key=lambda cell: (WORST.index(cell.kind), -(cell.days or 0), cell.assignment_id)
    )
    return worst_of._replace(more=len(others))
