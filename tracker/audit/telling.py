"""What a line of the log says: each fact by its name, from what to what, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext

from tracker.audit.fields import COUNTED, FIELDS, POINTS_TO, words_of
from tracker.audit.queries import Line
from tracker.web.filters import day

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST = 10  # of a list; the rest is counted
EMPTY: tuple[Any, ...] = (None, "", [])
LONG, LONGEST_WORD = 160, 45  # characters
NAMELESS = {"call", "links", "setting"}  # one of a kind, or told by its moment alone


class Told(NamedTuple):
    """One fact. `old` and `new` are None where the line has no such side."""

    label: str
    old: str | None
    new: str | None

    @property
    def is_long(self) -> bool:
        """Whether it is folded away: many words, or one that fills a line by itself."""
        words = f"{self.old or ''} {self.new or ''}".split()
        return sum(map(len, words)) > LONG or any(len(word) > LONGEST_WORD for word in words)


def told(line: Line, names: Mapping[str, str]) -> list[Told]:
    """The facts of a line that say something: what stayed the same, or was empty on both sides, is left out."""
    kind, before, after = line.thing.partition(":")[0], line.before or {}, line.after or {}

    def side(facts: Mapping[str, Any], name: str) -> str | None:
        if name not in facts:
            return None
        return said(kind, name, facts[name], names) or gettext("(empty)")

    return [
        Told(label(name, names), side(before, name), side(after, name))
        for name in dict.fromkeys((*before, *after))
        if _says_something(before.get(name), after.get(name))
    ]


def label(name: str, names: Mapping[str, str]) -> str:
    """What a fact is called. Steps taken back are kept by task, so a number is a task's."""
    return named("task", name, names) if name.isdecimal() else str(FIELDS.get(name, name))


def said(kind: str, name: str, value: Any, names: Mapping[str, str]) -> str:
    """A value in words: rows by their names, codes by their words, days as the office writes them."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, dict):  # of a step taken back; places and marks of the draft are left out
        parts = (
            (FIELDS[each], said("task", each, of, names)) for each, of in value.items() if each in FIELDS
        )
        return "; ".join(f"{name}: {words}" for name, words in parts if words)
    if isinstance(value, list):
        return _listed([_item(kind, name, each, names) for each in value])
    if name in POINTS_TO and isinstance(value, int) and name not in COUNTED:
        return named(POINTS_TO[name], value, names)
    if isinstance(value, str):
        return day(date.fromisoformat(value)) if DAY.fullmatch(value) else words_of(kind, name, value)
    return str(value)


def thing_said(thing: str, names: Mapping[str, str]) -> str:
    """What a deed was done to, by its name, its day or its number; "" where its kind says it all."""
    kind, _, rest = thing.partition(":")
    if kind == "period" and thing in names:
        return words_of(kind, "name", names[thing])
    if kind in NAMELESS:
        return ""
    if DAY.fullmatch(rest):
        return day(date.fromisoformat(rest))
    return named(kind, rest, names) if rest.isdecimal() and kind != "calendar" else rest


def named(kind: str, id: Any, names: Mapping[str, str]) -> str:
    """A row by its name; by its number where it is gone."""
    return names.get(f"{kind}:{id}", gettext("number %(number)s", number=id))


def mentioned(lines: Iterable[Line]) -> set[str]:
    """Every `kind:id` that some lines speak of."""
    return {
        thing for line in lines for thing in (line.thing, *_mentioned(line.before), *_mentioned(line.after))
    }


def _mentioned(facts: Mapping[str, Any] | None) -> Iterator[str]:
    for name, value in (facts or {}).items():
        if name.isdecimal():
            yield f"task:{name}"
        elif name == "links" and isinstance(value, list):
            yield from (f"body:{each[0]}" for each in value)
        elif name in POINTS_TO:
            several = value if isinstance(value, list) else [] if name in COUNTED else [value]
            yield from (f"{POINTS_TO[name]}:{each}" for each in several if isinstance(each, int))


def _item(kind: str, name: str, value: Any, names: Mapping[str, str]) -> str:
    if name == "links":  # (body, mailbox, assignment)
        return f"{named('body', value[0], names)} ({value[1]})"
    if name in POINTS_TO and isinstance(value, int):
        return named(POINTS_TO[name], value, names)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value if each not in (None, ""))
    return said(kind, name, value, names)


def _listed(items: list[str]) -> str:
    rest = len(items) - MOST
    shown = "; ".join(items[:MOST])
    return shown if rest <= 0 else str(gettext("%(shown)s; and %(rest)s more", shown=shown, rest=rest))


def _says_something(old: Any, new: Any) -> bool:
    return bool(old != new) and not (old in EMPTY and new in EMPTY)
