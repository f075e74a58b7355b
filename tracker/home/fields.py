"""The filters as fields of a form: what each may be, and what it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tracker import clock
from tracker.home import chips
from tracker.home.desk import Filters, address
from tracker.home.filters import NAMES, NOBODY, URGENT, WORDS
from tracker.home.queries import Choices, Names
from tracker.reviews.labels import period_name
from tracker.reviews.rules import current, neighbour
from tracker.settings.queries import office_rules
from tracker.tasks.labels import DEADLINE_KINDS
from tracker.tasks.rules import title
from tracker.web.catalogue import gettext

BACK = 6  # review periods to choose from, besides the present one
LONGEST = 90  # characters of a choice

SETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("which", ("view", "directive", "section", "task", "urgency")),
    ("whose", ("area", "type", "body", "role", "official")),
    ("when", ("state", "time", "days", "kind", "period")),
    ("what", ("obstacle", "reminded", "heard")),
)
"""The form's parts and the filters in each."""


class Field(NamedTuple):
    """One filter: `kind` is select, number, text or date."""

    name: str
    argument: str
    label: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0


def filter_fields(
    filters: Filters, unread: tuple[str, ...], names: Names, choices: Choices
) -> dict[str, Any]:
    """The facts of `home/filters.html`."""
    offered = _offered(filters, names, choices)
    titles = {
        "which": gettext("Which work"),
        "whose": gettext("Whose work"),
        "when": gettext("State and time"),
        "what": gettext("What has happened"),
    }
    return {
        "sets": [
            (titles[name], [_field(each, filters, offered) for each in inside]) for name, inside in SETS
        ],
        "kept": [
            (NAMES[name], value)
            for name in ("group", "density")
            if (value := getattr(filters, name)) != WORDS[name][0]
        ],
        "ignored": chips.ignored(unread),
        "back_url": address(filters),
        "clear_url": address(filters.widened),
    }


def _field(name: str, filters: Filters, offered: Mapping[str, tuple[tuple[str, str], ...]]) -> Field:
    value = getattr(filters, name)
    said = "" if value is None else str(value)
    label = str(chips.CALLED[name])
    if name in offered:
        every = () if name in WORDS else (("", gettext("All")),)
        return Field(name, NAMES[name], label, "select", said, (*every, *offered[name]))
    kind, most = {"section": ("text", 40), "heard": ("date", 10), "days": ("number", 3)}.get(
        name, ("number", 2)
    )
    return Field(name, NAMES[name], label, kind, said, (), most)


def _offered(filters: Filters, names: Names, choices: Choices) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the filters that are chosen from a list may be; what is chosen already is always among it."""
    found = {
        "view": chips.views(office_rules()).items(),
        "state": chips.STATES.items(),
        "time": chips.TIMES.items(),
        "role": chips.ROLES.items(),
        "kind": DEADLINE_KINDS.items(),
        "obstacle": chips.OBSTACLES.items(),
        "urgency": ((code, chips.UPWARD[code]) for code in URGENT),
        "period": _periods(filters.period),
        "directive": _with(filters.directive, names.of.get("directive"), choices.directive),
        "type": _with(filters.type, names.of.get("type"), choices.type),
        "area": _with(filters.area, names.of.get("area"), choices.area),
        "body": _with(filters.body, names.of.get("body"), choices.body),
        "official": (
            (NOBODY, gettext("Nobody yet")),
            *_with(filters.official or None, names.of.get("official"), choices.official),
        ),
        "task": _tasks(filters, names, choices),
    }
    return {
        name: tuple((str(code), _short(str(label))) for code, label in pairs) for name, pairs in found.items()
    }


def _with(chosen: int | None, called: str | None, rows: Iterable[Any]) -> list[tuple[int, str]]:
    """The rows as pairs, headed by the chosen one where it is not among them."""
    pairs = [(row.id, row.name) for row in rows]
    missing = chosen is not None and all(id != chosen for id, _ in pairs)
    return [(chosen, called or ""), *pairs] if missing and chosen is not None else pairs


def _tasks(filters: Filters, names: Names, choices: Choices) -> list[tuple[int, str]]:
    """Tasks of the chosen directive; without one only the task an address came with."""
    pairs = [(row.id, f"{row.section} {title(row.text)}".strip()) for row in choices.task]
    if filters.task is not None and all(id != filters.task for id, _ in pairs):
        pairs.insert(0, (filters.task, title(names.of.get("task", ""))))
    return pairs


def _periods(chosen: str | None) -> list[tuple[str, str]]:
    """The present review period, some before it, and the next."""
    name: str | None = current(clock.today(), office_rules().period_first_day)
    found = [neighbour(name, 1)] if name else []
    while name and len(found) <= BACK + 1:
        found.append(name)
        name = neighbour(name, -1)
    if chosen is not None and chosen not in found:
        found.insert(0, chosen)
    return [(each, period_name(each)) for each in found if each]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
