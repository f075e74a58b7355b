"""A body's list as its page draws it: rows with their words worked out, under headings of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from tracker.assignments.labels import Mark, Marks, source, views
from tracker.tasks.rules import title
from tracker.web.catalogue import gettext
from tracker.web.filters import day_short


class Row(NamedTuple):
    """One piece of work on the list."""

    id: int
    title: str
    sub: str
    marks: list[Mark]
    is_late: bool
    due_on: date | None


class Group(NamedTuple):
    """Rows under one heading; "" where the page has one list only."""

    label: str
    rows: list[Row]


def drawn(found: Iterable[Any], marks: Marks) -> list[Row]:
    """Rows of `own_rows` or of a link's list, ready to be drawn."""
    due = gettext("due %(day)s")
    return [
        Row(
            row.id,
            title(row.text),
            f"{source(row.number or row.subject, row.section)}"
            + (f" · {due % {'day': day_short(row.due_on)}}" if row.due_on else ""),
            marks.of(row),
            marks.is_late(row),
            row.due_on,
        )
        for row in found
    ]


def groups(found: Iterable[Any], marks: Marks, view: str) -> list[Group]:
    """The rows under headings: overdue, due soon, later, without a date. Other views have one list."""
    rows = drawn(found, marks)
    if view != "owed":
        return [Group("", rows)]
    heads = {
        "late": gettext("Overdue"),
        "soon": gettext("Due soon"),
        "later": gettext("Later"),
        "none": gettext("No date"),
    }
    return [Group(heads[when], list(part)) for when, part in groupby(rows, lambda row: _when(row, marks))]


def _when(row: Row, marks: Marks) -> str:
    if row.due_on is None:
        return "none"
    if row.is_late:
        return "late"
    return "soon" if row.due_on <= marks.soon_on else "later"


def figures(counts: Any, view: str) -> list[dict[str, Any]]:
    """The counters above the list, each a link to its rows."""
    return [
        {
            "label": label,
            "number": getattr(counts, name),
            "url": f"/viec?xem={name}",
            "current": name == view,
            "late": name == "late",
        }
        for name, label in views().items()
    ]
