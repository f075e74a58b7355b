"""The desk's filters: from an address to a condition, and back to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

VIEWS = ("late", "soon", "waiting", "extension", "difficulty", "silent", "new", "asked")
NAMES = {"view": "xem", "directive": "van-ban", "type": "loai", "body": "don-vi", "days": "tre"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the desk shows. Numbers are ids; `days` is "late by at least"."""

    view: str = "late"
    directive: int | None = None
    type: int | None = None
    body: int | None = None
    days: int | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """From an address's arguments; what cannot be read is left out."""
        view = args.get(NAMES["view"], "late")
        numbers = {
            field.name: int(value)
            for field in fields(cls)
            if field.name != "view"
            and (value := args.get(NAMES[field.name], "")).isdecimal()
            and len(value) < 19
        }
        return cls(view=view if view in VIEWS else "late", **numbers)

    def query(self, **changed: Any) -> str:
        """The arguments of an address that shows this, with some filters changed."""
        new = replace(self, **changed)
        stated = {NAMES[field.name]: getattr(new, field.name) for field in fields(new)}
        return urlencode({name: value for name, value in stated.items() if value not in (None, "late")})
