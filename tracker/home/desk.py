"""The desk's filters: from an address to a condition, and back to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tracker.home.filters import ALL, GROUPS, NAMES, READERS, VIEWS, WORDS

__all__ = ["GROUPS", "VIEWS", "Filters", "address"]
PATH = "/don-doc"
BESIDES = ("mo", "sau", "tu", "chon")
"""What an address of the desk may hold besides filters: the open group, the page, whence it came, what is ticked."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk shows and how. `days` is "late by at least", `reminded` "at least so often" (0: never),
    `heard` "last update before the day", `urgency` "from this degree up"."""

    view: str = "late"
    directive: int | None = None
    section: str | None = None
    task: int | None = None
    type: int | None = None
    area: int | None = None
    body: int | None = None
    role: str = "lead"
    state: str | None = None
    time: str | None = None
    days: int | None = None
    kind: str | None = None
    period: str | None = None
    urgency: str | None = None
    obstacle: str | None = None
    reminded: int | None = None
    heard: date | None = None
    official: int | None = None
    group: str = "body"
    density: str = "wide"

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address's arguments; what cannot be read is left out."""
        return cls.parse(args)[0]

    @classmethod
    def parse(cls, args: Mapping[str, str]) -> tuple[Filters, tuple[str, ...]]:
        """The same, with the names of the filters that could not be read."""
        stated: dict[str, Any] = {}
        unread = []
        for field in fields(cls):
            if not (value := args.get(NAMES[field.name], "").strip()):
                continue
            try:
                stated[field.name] = READERS[field.name](value)
            except ValueError:
                unread.append(field.name)
        return cls(**stated), tuple(unread)

    def changed(self, **facts: Any) -> Filters:
        """The same with some of them changed; None takes one off."""
        return replace(self, **facts)

    def without(self, name: str) -> Filters:
        """The same with one filter off; without its view it is about all work."""
        return self.changed(**{name: ALL if name == "view" else PLAIN[name]})

    def stated(self, *but: str) -> list[tuple[str, str]]:
        """(name, value) of an address's arguments, without what goes without saying and without `but`."""
        return [
            (argument, str(value))
            for name, argument, plain in _PLAIN
            if name not in but and (value := getattr(self, name)) not in (None, plain)
        ]

    def query(self) -> str:
        """The arguments of an address that shows this."""
        return urlencode(self.stated())

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The filters besides the view that leave rows out. A role says something of bodies even alone."""
        return tuple(name for name in NARROWING if getattr(self, name) != PLAIN[name])

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the view leaves rows out."""
        return bool(self.narrowing)

    @property
    def widened(self) -> Filters:
        """The same view of everybody's work."""
        return replace(self, **{name: PLAIN[name] for name in NARROWING})


PLAIN: dict[str, Any] = {each.name: each.default for each in fields(Filters)}
_PLAIN = tuple((name, NAMES[name], plain) for name, plain in PLAIN.items())
"""Each filter, its argument in an address, and what goes without saying."""
NARROWING = tuple(name for name in PLAIN if name not in WORDS or name == "role")


def address(filters: Filters, **more: str) -> str:
    """The desk's address under these filters, with further arguments."""
    stated = [*filters.stated(), *more.items()]
    return f"{PATH}?{urlencode(stated)}" if stated else PATH


def tidied(args: Mapping[str, str]) -> str:
    """The same address without what is empty or goes without saying; what cannot be read stays, to be said so."""
    filters, unread = Filters.parse(args)
    kept = [NAMES[name] for name in unread] + [name for name in BESIDES if args.get(name)]
    return address(filters, **{name: args[name] for name in kept})
