"""What the review's pages draw, worked out from an account: links, changes since the last period, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from tracker.reviews.figures import Account, BodyRow, GroupRow
from tracker.reviews.labels import ASKED_COLUMNS, period_name
from tracker.reviews.rules import COLUMNS, Cells
from tracker.web.filters import NOTHING, number, percent

OVERDUE = 12  # the column

Figure = tuple[int, str, str]
"""Which of the form's cells, what is written, and the address of its rows ("" for nothing to see)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form as drawn: `style` and `scope` of its row, its name, its figures."""

    name: str
    figures: Sequence[Figure]
    style: str = ""
    scope: str = "row"


@dataclass(frozen=True, slots=True)
class Form:
    """A form's cells as (column's name, style), each opened once a page, and its lines group by group."""

    cells: Sequence[tuple[str, str]]
    groups: Sequence[Sequence[Line]]
    total: Line | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows behind a figure are: the period's address, and the version when an older one is shown."""

    url: str
    version: int | None = None

    def rows(self, columns: object, **narrower: object) -> str:
        """The address of the rows of a column (or columns summed, "7-8")."""
        stated = {"o": columns, **narrower} | ({"ban": self.version} if self.version else {})
        query = "&".join(f"{name.replace('_', '-')}={value}" for name, value in stated.items())
        return f"{self.url}/dong?{query}"


def form_01(account: Account, source: Source) -> Form:
    """Biểu 01: group by group the subtotal and its bodies, then the grand total."""
    drawing, found = _Form01(source), account.figures
    groups = [
        [drawing.group(group), *(drawing.body(body) for body in group.bodies)] for group in found.groups
    ]
    return Form(drawing.cells, groups, Line(gettext("Grand total"), drawing.figures(found.total, "")))


class _Form01:
    """What all lines of Biểu 01 share, worked out once: a page has thousands of its cells."""

    def __init__(self, source: Source) -> None:
        names = (
            gettext("Carried over"),
            gettext("Given"),
            gettext("Total number"),
            gettext("Completed"),
            gettext("On time"),
            gettext("Past the deadline"),
            gettext("No deadline"),
            gettext("Not completed"),
            gettext("In time"),
            gettext("Overdue"),
            gettext("No deadline"),
            gettext("Suspended"),
        )
        numbers = [
            (name, "num late" if n == OVERDUE else "num") for n, name in zip(COLUMNS, names, strict=True)
        ]
        rates = [(f"{gettext('Rate')} {name}", "num") for name in "BAC"]
        zeros = [(name, "num zero") for name in names]
        self.cells = [(gettext("Rank"), "num"), *numbers, *rates, *zeros]
        self._columns = [
            (place, place + len(names) + len(rates), f"{source.url}/dong?o={column}")
            for place, column in enumerate(COLUMNS, 1)
        ]
        self._after = f"&ban={source.version}" if source.version else ""
        self._point = "," if number(1_000) == "1.000" else "."

    def group(self, group: GroupRow) -> Line:
        """A group's subtotal."""
        name = f"{group.name} ({len(group.bodies)})"
        return Line(name, self.figures(group.cells, f"&nhom={group.id}"), "group", "rowgroup")

    def body(self, body: BodyRow) -> Line:
        """A body's line."""
        figures = self.figures(body.cells, f"&don-vi={body.body_id}", str(body.place or ""))
        return Line(body.name, figures, "is-late" if body.cells.open_overdue else "")

    def figures(self, cells: Cells, narrower: str, place: str = "") -> list[Figure]:
        """The rank, the columns (every figure leads to its rows), the rates."""
        after = narrower + self._after
        figures: list[Figure] = [(0, place, "")]
        figures += [
            (at, str(n) if n < 1_000 else number(n), base + after) if n else (at_zero, "0", "")
            for (at, at_zero, base), n in zip(self._columns, cells.columns, strict=True)
        ]
        rates = (cells.rate_assigned, cells.rate_due, cells.rate_on_time)
        figures += [(at, _share(rate, self._point), "") for at, rate in enumerate(rates, len(figures))]
        return figures


def _share(rate: Fraction | None, point: str) -> str:
    """`percent(rate, 2)` in whole numbers: three of them stand in every line."""
    if rate is None:
        return NOTHING
    hundredths = (rate.numerator * 20_000 + rate.denominator) // (2 * rate.denominator)
    return f"{hundredths // 100}{point}{hundredths % 100:02d}%"


def asked_form(found: Sequence[GroupRow], source: Source) -> Form:
    """The bodies that are asked: what was asked, what came, what has not come, what rests."""
    lines = []
    for body in (body for group in found for body in group.bodies):
        figures = [
            (at, number(n), source.rows(column, don_vi=body.body_id, cach="de-nghi") if n else "")
            for at, column in enumerate(ASKED_COLUMNS)
            for n in (body.cells.column(column),)
        ]
        lines.append(Line(body.name, figures))
    return Form([(str(label), "num") for label in ASKED_COLUMNS.values()], [lines] if lines else [])


def four(account: Account, source: Source) -> dict[str, Any]:
    """The official cells as `ui/charts.html: four_table` takes them, with what changed since the period before."""
    cells, before = account.figures.total, account.previous.cells if account.previous else None

    def figure(columns: str, late: bool = False) -> dict[str, Any]:
        n = _sum(cells, columns)
        change = _change(n - _sum(before, columns)) if before else ""
        return {
            "number": n,
            "url": source.rows(columns) if n else None,
            "note": change,
            "late": late and n > 0,
        }

    undated = bool(cells.done_undated or cells.open_undated)
    heads = [gettext("Result"), gettext("In time"), gettext("Past the deadline")]
    heads += [gettext("No deadline"), gettext("In all")] if undated else [gettext("In all")]
    rows = [
        (gettext("Completed"), ["7", "8", "9", "6"]),
        (gettext("Not completed"), ["11", "12", "13", "10"]),
    ]
    drawn = [
        {
            "label": label,
            "cells": [
                figure(column, column == "12") for column in columns if undated or column not in {"9", "13"}
            ],
        }
        for label, columns in rows
    ]
    if cells.suspended:
        blank = [{"number": None}] * (len(heads) - 2)
        drawn.append({"label": gettext("Suspended"), "cells": [*blank, figure("14")]})
    sums = ["7-11", "8-12", *(["9-13"] if undated else []), "5"]
    total = {"label": gettext("Total number"), "cells": [figure(columns) for columns in sums]}
    return {"heads": heads, "rows": drawn, "total": total}


def bar(cells: Cells, source: Source) -> list[dict[str, Any]]:
    """The four cells for `ui/charts.html: four_bar`."""
    names = (
        (gettext("Completed on time"), "7"),
        (gettext("Completed late"), "8"),
        (gettext("Not completed, in time"), "11"),
        (gettext("Not completed, overdue"), "12"),
    )
    return [
        {
            "label": label,
            "number": _sum(cells, column),
            "url": source.rows(column) if _sum(cells, column) else None,
        }
        for label, column in names
    ]


def rates(account: Account) -> list[dict[str, str]]:
    """Rates A and B, each with its formula and what it was in the period before."""
    cells, other = account.figures.total, account.previous
    done = number(cells.done_on_time + cells.done_late)
    was = f" · {period_name(other.name)}: " if other else ""
    return [
        {
            "label": gettext("A. Completed of the tasks that were due"),
            "value": percent(cells.rate_due),
            "formula": f"{done} ÷ ({done} + {number(cells.open_overdue)})"
            + (f"{was}{percent(other.cells.rate_due)}" if other else ""),
        },
        {
            "label": gettext("B. Completed of the tasks that were given"),
            "value": percent(cells.rate_assigned),
            "formula": f"{number(cells.done)} ÷ {number(cells.total)}"
            + (f"{was}{percent(other.cells.rate_assigned)}" if other else ""),
        },
    ]


def sentence(account: Account) -> str:
    """The figures in words, as the meeting reads them out."""
    found, cells = account.figures, account.figures.total
    said = [
        gettext(
            "In the period %(due)s tasks were due; %(done)s completed (%(rate)s), %(on_time)s of them on time.",
            due=number(cells.due),
            done=number(cells.done_on_time + cells.done_late),
            rate=percent(cells.rate_due),
            on_time=number(cells.done_on_time),
        ),
        gettext(
            "%(open)s tasks are not completed, %(late)s of them overdue.",
            open=number(cells.open),
            late=number(cells.open_overdue),
        ),
        gettext(
            "%(tasks)s come from %(directives)s.",
            tasks=ngettext("%(num)s task as written", "%(num)s tasks as written", found.tasks),
            directives=ngettext("%(num)s directive", "%(num)s directives", found.directives),
        ),
    ]
    if found.older.total:
        said.append(
            gettext(
                "%(older)s were given in earlier years, %(late)s of them are overdue.",
                older=number(found.older.total),
                late=number(found.older.open_overdue),
            )
        )
    if found.standing:
        said.append(
            ngettext(
                "%(num)s standing duty is in no rate.",
                "%(num)s standing duties are in no rate.",
                found.standing,
            )
        )
    return " ".join(said)


def _sum(cells: Cells, columns: str) -> int:
    return sum(cells.column(int(column)) for column in columns.split("-") if int(column) in COLUMNS)


def _change(by: int) -> str:
    if by == 0:
        return str(gettext("unchanged"))
    return str(gettext("up %(n)s", n=number(by)) if by > 0 else gettext("down %(n)s", n=number(-by)))
