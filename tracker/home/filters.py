"""What each filter of the desk may say in an address: its argument, and how its value is read. No database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.assignments.rules import STATES
from tracker.reviews.rules import span
from tracker.tasks.rules import DEADLINE_KINDS

VIEWS = ("late", "soon", "waiting", "extension", "difficulty", "objected", "silent", "new", "asked")
ALL = "all"
"""The view without a counter of its own: all open work, or all in the handling state asked for."""
GROUPS = ("body", "directive", "task", "official")
DENSITIES = ("wide", "dense")
ROLES = ("lead", "helping", "either")
WORDS = {"view": (*VIEWS, ALL), "role": ROLES, "group": GROUPS, "density": DENSITIES}
"""The filters that always say something; the first of each is what an address without it means."""

TIMES = ("late", "soon", "ahead", "undated", "done_in_time", "done_late")
"""Timeliness; the last two are of completed work."""
OF_DONE = frozenset({"done_in_time", "done_late"})
URGENT = ("khan", "thuong_khan", "hoa_toc")
"""From this degree of urgency up."""
OBSTACLES = ("open", "any", "none")
NOBODY = 0
"""The official of work nobody of the office follows."""

NAMES = {
    "view": "xem",
    "directive": "van-ban",
    "section": "muc",
    "task": "nhiem-vu",
    "type": "loai",
    "area": "dia-ban",
    "body": "don-vi",
    "role": "vai-tro",
    "state": "xu-ly",
    "time": "han",
    "days": "tre",
    "kind": "loai-han",
    "period": "ky",
    "urgency": "khan",
    "obstacle": "vuong-mac",
    "reminded": "nhac",
    "heard": "cap-nhat-truoc",
    "official": "chuyen-vien",
    "group": "nhom",
    "density": "mat-do",
}
"""Each filter and its argument in an address."""

OF_THINGS = ("directive", "task", "type", "area", "body", "official")
"""The filters whose value is the id of something that has a name."""


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(value: str) -> str:
        if value not in words:
            raise ValueError(value)
        return value

    return read


def number(least: int, most: int) -> Callable[[str], int]:
    """A reader of a whole number in these bounds."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdecimal() and len(value) < 19 and least <= int(value) <= most):
            raise ValueError(value)
        return int(value)

    return read


def section(value: str) -> str:
    """The place of a task in its document: "1.2"; 40 characters at most, as tasks keep it."""
    if len(value) > 40 or not value.isprintable():
        raise ValueError(value)
    return value


def period(value: str) -> str:
    """The name of a review period."""
    if span(value) is None:
        raise ValueError(value)
    return value


def day(value: str) -> date:
    """A day as the browser's own control writes it, of this century and the next."""
    read = date.fromisoformat(value)
    if not 2000 <= read.year <= 2200:
        raise ValueError(value)
    return read


AN_ID = number(1, 2**63 - 1)
READERS: dict[str, Callable[[str], Any]] = {
    **{name: one_of(*words) for name, words in WORDS.items()},
    **dict.fromkeys(("directive", "task", "type", "area", "body"), AN_ID),
    "section": section,
    "state": one_of(*STATES),
    "time": one_of(*TIMES),
    "days": number(1, 999),
    "kind": one_of(*DEADLINE_KINDS),
    "period": period,
    "urgency": one_of(*URGENT),
    "obstacle": one_of(*OBSTACLES),
    "reminded": number(0, 99),
    "heard": day,
    "official": number(NOBODY, 2**63 - 1),
}
"""How each value is read; what it cannot read raises ValueError."""
