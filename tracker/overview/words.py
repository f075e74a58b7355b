"""What the dashboard's parts are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.overview.rules import AGES, Asked, top_of
from tracker.web.filters import number

STAGES: dict[str, LazyString] = {
    "given": lazy_gettext("Given in all"),
    "sent": lazy_gettext("Letter sent"),
    "opened": lazy_gettext("Seen"),
    "received": lazy_gettext("Received"),
    "updated": lazy_gettext("Updated"),
    "done": lazy_gettext("Completed"),
}
BLOCKS: dict[str, LazyString] = {
    "ontime": lazy_gettext("Completed on time"),
    "late": lazy_gettext("Completed late"),
    "open": lazy_gettext("Not completed, in time"),
    "over": lazy_gettext("Not completed, overdue"),
    "rest": lazy_gettext("No deadline or suspended"),
}


def age(name: str) -> str:
    """One to seven days, over 120 days."""
    first, last = AGES[name]
    if last is None:
        return str(gettext("Over %(days)s days", days=first - 1))
    return str(gettext("%(first)s to %(last)s days", first=first, last=last))


def freshness(silent_days: int) -> dict[str, str]:
    """What the three ages of news are called, with the office's own number of days."""
    return {
        "week": str(gettext("Updated within 7 days")),
        "month": str(gettext("Within %(days)s days", days=silent_days)),
        "silent": str(gettext("Silent for %(days)s days", days=silent_days)),
    }


def quantity(value: float) -> str:
    """A target's figure as a text prints it: no decimals where there are none."""
    return number(value, 0 if value == int(value) else 1)


def headings(sections: Sequence[dict[str, Any]]) -> dict[str, str]:
    """A directive's section to the words over it."""
    return {
        str(each["mark"]): str(each["heading"])
        for each in sections
        if each.get("mark") and each["mark"] == top_of(each["mark"])
    }


def title_of(asked: Asked, silent_days: int) -> str:
    """What a list of rows is headed with."""
    if asked.figure == "tuoi":
        return str(gettext("Overdue, %(age)s", age=age(asked.part).lower()))
    if asked.figure == "chang":
        return str(STAGES[asked.part])
    if asked.figure == "moi":
        return freshness(silent_days)[asked.part]
    if asked.figure == "dich":
        return str(gettext("Serving the target"))
    section = asked.section
    where = gettext("Section %(section)s", section=section) if section else gettext("Without a section")
    return f"{where}: {BLOCKS[asked.part]}" if asked.part != "all" else str(where)
