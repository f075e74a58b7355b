"""The arithmetic of targets: figures as people write them, what is reached, and whether it keeps pace. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
LARGEST = 10**12


def read_figure(text: str) -> float:
    """`1.248`, `33,3`, `0.5` or `12` as a number: a point before three digits separates thousands, as in Vietnamese.

    Raises ValueError for what is no figure of zero or more.
    """
    word = text.strip().replace(" ", "").replace("\u00a0", "")
    if not _FIGURE.fullmatch(word):
        raise ValueError(text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", word):
        word = word.replace(".", "")
    found = float(word.replace(",", "."))
    if found > LARGEST:
        raise ValueError(text)
    return round(found, 3)


def written(figure: float | None) -> str:
    """A figure as it is typed into a form again: `33,3`; "" for none."""
    return "" if figure is None else f"{figure:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def pace(first_on: date, due_on: date, day: date) -> Fraction:
    """How much of the time from a target's first day to its last has passed: 0 to 1."""
    whole = (due_on - first_on).days
    if whole <= 0:
        return Fraction(int(day >= due_on))
    return min(max(Fraction((day - first_on).days, whole), Fraction(0)), Fraction(1))


@dataclass(frozen=True, slots=True)
class Reach:
    """A plan and what is reached of it."""

    planned: float | None
    actual: float | None

    @property
    def share(self) -> float | None:
        """The part of the plan that is reached; None without a plan or a figure."""
        return self.actual / self.planned if self.planned and self.actual is not None else None

    def is_behind(self, passed: Fraction | float) -> bool:
        """Whether less of the plan is reached than of its time has passed; a plan nobody measured yet is behind too."""
        return bool(self.planned) and (self.share or 0) < float(passed) - 1e-9


def differ(one: float | None, other: float | None) -> bool:
    """Whether two figures, both known, are not the same (to a thousandth: they were typed with three places)."""
    return one is not None and other is not None and abs(one - other) >= 0.0005


def days_of(first_on: date | None, due_on: date | None, given_on: date) -> tuple[date, date]:
    """Between which days a target is to be reached: the year its directive was given in, unless somebody said so."""
    last = due_on or date(given_on.year, 12, 31)
    return first_on or date(last.year, 1, 1), last
