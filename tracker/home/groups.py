"""A long desk as groups: closed with their counts, one opened at its own address, its rows paged inside by key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker.access.actors import Viewer
from tracker.assignments.rules import days_late
from tracker.home import queries
from tracker.home.desk import Filters, address
from tracker.home.queries import Days, Groups
from tracker.home.rows import HEADS, Head, Words, drawn_row
from tracker.paging import CAP, Page
from tracker.web.catalogue import gettext, ngettext
from tracker.web.drawn import draw
from tracker.web.filters import number

LONG = 200  # rows: four pages may be read through, more are closed
FLAT = "het"
"""`?mo=het`: every task for itself however many there are; `?mo=17` is the group 17 opened."""
TEMPLATE = "home/_desk_groups.html"
NONE: Page[Any] = Page(())


class Shape(NamedTuple):
    """How the rows are shown: `is_closed` as groups, `opened` one of them ("17"), all ("het") or none ("")."""

    is_closed: bool
    opened: str


def is_one(opened: str) -> bool:
    """Whether one group is opened, and not all."""
    return opened not in ("", FLAT)


def shape_of(filters: Filters, count: int, args: Mapping[str, str]) -> Shape:
    """What an address asks for. Never closed: a short list, one of one group only, one whose page is to be ticked."""
    word = args.get("mo", "")
    opened = word if word == FLAT or (word.isascii() and word.isdecimal() and len(word) < 19) else ""
    is_long = count > LONG and getattr(filters, filters.group) is None
    if not is_one(opened) or getattr(filters, filters.group) is not None:
        return Shape(is_long and not opened and args.get("chon") != "het", FLAT if opened and is_long else "")
    return Shape(False, opened)


def read(
    viewer: Viewer, filters: Filters, days: Days, shape: Shape, after: str
) -> tuple[Page[Any], Groups | None]:
    """The rows of an address, or its closed groups."""
    if shape.is_closed:
        return NONE, queries.desk_groups(viewer, filters, days, after)
    if is_one(shape.opened):
        filters = filters.changed(**{filters.group: int(shape.opened)})
    return queries.desk_rows(viewer, filters, days, after), None


def body_of(facts: Any, boxes: str, words: Words) -> Markup | None:
    """The table's rows where they are closed groups or one opened; None where they are all shown."""
    by = facts.filters.group
    if facts.groups is not None:
        heads = [_closed(facts, row, HEADS[by](row, words), words) for row in facts.groups.rows]
        return Markup("".join(heads))  # noqa: S704 (each was drawn by a template)
    if not is_one(facts.opened) or not facts.rows.rows:
        return None
    rows = facts.rows
    parts: list[str] = [_opened(facts, HEADS[by](rows.rows[0], words))]
    parts.extend(drawn_row(row, by, boxes, words) for row in rows.rows)
    if rows.next_key:
        parts.append(
            draw(
                TEMPLATE, "more_rows", place(facts.opened, facts.came_from), _inside(facts, sau=rows.next_key)
            )
        )
    return Markup("".join(parts))  # noqa: S704 (each part was drawn by a template)


def said(facts: Any) -> dict[str, str] | None:
    """What stands over a list that is not shown as it usually is, and the way to its other shape."""
    filters = facts.filters
    if facts.groups is not None:
        text = gettext("The list is long: open a group to see its tasks.")
        if not facts.groups.is_whole:
            text += " " + gettext(
                "%(n)s tasks are put together at a time; a group may come again further down.", n=number(CAP)
            )
        return {"text": text, "url": address(filters, mo=FLAT), "link": gettext("Show every task")}
    if facts.opened:
        text = "" if facts.opened == FLAT else gettext("One group is open.")
        return {"text": text, "url": address(filters), "link": gettext("Show all groups closed")}
    return None


def _closed(facts: Any, row: Any, head: Head, words: Words) -> Markup:
    more = {"tu": facts.after} if facts.after else {}
    late = days_late(row.first_on, facts.days.today) if facts.filters.view == "late" else 0
    url = address(facts.filters, mo=str(row.key), **more)
    return _drawn_closed(
        place(str(row.key), facts.after), url, head, row.n, facts.groups.is_whole, late, words
    )


def place(key: str, page: str) -> str:
    """What a group is called inside the table: it may come again on a later page of a very long list."""
    return f"{key}-{page}" if page else key


@lru_cache(maxsize=1_000)
def _drawn_closed(
    name: str, url: str, head: Head, held: int, is_exact: bool, late: int, words: Words
) -> Markup:
    told = (
        ngettext("%(num)s task", "%(num)s tasks", held)
        if is_exact
        else ngettext("%(num)s task or more", "%(num)s tasks or more", held)
    )
    if late:
        told = ngettext(
            "%(tasks)s, the longest late %(num)s day",
            "%(tasks)s, the longest late %(num)s days",
            late,
            tasks=told,
        )
    return draw(TEMPLATE, "closed_group", name, url, head.title, told, head.phone, head.dialled)


def _opened(facts: Any, head: Head) -> Markup:
    """The head of the one group that is open; pressed, it is closed again on the page of groups it stands on."""
    here = {"sau": facts.came_from} if facts.came_from else {}
    told = head.note if facts.filters.group == "body" else ""
    own_url = address(facts.filters.changed(**{facts.filters.group: int(facts.opened)}))
    return draw(
        TEMPLATE,
        "opened_group",
        place(facts.opened, facts.came_from),
        address(facts.filters, **here),
        head.title,
        own_url,
        told,
        head.phone,
        head.dialled,
    )


def _inside(facts: Any, **more: str) -> str:
    came = {"tu": facts.came_from} if facts.came_from else {}
    return address(facts.filters, mo=facts.opened, **came, **more)
