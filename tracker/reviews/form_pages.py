"""Variables of the pages of Biểu 02 to 05 and of the changes, and the way to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from tracker.reviews import queries, tables
from tracker.reviews import vietnamese as vi
from tracker.reviews.annexes import FORMS, FormPage
from tracker.reviews.labels import CHANGED, CHANGES, period_name
from tracker.reviews.rules import Span
from tracker.tasks.rules import title as title_of


def form_links(review: queries.Review) -> list[tuple[str, str, int | None]]:
    """Biểu 01 to 05: title, address of the whole, and how many lines where the figures say so."""
    name, total = review.days.name, review.account.figures.total
    older = review.snapshot.number if review.snapshot and not review.is_in_force else None
    counts = {2: total.open_overdue, 3: total.done}
    first = [(f"Biểu 01. {tables.TITLES[1]}", "#bodies", None)]
    return first + [
        (
            f"Biểu 0{number}. {tables.TITLES[number]}",
            url_for("reviews.form", name=name, form_id=number, ban=older),
            counts.get(number),
        )
        for number in FORMS
    ]


def form(name: str, number: int, days: Span, found: FormPage) -> dict[str, Any]:
    """One page of a form that lists tasks, as it is printed: in Vietnamese, whoever reads."""
    printed = tables.of_rows(number, found.rows, days.cut_on, found.start)
    kinds = [column["kind"] for column in printed["columns"]]
    written = [
        [_written(*cell) for cell in zip(line["cells"], kinds, strict=True)] for line in printed["rows"]
    ]
    return {
        "name": name,
        "number": number,
        "days": days,
        "table": printed,
        "lines": [(row.assignment_id, cells) for row, cells in zip(found.rows, written, strict=True)],
        "work_at": printed["columns"].index(tables.WORK),
        "count": found.count,
        "following": found.next_key,
        "period_name": period_name(name),
        "title": f"Biểu 0{number}. {tables.TITLES[number]}",
    }


def changes(name: str, change: str, found: FormPage) -> dict[str, Any]:
    """A page of the changes one number counts."""
    return {
        "name": name,
        "change": change,
        "title": CHANGED[change][1],
        "changes": found.rows,
        "change_words": CHANGES,
        "count": found.count,
        "next_key": found.next_key,
        "period_name": period_name(name),
        "title_of": title_of,
    }


def _written(value: Any, kind: str) -> str:
    if value is None:
        return ""
    return vi.day(date.fromisoformat(value)) if kind == "date" else str(value)
