"""The desk's filters in words: what each is called, what each says, and the chips that take them off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import LazyString, lazy_gettext

from tracker.directives.labels import URGENCIES
from tracker.home.desk import Filters, address
from tracker.home.queries import Names
from tracker.reviews.labels import period_name
from tracker.settings.rules import OfficeRules
from tracker.tasks.labels import DEADLINE_KINDS
from tracker.tasks.rules import title
from tracker.web.catalogue import gettext, ngettext
from tracker.web.filters import day

CALLED: dict[str, LazyString] = {
    "view": lazy_gettext("List"),
    "directive": lazy_gettext("Directive"),
    "section": lazy_gettext("Section"),
    "task": lazy_gettext("Task"),
    "type": lazy_gettext("Kind of body"),
    "area": lazy_gettext("Area"),
    "body": lazy_gettext("Body"),
    "role": lazy_gettext("The body's part"),
    "state": lazy_gettext("Handling"),
    "time": lazy_gettext("Timeliness"),
    "days": lazy_gettext("Late by at least (days)"),
    "kind": lazy_gettext("Kind of deadline"),
    "period": lazy_gettext("Due in the review period"),
    "urgency": lazy_gettext("Urgency"),
    "obstacle": lazy_gettext("Difficulty"),
    "reminded": lazy_gettext("Reminded at least (times)"),
    "heard": lazy_gettext("Last update before"),
    "official": lazy_gettext("Official in charge"),
    "group": lazy_gettext("Group by"),
    "density": lazy_gettext("Density of rows"),
}
STATES: dict[str, LazyString] = {
    "assigned": lazy_gettext("Not yet received"),
    "in_progress": lazy_gettext("In progress"),
    "submitted": lazy_gettext("Awaiting confirmation"),
    "completed": lazy_gettext("Completed"),
    "returned": lazy_gettext("Returned"),
    "objected": lazy_gettext("Objected"),
    "suspended": lazy_gettext("Suspended"),
    "cancelled": lazy_gettext("Cancelled"),
}
TIMES: dict[str, LazyString] = {
    "late": lazy_gettext("Overdue"),
    "soon": lazy_gettext("Due soon"),
    "ahead": lazy_gettext("Due later"),
    "undated": lazy_gettext("No date"),
    "done_in_time": lazy_gettext("Completed in time"),
    "done_late": lazy_gettext("Completed late"),
}
ROLES: dict[str, LazyString] = {
    "lead": lazy_gettext("Leads"),
    "helping": lazy_gettext("Works with the lead"),
    "either": lazy_gettext("Leads or works with the lead"),
}
OBSTACLES: dict[str, LazyString] = {
    "open": lazy_gettext("Waiting for an answer"),
    "any": lazy_gettext("Has met one"),
    "none": lazy_gettext("Has met none"),
}
OBSTACLE_CHIPS: dict[str, LazyString] = {
    "open": lazy_gettext("Difficulties unanswered"),
    "any": lazy_gettext("has met a difficulty"),
    "none": lazy_gettext("has met no difficulty"),
}
UPWARD: dict[str, LazyString] = {
    "khan": lazy_gettext("urgent or more"),
    "thuong_khan": lazy_gettext("very urgent or more"),
    "hoa_toc": URGENCIES["hoa_toc"],
}


def views(rules: OfficeRules) -> dict[str, str]:
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
        "all": gettext("All open work"),
    }


def said(name: str, value: Any, names: Names) -> str:
    """What one filter says, short enough for a chip."""
    if name in names.of:
        return _of_a_thing(name, names.of[name])
    return SAID[name](value)


def _of_a_thing(name: str, called: str) -> str:
    if name == "area":
        return gettext("area: %(name)s", name=called)
    if name == "official":
        return gettext("followed by %(name)s", name=called)
    return title(called, 60) if name == "task" else called


SAID: dict[str, Callable[[Any], str]] = {
    "section": lambda value: gettext("section %(section)s", section=value),
    "role": lambda value: str(ROLES[value]),
    "state": lambda value: str(STATES[value]),
    "time": lambda value: str(TIMES[value]),
    "days": lambda value: gettext("late by %(days)s days or more", days=value),
    "kind": lambda value: str(DEADLINE_KINDS[value]),
    "period": lambda value: gettext("due in %(period)s", period=period_name(value)),
    "urgency": lambda value: str(UPWARD[value]),
    "obstacle": lambda value: str(OBSTACLE_CHIPS[value]),
    "reminded": lambda value: (
        ngettext("reminded %(num)s time or more", "reminded %(num)s times or more", value)
        if value
        else gettext("never reminded")
    ),
    "heard": lambda value: gettext("last update before %(day)s", day=day(value)),
    "official": lambda value: gettext("followed by nobody"),
}


def chips_of(filters: Filters, names: Names) -> list[dict[str, str]]:
    """The filters in force besides the counter, each with the address without it."""
    return [
        {"label": said(name, getattr(filters, name), names), "url": address(filters.without(name))}
        for name in filters.narrowing
    ]


def ignored(unread: tuple[str, ...]) -> str:
    """The sentence about what an address says and nobody understands; "" when all is understood."""
    if not unread:
        return ""
    called = ", ".join(f"“{CALLED[name]}”" for name in unread)
    return gettext(
        "Left out, because the address says something there that is not known: %(filters)s.", filters=called
    )
