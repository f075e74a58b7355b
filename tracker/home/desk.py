"""The desk's filters: from an address to a condition, and back to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

VIEWS = ("late", "soon", "waiting", "extension", "difficulty", "objected", "silent", "new", "asked")
GROUPS = ("body", "directive", "task")
DENSITIES = ("wide", "dense")
WORDS = {"view": VIEWS, "group": GROUPS, "density": DENSITIES}
"""The filters that are words; the first of each is what an address without it means."""

NAMES = {
    "view": "xem",
    "directive": "van-ban",
    "type": "loai",
    "body": "don-vi",
    "days": "tre",
    "group": "nhom",
    "density": "mat-do",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk shows and how. Numbers are ids; `days` is "late by at least"."""

    view: str = "late"
    directive: int | None = None
    type: int | None = None
    body: int | None = None
    days: int | None = None
    group: str = "body"
    density: str = "wide"

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address's arguments; what cannot be read is left out."""
        stated: dict[str, Any] = {}
        for field in fields(cls):
            value = args.get(NAMES[field.name], "")
            if field.name in WORDS:
                stated[field.name] = value if value in WORDS[field.name] else WORDS[field.name][0]
            elif value.isdecimal() and len(value) < (4 if field.name == "days" else 19):
                stated[field.name] = int(value)
        return cls(**stated)

    def changed(self, **facts: Any) -> Filters:
        """The same with some of them changed; None takes one off."""
        return replace(self, **facts)

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
    def is_narrowed(self) -> bool:
        """Whether anything besides the view leaves rows out."""
        return any((self.directive, self.type, self.body, self.days))

    @property
    def widened(self) -> Filters:
        """The same view of everybody's work."""
        return replace(self, directive=None, type=None, body=None, days=None)


_PLAIN = tuple((each.name, NAMES[each.name], each.default) for each in fields(Filters))
"""Each filter, its argument in an address, and what goes without saying."""
