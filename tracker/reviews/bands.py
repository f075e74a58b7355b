"""Bands of completion, who is commended and who reminded: thresholds are office rules (domain 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from tracker.reviews.figures import BodyRow, Figures
from tracker.reviews.rules import Cells
from tracker.settings.rules import OfficeRules

BANDS = ("full", "middle", "low")
"""All done; from `band_rate` to under all; under it (Đà Nẵng 2021)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent of rate A, but `praise_tasks`, a number of tasks, and `praise_late`, per cent of what was done."""

    ranking_minimum: int
    band_rate: int
    praise_tasks: int
    praise_rate: int
    praise_late: int
    low_rate: int

    @classmethod
    def of(cls, office: Mapping[str, str | int]) -> Thresholds:
        """Those a review was made with; the defaults where it was signed before there were any."""
        rules = OfficeRules()
        return cls(*(int(office.get(each.name, getattr(rules, each.name))) for each in fields(cls)))

    def band(self, cells: Cells) -> str:
        """The band of a line that has due tasks."""
        rate = cells.rate_due or Fraction(0)
        if rate == 1:
            return "full"
        return "middle" if rate * 100 >= self.band_rate else "low"

    def praises(self, cells: Cells) -> bool:
        """Many tasks, nearly all of them done, few of these late (Đà Nẵng 8/2020)."""
        return (
            cells.total > self.praise_tasks
            and (cells.rate_due or Fraction(0)) * 100 > self.praise_rate
            and cells.done_late * 100 < self.praise_late * cells.done
        )

    def reminds(self, cells: Cells) -> bool:
        """Less than `low_rate` of what was due is done (Đà Nẵng 8/2020)."""
        return (cells.rate_due or Fraction(0)) * 100 < self.low_rate


OFFICE = (
    "authority_name",
    "parent_name",
    "authority_symbol",
    "place",
    *(each.name for each in fields(Thresholds)),
)
"""Office rules a review is made with and keeps."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The ranked bodies by band, and those to be commended or reminded, the best and the worst first."""

    thresholds: Thresholds
    bands: Mapping[str, Sequence[BodyRow]]
    praised: Sequence[BodyRow]
    reminded: Sequence[BodyRow]

    @property
    def ranked(self) -> int:
        """How many bodies have a place."""
        return sum(map(len, self.bands.values()))


def judge(found: Figures, office: Mapping[str, str | int]) -> Judged:
    """Every ranked body of the review; who has too few due tasks for a place is in no band."""
    given = Thresholds.of(office)
    ranked = _best_first(row for group in found.groups for row in group.bodies if row.place is not None)
    bands: dict[str, list[BodyRow]] = {band: [] for band in BANDS}
    for row in ranked:
        bands[given.band(row.cells)].append(row)
    praised = [row for row in ranked if given.praises(row.cells)]
    reminded = [row for row in ranked if given.reminds(row.cells)]
    return Judged(given, bands, praised, reminded[::-1])


def _best_first(rows: Iterable[BodyRow]) -> list[BodyRow]:
    return sorted(rows, key=lambda row: row.cells.rate_due or Fraction(0), reverse=True)
