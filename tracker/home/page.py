"""What the desk's page says around its rows: counters, filters in force, and what is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.home.desk import VIEWS, Filters
from tracker.paging import as_count

LABELS: dict[str, LazyString] = {
    "late": lazy_gettext("Overdue"),
    "soon": lazy_gettext("Due within 3 working days"),
    "waiting": lazy_gettext("Awaiting confirmation"),
    "extension": lazy_gettext("Extension asked"),
    "difficulty": lazy_gettext("Difficulties unanswered"),
    "silent": lazy_gettext("Silent for 30 days"),
    "new": lazy_gettext("Not yet received"),
    "asked": lazy_gettext("Asked, results to compile"),
}
PATH = "/don-doc"


def desk(
    filters: Filters, figures: Any, names: tuple[Sequence[Any], str, str], next_key: str | None
) -> dict[str, Any]:
    """Variables of `home/desk.html` besides the rows."""
    types, directive, body = names
    return {
        "view": filters.view,
        "title": str(LABELS[filters.view]),
        "figures": {view: as_count(getattr(figures, view)) for view in VIEWS},
        "counters": [
            {
                "label": str(LABELS[view]),
                "number": as_count(getattr(figures, view)),
                "url": address(filters, view=view),
                "current": view == filters.view,
                "late": view == "late",
            }
            for view in VIEWS
        ],
        "chips": chips(filters, {row.id: row.name for row in types}, directive, body),
        "clear_url": PATH,
        "types": types,
        "filters": filters,
        "query": filters.query(),
        "choose_url": f"{address(filters)}{'&' if filters.query() else '?'}chon=het",
        "next_url": f"{address(filters)}{'&' if filters.query() else '?'}sau={next_key}"
        if next_key
        else None,
    }


def chips(filters: Filters, types: dict[int, str], directive: str, body: str) -> list[dict[str, str]]:
    """The filters in force besides the counter, each with the address without it."""
    stated = {
        "directive": directive if filters.directive is not None else "",
        "type": types.get(filters.type or 0, ""),
        "body": body if filters.body is not None else "",
        "days": gettext("late by %(days)s days or more", days=filters.days) if filters.days else "",
    }
    return [
        {"label": label, "url": address(filters, **{name: None})} for name, label in stated.items() if label
    ]


def address(filters: Filters, **changed: Any) -> str:
    """The desk's address with some filters changed."""
    query = filters.query(**changed)
    return f"{PATH}?{query}" if query else PATH
