"""What the desk's page says around its rows: counters, filters in force, choices, and what is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask_babel import LazyString, lazy_gettext
from markupsafe import Markup

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.home import queries
from tracker.home.desk import VIEWS, Filters
from tracker.home.guides import GUIDES
from tracker.home.queries import PAGE, Choices, Days
from tracker.home.rows import table_body, words_of
from tracker.paging import Count, Page, as_count
from tracker.settings.queries import office_rules
from tracker.settings.rules import OfficeRules
from tracker.web.catalogue import gettext, ngettext
from tracker.web.drawn import draw_file, remembered

PATH = "/don-doc"
EMPTY: dict[str, LazyString] = {
    "late": lazy_gettext("Nothing is overdue today."),
    "soon": lazy_gettext("Nothing is due in the coming days."),
    "waiting": lazy_gettext("No report awaits confirmation."),
    "extension": lazy_gettext("Nobody asks for an extension."),
    "difficulty": lazy_gettext("Every difficulty has its answer."),
    "objected": lazy_gettext("No body objects to its work."),
    "silent": lazy_gettext("No body has been silent for long."),
    "new": lazy_gettext("All work has been received."),
    "asked": lazy_gettext("No results are to be compiled."),
}
GROUPED: dict[str, tuple[LazyString, LazyString]] = {
    "body": (lazy_gettext("Body"), lazy_gettext("Body and task")),
    "directive": (lazy_gettext("Directive"), lazy_gettext("Directive and task")),
    "task": (lazy_gettext("Task"), lazy_gettext("Task and body")),
}
CHOSEN = {"het": "chosen", "tat-ca": "all"}
"""What `?chon=` asks to be ticked: this page's rows, or all that match the filters."""


class Facts(NamedTuple):
    """All the desk's page shows. `chosen`: what the address asks to be ticked; `after`: the row a page begins after."""

    filters: Filters
    days: Days
    rows: Page[Any]
    figures: Any
    choices: Choices
    chosen: str
    after: str
    may_urge: bool
    rules: OfficeRules
    minute: datetime
    reader: str


def facts(viewer: Viewer, args: Mapping[str, str], days: Days) -> Facts:
    """What an address asks for, read for who looks."""
    filters, after = Filters.read(args), args.get("sau", "")
    return Facts(
        filters=filters,
        days=days,
        rows=queries.desk_rows(viewer, filters, days, after),
        figures=queries.figures(viewer, filters, days),
        choices=queries.choices(filters),
        chosen=CHOSEN.get(args.get("chon", ""), ""),
        after=after,
        may_urge=policy.may(viewer, "reminder.urge"),
        rules=office_rules(),
        minute=clock.now().replace(second=0, microsecond=0),
        reader=viewer.label,
    )


@remembered(20)
def desk(facts: Facts) -> Markup:
    """The desk between its frame's head and foot."""
    filters, choices, rows = facts.filters, facts.choices, facts.rows
    counts = {view: as_count(getattr(facts.figures, view)) for view in VIEWS}
    names, chips = labels(facts.rules), chips_of(filters, choices)
    boxes = (facts.chosen or "free") if facts.may_urge else ""
    words = words_of(facts.days.today, facts.days.soon_on)
    return draw_file(
        "home/_desk.html",
        filters=filters,
        body=table_body(rows.rows, filters.group, boxes, words),
        boxes=boxes,
        chosen=facts.chosen,
        may_urge=facts.may_urge,
        now=facts.minute,
        reader=facts.reader,
        title=names[filters.view],
        guide=GUIDES.get(filters.view),
        first_column=str(GROUPED[filters.group][1]),
        count=counts[filters.view],
        counters=counters(filters, counts, names),
        chips=chips,
        types=choices.types,
        directives=choices.directives,
        group_choices=tuple((group, str(names[0])) for group, names in GROUPED.items()),
        densities=densities(filters),
        clear_url=address(filters.widened),
        urls=urls(filters, counts[filters.view], rows.next_key, facts.after),
        in_force=", ".join([names[filters.view].lower(), *(chip["label"] for chip in chips)]),
        empty=None if rows.rows else empty(filters, counts, bool(chips)),
    )


def labels(rules: OfficeRules) -> dict[str, str]:
    """The name of each view, with the office's own numbers of days."""
    return {
        "late": gettext("Overdue"),
        "soon": gettext("Due within %(days)s working days", days=rules.due_soon_days),
        "waiting": gettext("Awaiting confirmation"),
        "extension": gettext("Extension asked"),
        "difficulty": gettext("Difficulties unanswered"),
        "objected": gettext("Objections to answer"),
        "silent": gettext("Silent for %(days)s days", days=rules.silent_days),
        "new": gettext("Not yet received"),
        "asked": gettext("Asked, results to compile"),
    }


def urls(filters: Filters, count: Count, next_key: str | None, after: str) -> dict[str, str | None]:
    """Where choosing leads (this page's rows; all that match, where they are more than a page) and the next page."""
    here = {"sau": after} if after else {}
    is_long = count.more or count.number > PAGE
    return {
        "none": address(filters, **here),
        "page": address(filters, **here, chon="het"),
        "all": address(filters, **here, chon="tat-ca") if is_long else None,
        "next": address(filters, sau=next_key) if next_key else None,
    }


def counters(filters: Filters, counts: dict[str, Count], names: dict[str, str]) -> list[dict[str, Any]]:
    """Each figure with the list it leads to, under the same other filters."""
    return [
        {
            "label": names[view],
            "number": counts[view],
            "url": address(filters.changed(view=view)),
            "current": view == filters.view,
            "late": view == "late" and counts[view].number > 0,
        }
        for view in VIEWS
    ]


def chips_of(filters: Filters, choices: Choices) -> list[dict[str, str]]:
    """The filters in force besides the counter, each with the address without it."""
    types = {row.id: row.name for row in choices.types}
    stated = {
        "directive": choices.directive if filters.directive is not None else "",
        "type": types.get(filters.type or 0, ""),
        "body": choices.body if filters.body is not None else "",
        "days": gettext("late by %(days)s days or more", days=filters.days) if filters.days else "",
    }
    return [
        {"label": label, "url": address(filters.changed(**{name: None}))}
        for name, label in stated.items()
        if label
    ]


def densities(filters: Filters) -> list[dict[str, Any]]:
    """Wide or dense rows."""
    labels = {"wide": gettext("Wide"), "dense": gettext("Dense")}
    return [
        {
            "label": label,
            "url": address(filters.changed(density=density)),
            "current": density == filters.density,
        }
        for density, label in labels.items()
    ]


def empty(filters: Filters, counts: dict[str, Count], is_narrowed: bool) -> dict[str, str]:
    """What an empty list says: why, and where to go from there."""
    if is_narrowed:
        clear = {"url": address(filters.widened), "link": gettext("Remove all filters")}
        return {"title": gettext("No task matches the filters."), "text": "", **clear}
    title = str(EMPTY[filters.view])
    if filters.view != "late":
        return {"title": title, "text": "", "url": PATH, "link": gettext("Back to what is overdue")}
    soon = counts["soon"].number
    text = ngettext("%(num)s task is due soon.", "%(num)s tasks are due soon.", soon)
    url = address(filters.changed(view="soon"))
    return {"title": title, "text": text, "url": url, "link": gettext("See what is due soon")}


def address(filters: Filters, **more: str) -> str:
    """The desk's address under these filters, with further arguments."""
    stated = [*filters.stated(), *more.items()]
    return f"{PATH}?{urlencode(stated)}" if stated else PATH


def beside(filters: Filters, place: str, **more: str) -> str:
    """The address of what stands beside the desk under the same filters: its call list, its figures as they are now."""
    return address(filters, **more).replace(PATH, f"{PATH}/{place}", 1)
