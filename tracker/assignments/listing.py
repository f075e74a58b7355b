"""A body's list as its page draws it: rows with their words worked out, under headings of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker.assignments.inside import arranged, own_mark
from tracker.assignments.labels import Mark, Marks, source, states, views
from tracker.assignments.rules import SCREEN
from tracker.paging import Page, as_count
from tracker.settings.rules import OfficeRules
from tracker.tasks.rules import title
from tracker.web.catalogue import by_language, gettext
from tracker.web.drawn import draw, draw_file, remembered
from tracker.web.filters import day_short


class Row(NamedTuple):
    """One piece of work on the list."""

    id: int
    title: str
    sub: str
    marks: Sequence[Mark]
    is_late: bool
    due_on: date | None


class Group(NamedTuple):
    """Rows, drawn, under one heading; "" where the page has one list only."""

    label: str
    rows: list[Markup]


class Facts(NamedTuple):
    """All a body's list shows."""

    view: str
    page: Page[Any]
    counts: Any
    bodies: tuple[str, ...]
    obstacles: tuple[Any, ...]
    today: date
    soon_on: date
    office: OfficeRules


def heading(facts: Facts) -> dict[str, Any]:
    """What stands above the list."""
    names = ("owed", "late", "soon")
    counts = {name: as_count(getattr(facts.counts, name)) for name in names}
    return {"bodies": facts.bodies, "title": views()[facts.view], "today": facts.today, "counts": counts}


@remembered(40)
def own_list(facts: Facts) -> Markup:
    """The list with its counters and what stands beside it."""
    return draw_file(
        "assignments/_own_list.html",
        view=facts.view,
        page=facts.page,
        figures=figures(facts.counts, facts.view),
        groups=groups(facts.page.rows, marks_of(facts.today, facts.soon_on), facts.view),
        obstacles=facts.obstacles,
        office=facts.office,
    )


def _and_own(made: Row, row: Any, marks: Marks) -> Sequence[Mark]:
    """The row's tags; late by the day of the body's own is said where the work is not late by its due day."""
    own = None if made.is_late else own_mark(row.own_due_on, row.due_on, row.state, marks.today)
    return [*made.marks, own] if own else made.marks


marks_of: Callable[..., Marks] = by_language(4)(Marks)
"""The marks of a day in the reader's language, from (today, soon_on)."""


@lru_cache(maxsize=2_000)
def _kept(row: Any, marks: Marks) -> tuple[str, Markup]:
    """(when, the row drawn); what has not changed since it was last shown today is not worked out again."""
    [made] = drawn([row], marks)
    made = made._replace(sub=f"{made.sub}{arranged(row)}", marks=_and_own(made, row, marks))
    return _when(made, marks), draw("assignments/_works.html", "work", made)


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


def helped(found: Iterable[Any]) -> list[Row]:
    """Rows of `own_rows` that others lead: who does, and by when the body's part is asked. Never late."""
    said, lead = states(), gettext("lead: %(body)s")
    own, theirs = gettext("your part by %(day)s"), gettext("the lead's due day %(day)s")
    return [
        Row(
            row.id,
            title(row.text),
            " · ".join(
                [source(row.number or row.subject, row.section), lead % {"body": row.lead}]
                + ([(own if row.own_due_on else theirs) % {"day": day_short(row.day)}] if row.day else [])
            ),
            [Mark(SCREEN[row.state], said[SCREEN[row.state]])],
            False,
            row.day,
        )
        for row in found
    ]


def groups(found: Iterable[Any], marks: Marks, view: str) -> list[Group]:
    """The rows under headings: overdue, due soon, later, without a date. Other views have one list."""
    if view == "helping":
        return [Group("", [draw("assignments/_works.html", "work", row) for row in helped(found)])]
    kept = [_kept(row, marks) for row in found]
    if view != "owed":
        return [Group("", [row for _, row in kept])]
    heads = {
        "late": gettext("Overdue"),
        "soon": gettext("Due soon"),
        "later": gettext("Later"),
        "none": gettext("No date"),
    }
    return [Group(heads[when], [row for _, row in part]) for when, part in groupby(kept, itemgetter(0))]


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
            "number": as_count(getattr(counts, name)),
            "url": f"/viec?xem={name}",
            "current": name == view,
            "late": name == "late",
        }
        for name, label in views().items()
        if name != "helping" or view == name or getattr(counts, name)
    ]
