"""Further sections of a review as plain values: by directive, targets, difficulties. Live or frozen, shown alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tracker.reviews.rules import Cells
from tracker.targets.rules import Reach


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """What the given assignments of one directive come to."""

    directive_id: int
    number: str
    subject: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target at the cut, as it was judged then: `passed` is the part of its time that had gone by; it does not
    add up where the parts give another sum than the directive has, in plan or in what was reached."""

    target_id: int
    unit: str
    number: str
    planned: float | None
    actual: float | None
    passed: float
    parts: int
    measured: int
    is_behind: bool
    does_not_add_up: bool

    @property
    def reach(self) -> Reach:
        return Reach(self.planned, self.actual)


@dataclass(frozen=True, slots=True)
class DifficultyLine:
    """An obstacle that waited for an answer in the period, or got one; `answer` is "" while it waited at the cut."""

    assignment_id: int
    what: str
    body: str
    number: str
    level: str
    raised_on: date
    met: int
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A body that said nothing in the period, and how many tasks it still owes."""

    body_id: int
    name: str
    owed: int


@dataclass(frozen=True, slots=True)
class Attention:
    """How many tasks were due before `late_before` and are not done, and which bodies said nothing."""

    late_before: date
    long_late: int
    silent: Sequence[SilentLine]


@dataclass(frozen=True, slots=True)
class Parts:
    """The further sections of one review; `attention` is None in versions that did not keep it."""

    directives: Sequence[DirectiveLine]
    targets: Sequence[TargetLine]
    difficulties: Sequence[DifficultyLine]
    attention: Attention | None = None

    @property
    def behind(self) -> list[TargetLine]:
        """Targets below their pace."""
        return [line for line in self.targets if line.is_behind]

    @property
    def unanswered(self) -> list[DifficultyLine]:
        """Difficulties that waited for an answer at the cut."""
        return [line for line in self.difficulties if not line.answer]

    @property
    def overdue(self) -> int:
        """How many tasks are overdue, of all directives."""
        return sum(line.cells.open_overdue for line in self.directives)

    @property
    def unbalanced(self) -> int:
        """How many targets do not add up."""
        return sum(line.does_not_add_up for line in self.targets)

    def only_unbalanced(self) -> Parts:
        """The same with no other targets than those that do not add up."""
        return replace(self, targets=[line for line in self.targets if line.does_not_add_up])


def packed(parts: Parts) -> dict[str, Any]:
    """As plain values for a snapshot."""
    return {
        "directives": [asdict(line) for line in parts.directives],
        "targets": [asdict(line) for line in parts.targets],
        "difficulties": [asdict(line) for line in parts.difficulties],
        "attention": asdict(parts.attention) if parts.attention else None,
    }


def unpacked(facts: dict[str, Any] | None) -> Parts | None:
    """From a snapshot; None for one made before these sections were kept."""
    if facts is None:
        return None
    return Parts(
        [DirectiveLine(**(row | {"cells": Cells(**row["cells"])})) for row in facts["directives"]],
        [TargetLine(**row) for row in facts["targets"]],
        [
            DifficultyLine(**(row | {"raised_on": date.fromisoformat(row["raised_on"])}))
            for row in facts["difficulties"]
        ],
        _attention(facts.get("attention")),
    )


def _attention(facts: dict[str, Any] | None) -> Attention | None:
    if facts is None:
        return None
    silent = [SilentLine(**row) for row in facts["silent"]]
    return Attention(date.fromisoformat(facts["late_before"]), facts["long_late"], silent)
