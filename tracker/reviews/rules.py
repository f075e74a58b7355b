"""The arithmetic of the monthly review: periods, the cells of Biểu 01, rates. No database, no clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, fields
from datetime import date, timedelta
from fractions import Fraction
from operator import add, attrgetter

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"(\d{4})-q([1-4])")
HALF = re.compile(r"(\d{4})-h([12])")
YEAR = re.compile(r"(\d{4})")
DAYS = re.compile(r"\d{8}-\d{8}|\d{6}-\d{6}-\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A review period: its name, first day and cut (both inclusive).

    What was given from `first_on` to `given_to` (to the cut where that is None) is of the period; `cut_on` is the
    day everything is judged by.
    """

    name: str
    first_on: date
    cut_on: date
    given_to: date | None = None

    @property
    def assigned_to(self) -> date:
        """The last day on which what is counted was given."""
        return self.cut_on if self.given_to is None else self.given_to

    @property
    def new_year(self) -> date:
        """The first day of the cut's year: what was given before it is of earlier years."""
        return date(self.cut_on.year, 1, 1)


def span(name: str, first_day: int = 15) -> Span | None:
    """The days a period's name means; None for a name that is none.

    `first_day` 15: `2026-11` is 15/10 to 14/11 (decree 09/2019/NĐ-CP, article 12); 1: calendar months.
    Quarters, half-years and years run to the cut of their last month; `20261001-20261114` is any span of days, and
    `260101-260630-260723` what was given in one, judged as at a later day.
    """
    for pattern, months in ((MONTH, 1), (QUARTER, 3), (HALF, 6), (YEAR, 12)):
        if found := pattern.fullmatch(name):
            year = int(found[1])
            last = int(found[2]) * months if pattern is not YEAR else 12
            if not 2000 <= year <= 2200:
                return None
            return _months(name, year, last - months + 1, last, first_day)
    return _days(name) if DAYS.fullmatch(name) else None


def _days(name: str) -> Span | None:
    try:
        first, *others = (
            date.fromisoformat(part if len(part) == 8 else f"20{part}") for part in name.split("-")
        )
    except ValueError:
        return None
    given_to, cut = others[0], others[-1]
    if len(others) == 1:
        return Span(name, first, cut) if first <= cut else None
    return Span(name, first, cut, given_to) if first <= given_to < cut else None


def _months(name: str, year: int, first: int, last: int, first_day: int) -> Span:
    if first_day == 1:
        return Span(name, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
    before = date(year, first, 1) - timedelta(days=1)
    return Span(name, before.replace(day=first_day), date(year, last, first_day - 1))


def current(today: date, first_day: int = 15) -> str:
    """The name of the monthly period a day falls in."""
    if first_day > 1 and today.day >= first_day:
        today = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return f"{today.year}-{today.month:02d}"


def next_begins_on(today: date, first_day: int = 15) -> date:
    """The first day of the monthly period after the one a day falls in."""
    month = (today.replace(day=28) + timedelta(days=4)).replace(
        day=1
    )  # of the first day after this one's month
    return today.replace(day=first_day) if today.day < first_day else month.replace(day=first_day)


def neighbour(name: str, step: int) -> str | None:
    """The period of the same length before (-1) or after (+1) a month, quarter, half-year or year; None for spans."""
    for pattern, mark, many in ((MONTH, "-", 12), (QUARTER, "-q", 4), (HALF, "-h", 2)):
        if found := pattern.fullmatch(name):
            place = int(found[1]) * many + int(found[2]) - 1 + step
            number = f"{place % many + 1:02d}" if many == 12 else str(place % many + 1)
            return f"{place // many}{mark}{number}"
    return str(int(name) + step) if YEAR.fullmatch(name) else None


def judged(days: Span, today: date) -> Span:
    """The days to count with: before its cut a period is judged as it stands today (figures still provisional)."""
    cut_on = min(days.cut_on, today)
    return Span(days.name, days.first_on, cut_on, days.given_to and min(days.given_to, cut_on))


CELLS = (
    "cancelled",
    "suspended",
    "done_on_time",
    "done_late",
    "done_undated",
    "open_in_time",
    "open_overdue",
    "open_undated",
)
"""Where an assignment can stand at a cut; the database counts by their numbers, which sort faster than words."""

SINCE = ("given", "carried", "older")
"""Given in the period, carried into it, or carried from an earlier year than the cut's."""

CHANGED = {
    "extended": ("extended",),
    "returned": ("returned",),
    "stopped": ("exempted", "suspended", "cancelled"),
    "revised": ("revised",),
}
"""The numbers told of a period's changes, and the kinds of changes each counts."""

COLUMNS: dict[int, tuple[str, ...]] = {
    3: ("carried",),
    4: ("given",),
    5: ("total",),
    6: ("done_on_time", "done_late", "done_undated"),
    7: ("done_on_time",),
    8: ("done_late",),
    9: ("done_undated",),
    10: ("open_in_time", "open_overdue", "open_undated"),
    11: ("open_in_time",),
    12: ("open_overdue",),
    13: ("open_undated",),
    14: ("suspended",),
}
"""Columns of Biểu 01 (domain 4.3) that count rows, and the cells they sum."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows stand behind a figure: cells (None = all), whether carried over or given in the period."""

    cells: frozenset[str] | None
    since: str | None = None


def behind(columns: str) -> Wanted | None:
    """What `12` or `7-8` (columns of Biểu 01, summed) counts; None for anything else."""
    numbers = columns.split("-")
    if not all(number.isascii() and number.isdigit() and int(number) in COLUMNS for number in numbers):
        return None
    names = {name for number in numbers for name in COLUMNS[int(number)]}
    if names & {"carried", "given", "total"}:
        only = next(iter(names))
        return Wanted(None, None if only == "total" else only) if len(names) == 1 else None
    return Wanted(frozenset(names))


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of Biểu 01 (domain 4.3): columns 3, 4, 7, 8, 9, 11, 12, 13, 14; the others follow from them."""

    carried: int = 0
    given: int = 0
    done_on_time: int = 0
    done_late: int = 0
    done_undated: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    open_undated: int = 0
    suspended: int = 0

    @property
    def total(self) -> int:
        """Column 5 = 3 + 4."""
        return self.carried + self.given

    @property
    def done(self) -> int:
        """Column 6 = 7 + 8 + 9."""
        return self.done_on_time + self.done_late + self.done_undated

    @property
    def open(self) -> int:
        """Column 10 = 11 + 12 + 13."""
        return self.open_in_time + self.open_overdue + self.open_undated

    @property
    def due(self) -> int:
        """What rate A is counted over: done with a day, and overdue."""
        return self.done_on_time + self.done_late + self.open_overdue

    @property
    def rate_assigned(self) -> Fraction | None:
        """Column 15, B = 6 / 5."""
        return _share(self.done, self.total)

    @property
    def rate_due(self) -> Fraction | None:
        """Column 16, A = (7 + 8) / (7 + 8 + 12)."""
        return _share(self.done_on_time + self.done_late, self.due)

    @property
    def rate_on_time(self) -> Fraction | None:
        """Column 17, C = 7 / 5."""
        return _share(self.done_on_time, self.total)

    @property
    def columns(self) -> tuple[int, ...]:
        """What stands in the counting columns, 3 to 14."""
        return (
            self.carried,
            self.given,
            self.total,
            self.done,
            self.done_on_time,
            self.done_late,
            self.done_undated,
            self.open,
            self.open_in_time,
            self.open_overdue,
            self.open_undated,
            self.suspended,
        )

    def column(self, number: int) -> int:
        """What stands in one of the counting columns, 3 to 14."""
        return self.columns[number - 3]

    def __add__(self, other: Cells) -> Cells:
        return Cells(*map(add, _counts(self), _counts(other)))


_counts = attrgetter(*(each.name for each in fields(Cells)))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a cell is decided by: the facts of one assignment (dates; None where there is none)."""

    assigned_on: date
    due_on: date | None
    reported_on: date | None
    confirmed_on: date | None
    stopped_on: date | None
    state: str


def bucket(one: Standing, cut: date) -> str:
    """The cell an assignment falls in at a cut: a field of Cells, or "cancelled" (in no total).

    On time is judged by the day of the report; reported but not confirmed counts unfinished, in time if
    reported in time (decision 5).
    """
    if one.stopped_on is not None and one.stopped_on <= cut and one.state in {"suspended", "cancelled"}:
        return one.state
    if one.confirmed_on is not None and one.confirmed_on <= cut:
        if one.due_on is None:
            return "done_undated"
        return "done_on_time" if (one.reported_on or one.confirmed_on) <= one.due_on else "done_late"
    if one.due_on is None:
        return "open_undated"
    reported = one.reported_on if one.reported_on is not None and one.reported_on <= cut else None
    judged_on = reported if reported is not None and one.state in {"submitted", "completed"} else cut
    return "open_in_time" if judged_on <= one.due_on else "open_overdue"


def ranking(rows: dict[int, Cells], minimum: int) -> dict[int, int]:
    """Places within one comparable group by rate A; bodies with fewer than `minimum` due tasks have none."""
    rated = {
        key: cells.rate_due
        for key, cells in rows.items()
        if cells.due >= minimum and cells.rate_due is not None
    }
    places: dict[Fraction, int] = {}
    for place, rate in enumerate(sorted(rated.values(), reverse=True), 1):
        places.setdefault(rate, place)
    return {key: places[rate] for key, rate in rated.items()}
