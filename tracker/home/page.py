"""What the desk's page says around its rows: counters, filters in force, choices, and what is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import LazyString, lazy_gettext
from markupsafe import Markup

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.home import groups, queries
from tracker.home.chips import chips_of, ignored, said, views
from tracker.home.desk import PATH, Filters, address
from tracker.home.filters import ALL, VIEWS
from tracker.home.guides import GUIDES
from tracker.home.queries import PAGE, Days, Groups, Names
from tracker.home.rows import table_body, words_of
from tracker.paging import Count, Page, as_count
from tracker.saved import queries as saved
from tracker.settings.queries import office_rules
from tracker.settings.rules import OfficeRules
from tracker.web.catalogue import gettext, ngettext
from tracker.web.drawn import draw_file, remembered

SHOWN = 3  # filters named by an empty list
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
    ALL: lazy_gettext("No work is open."),
}
GROUPED: dict[str, tuple[LazyString, LazyString]] = {
    "body": (lazy_gettext("Body"), lazy_gettext("Body and task")),
    "directive": (lazy_gettext("Directive"), lazy_gettext("Directive and task")),
    "task": (lazy_gettext("Task"), lazy_gettext("Task and body")),
    "official": (lazy_gettext("Official in charge"), lazy_gettext("Official and task")),
}
CHOSEN = {"het": "chosen", "tat-ca": "all"}
"""What `?chon=` asks to be ticked: this page's rows, or all that match the filters."""


class Facts(NamedTuple):
    """All the desk's page shows. `chosen`: what the address asks to be ticked; `after`: the row a page begins after."""

    filters: Filters
    days: Days
    rows: Page[Any]
    groups: Groups | None
    opened: str
    figures: Any
    names: Names
    unread: tuple[str, ...]
    shelf: tuple[Any, ...]
    drops: tuple[tuple[str, Count], ...]
    chosen: str
    after: str
    came_from: str
    may_urge: bool
    rules: OfficeRules
    minute: datetime
    reader: str


def facts(viewer: Viewer, args: Mapping[str, str], days: Days) -> Facts:
    """What an address asks for, read for who looks."""
    (filters, unread, names), after = understood(args), args.get("sau", "")
    figures = queries.figures(viewer, filters, days)
    shape = groups.shape_of(filters, getattr(figures, filters.view), args)
    rows, closed = groups.read(viewer, filters, days, shape, after)
    return Facts(
        filters=filters,
        days=days,
        rows=rows,
        groups=closed,
        opened=shape.opened,
        figures=figures,
        names=names,
        unread=unread,
        shelf=saved.shelf(viewer),
        drops=()
        if rows.rows or closed or not filters.is_narrowed
        else queries.dropping(viewer, filters, days),
        chosen=CHOSEN.get(args.get("chon", ""), ""),
        after=after,
        came_from=args.get("tu", "") if shape.opened else "",
        may_urge=policy.may(viewer, "reminder.urge"),
        rules=office_rules(),
        minute=clock.now().replace(second=0, microsecond=0),
        reader=viewer.label,
    )


def understood(args: Mapping[str, str]) -> tuple[Filters, tuple[str, ...], Names]:
    """What an address asks for, the filters in it that say nothing known, and what the things in it are called."""
    filters, unread = Filters.parse(args)
    names = queries.names(filters)
    return filters.changed(**dict.fromkeys(names.unknown)), (*unread, *names.unknown), names


@remembered(20)
def desk(facts: Facts) -> Markup:
    """The desk between its frame's head and foot."""
    filters, rows = facts.filters, facts.rows
    counts = {view: as_count(getattr(facts.figures, view)) for view in (*VIEWS, filters.view)}
    names, chips = views(facts.rules), chips_of(filters, facts.names)
    boxes = (facts.chosen or "free") if facts.may_urge else ""
    words = words_of(facts.days.today, facts.days.soon_on)
    return draw_file(
        "home/_desk.html",
        filters=filters,
        body=groups.body_of(facts, boxes, words) or table_body(rows.rows, filters.group, boxes, words),
        shape=groups.said(facts),
        boxes="" if facts.groups else boxes,
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
        ignored=ignored(facts.unread),
        shelf=on_shelf(filters, facts.shelf),
        save_url=f"{PATH}/cach-xem?{filters.query()}"
        if chips and not is_kept(filters, facts.shelf)
        else None,
        filter_url=f"{PATH}/loc?{filters.query()}",
        all_url=None if filters.view == ALL else address(filters.changed(view=ALL)),
        group_choices=tuple((group, str(names[0])) for group, names in GROUPED.items()),
        densities=densities(filters),
        clear_url=address(filters.widened),
        urls=urls(facts, counts[filters.view]),
        in_force=", ".join([names[filters.view].lower(), *(chip["label"] for chip in chips)]),
        empty=None if rows.rows or facts.groups else empty(facts, counts, names),
    )


def urls(facts: Facts, count: Count) -> dict[str, str | None]:
    """Where choosing leads (this page's rows; all that match, where they are more than a page) and the next page."""
    filters = facts.filters
    here = {"sau": facts.after} if facts.after else {}
    here |= {"mo": facts.opened} if facts.opened else {}
    is_long = count.more or count.number > PAGE
    following = (facts.groups or facts.rows).next_key
    more = {"mo": facts.opened} if facts.opened else {}
    return {
        "none": address(filters, **here),
        "page": address(filters, **here, chon="het"),
        "all": address(filters, **here, chon="tat-ca") if is_long else None,
        "next": address(filters, **more, sau=following)
        if following and not groups.is_one(facts.opened)
        else None,
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


def empty(facts: Facts, counts: dict[str, Count], names: dict[str, str]) -> dict[str, Any]:
    """What an empty list says: why, and where to go from there."""
    filters = facts.filters
    if filters.is_narrowed:
        clear = {"url": address(filters.widened), "link": gettext("Remove all filters")}
        return {
            "title": gettext("No task matches the filters."),
            "text": "",
            "drops": drops(facts, names),
            **clear,
        }
    title = str(EMPTY[filters.view])
    if filters.view != "late":
        url, link = PATH, gettext("Back to what is overdue")
        return {"title": title, "text": "", "drops": (), "url": url, "link": link}
    soon = counts["soon"].number
    text = ngettext("%(num)s task is due soon.", "%(num)s tasks are due soon.", soon)
    url = address(filters.changed(view="soon"))
    return {"title": title, "text": text, "drops": (), "url": url, "link": gettext("See what is due soon")}


def beside(filters: Filters, place: str, **more: str) -> str:
    """The address of what stands beside the desk under the same filters: its call list, its figures as they are now."""
    return address(filters, **more).replace(PATH, f"{PATH}/{place}", 1)


def on_shelf(filters: Filters, shelf: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The saved views as links, the one that is shown marked."""
    here = filters.query()
    return [{"label": row.name, "url": f"{PATH}?{row.query}", "current": row.query == here} for row in shelf]


def is_kept(filters: Filters, shelf: tuple[Any, ...]) -> bool:
    """Whether what is shown has been saved already."""
    return any(row.query == filters.query() for row in shelf)


def drops(facts: Facts, names: dict[str, str]) -> list[dict[str, Any]]:
    """The filters an empty list would be filled without, each with how much there would be."""
    filters = facts.filters
    return [
        {
            "label": names[filters.view]
            if name == "view"
            else said(name, getattr(filters, name), facts.names),
            "url": address(filters.without(name)),
            "count": count,
        }
        for name, count in facts.drops[:SHOWN]
    ]
