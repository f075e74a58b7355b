"""What the review's pages draw, worked out from an account: links, changes since the last period, formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask_babel import gettext

from tracker.reviews.figures import Account
from tracker.reviews.labels import period_name
from tracker.reviews.lines import Source
from tracker.reviews.rules import COLUMNS, Cells
from tracker.web.filters import number, percent


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


def comparison(account: Account, source: Source, *, is_signed: bool = False) -> dict[str, Any]:
    """This period beside the one before and the same of last year: a dash where nothing is known, and why; no rows
    where neither is known."""
    if account.previous is None and account.year_ago is None:
        return {"rows": []}
    named = (
        (gettext("Period before"), account.previous),
        (gettext("Same period last year"), account.year_ago),
    )
    heads = [gettext("This period")]
    heads += [f"{name}: {period_name(other.name)}" if other else name for name, other in named]
    shown: list[tuple[Cells | None, Source]] = [(account.figures.total, source)]
    shown += [(other.cells, source.of(other.name)) if other else (None, source) for _, other in named]
    counted = (
        (gettext("Total number"), 5),
        (gettext("Completed"), 6),
        (gettext("Not completed, overdue"), 12),
    )
    rows = [
        {"label": label, "cells": [_counted(cells, column, where) for cells, where in shown]}
        for label, column in counted
    ]
    rates = ((gettext("Rate A"), "rate_due"), (gettext("Rate B"), "rate_assigned"))
    rows += [
        {"label": label, "cells": [_rated(getattr(cells, rate, None)) for cells, _ in shown]}
        for label, rate in rates
    ]
    missing = [name for name, other in named if other is None]
    live = [f"{name} ({period_name(other.name)})" for name, other in named if other and other.is_live]
    return {"heads": heads, "rows": rows, "missing": missing, "live": live, "is_signed": is_signed}


def _counted(cells: Cells | None, column: int, where: Source) -> tuple[str, str]:
    if cells is None:
        return "-", ""
    return number(cells.column(column)), where.rows(column) if cells.column(column) else ""


def _rated(rate: Fraction | None) -> tuple[str, str]:
    return percent(rate), ""


def _sum(cells: Cells, columns: str) -> int:
    return sum(cells.column(int(column)) for column in columns.split("-") if int(column) in COLUMNS)


def _change(by: int) -> str:
    if by == 0:
        return str(gettext("unchanged"))
    return str(gettext("up %(n)s", n=number(by)) if by > 0 else gettext("down %(n)s", n=number(-by)))
