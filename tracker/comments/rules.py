"""Who speaks for whom in a comment, and whom the words "@…" mean. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from tracker.vietnamese import fold, one_school

SIDES = ("lead", "coordinating", "office", "leader")
LONGEST = 4_000  # characters of a comment
_AT = re.compile(r"(?<![\w.@-])@(?=\w)")
_AHEAD = 150  # characters after an "@" that may be a name
MOST_AT_ONCE = 50  # names in one comment


class Standing(NamedTuple):
    """For whom somebody speaks about an assignment: a side of it and, where it is a body's, the body."""

    side: str
    body_id: int | None


class Name(NamedTuple):
    """Somebody who can be mentioned: `key` is p12 or b3, `forms` the ways to write it after an "@"."""

    key: str
    forms: tuple[str, ...]


class Meant(NamedTuple):
    """Whom the words of a comment mean; `unclear` are words that fit several."""

    keys: tuple[str, ...]
    unclear: tuple[str, ...]


def standing(
    role: str, body_ids: Collection[int], lead_id: int, helping_ids: Iterable[int]
) -> Standing | None:
    """Whose word somebody's is: the office's, the leader's, or a body's that leads or works with it; None: nobody's."""
    if role in {"office", "leader"}:
        return Standing(role, None)
    if role != "officer":
        return None
    if lead_id in body_ids:
        return Standing("lead", lead_id)
    helping = next((each for each in helping_ids if each in body_ids), None)
    return Standing("coordinating", helping) if helping is not None else None


def person_forms(name: str, login: str) -> tuple[str, ...]:
    """The full name, the name without the family name, the given name, the login."""
    words = name.split()
    return tuple(dict.fromkeys((name, " ".join(words[1:]), words[-1] if words else "", login)))


def body_forms(name: str) -> tuple[str, ...]:
    """A body's name, with and without "UBND"."""
    return tuple(dict.fromkeys((name, re.sub(r"^(?:UBND|Ủy ban nhân dân)\s+", "", name))))


def meant(text: str, names: Sequence[Name]) -> Meant:
    """Whom each "@…" of a text means: the longest name that stands there; marks decide between "Hoa" and "Hòa"."""
    known = [(fold(form), one_school(form), name.key) for name in names for form in name.forms if form]
    keys: list[str] = []
    unclear: list[str] = []
    for at in islice(_AT.finditer(text), MOST_AT_ONCE):
        ahead = text[at.end() : at.end() + _AHEAD].split("\n", 1)[0].split("@", 1)[0]
        found = _named(ahead, known)
        if len(found) == 1:
            keys += found
        elif found:
            unclear.append(" ".join(ahead.split()[:3]))
    return Meant(tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(unclear)))


def _named(ahead: str, known: Sequence[tuple[str, str, str]]) -> list[str]:
    """The keys of the longest form that the words begin with; of several those written with the same marks."""
    plain, marked = fold(ahead), one_school(ahead)
    fitting = [
        (len(form), _begins(marked, with_marks), key)
        for form, with_marks, key in known
        if _begins(plain, form)
    ]
    longest = max((length for length, _, _ in fitting), default=0)
    best = [(exact, key) for length, exact, key in fitting if length == longest]
    exactly = [key for exact, key in best if exact]
    return list(dict.fromkeys(exactly or [key for _, key in best]))


def _begins(text: str, form: str) -> bool:
    return text.startswith(form) and not text[len(form) : len(form) + 1].isalnum()
