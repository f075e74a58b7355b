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

Figure = tuple[str, str, str, str]
"""Its column's name, its style, what is written, and the address of its rows ("" for nothing to see)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form as drawn: `style` and `scope` of its row, its name, its figures."""

    name: str
    figures: Sequence[Figure]
    style: str = ""
    scope: str = "row"


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


class Form01:
    """Draws lines of Biểu 01 for one page: what all lines share is worked out once."""

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
        styles = ["num late" if column == OVERDUE else "num" for column in COLUMNS]
        self._columns = tuple(
            (name, style, f"{source.url}/dong?o={column}")
            for name, style, column in zip(names, styles, COLUMNS, strict=True)
        )
        self._rank, self._rates = gettext("Rank"), tuple(f"{gettext('Rate')} {name}" for name in "BAC")
        self._after = f"&ban={source.version}" if source.version else ""
        self._point = "," if number(1_000) == "1.000" else "."

    def groups(self, found: Sequence[GroupRow]) -> list[list[Line]]:
        """Group by group: the subtotal, then its bodies."""
        return [[self._group(group), *(self._body(body) for body in group.bodies)] for group in found]

    def total(self, cells: Cells) -> Line:
        """The grand total."""
        return Line(gettext("Grand total"), self._figures(cells, ""))

    def _group(self, group: GroupRow) -> Line:
        name = f"{group.name} ({len(group.bodies)})"
        return Line(name, self._figures(group.cells, f"&nhom={group.id}"), "group", "rowgroup")

    def _body(self, body: BodyRow) -> Line:
        figures = self._figures(body.cells, f"&don-vi={body.body_id}", str(body.place or ""))
        return Line(body.name, figures, "is-late" if body.cells.open_overdue else "")

    def _figures(self, cells: Cells, narrower: str, place: str = "") -> list[Figure]:
        """The rank, the columns (every figure leads to its rows), the rates."""
        after = narrower + self._after
        figures = [(self._rank, "num", place, "")]
        figures += [
            (label, style, str(n) if n < 1_000 else number(n), base + after)
            if n
            else (label, "num zero", "0", "")
            for (label, style, base), n in zip(self._columns, cells.columns, strict=True)
        ]
        rates = (cells.rate_assigned, cells.rate_due, cells.rate_on_time)
        figures += [
            (label, "num", _share(rate, self._point), "")
            for label, rate in zip(self._rates, rates, strict=True)
        ]
        return figures


def _share(rate: Fraction | None, point: str) -> str:
    """`percent(rate, 2)` in whole numbers: three of them stand in every line."""
    if rate is None:
        return NOTHING
    hundredths = (rate.numerator * 20_000 + rate.denominator) // (2 * rate.denominator)
    return f"{hundredths // 100}{point}{hundredths % 100:02d}%"


def asked_lines(found: Sequence[GroupRow], source: Source) -> list[Line]:
    """The bodies that are asked: what was asked, what came, what has not come, what rests."""
    heads = [(str(ASKED_COLUMNS[column]), column) for column in ASKED_COLUMNS]
    lines = []
    for body in (body for group in found for body in group.bodies):
        figures = [
            (head, "num", number(n), source.rows(column, don_vi=body.body_id, cach="de-nghi") if n else "")
            for head, column in heads
            for n in (body.cells.column(column),)
        ]
        lines.append(Line(body.name, figures))
    return lines


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
