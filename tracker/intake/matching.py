"""Whom the words of a directive mean, in the register of bodies and groups. Pure; it only takes what is plain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from rapidfuzz import fuzz, process

from tracker.intake.suggesting import MOST, Suggesting
from tracker.vietnamese import fold, name_key

TAKEN = 90  # of 100: nearer than this is the same name with a slip of the pen

# A place has a name of its own: one letter more or less is another place, so nearness says nothing.
_PLACE = re.compile(r"\b(?:xã|phường|tt|huyện|quận|tp|tx|tỉnh|đặc khu|thôn|xóm|bản) (?!các\b)[^\W\d_]+|\d")
_PLACE_NAME = re.compile(
    r"\b(?:xã|phường|tt|huyện|quận|tp|tx|tỉnh|đặc khu|thôn|xóm|bản|khu vực) (?!các\b)([^,;]+)|(\d+)"
)
_LEVEL = re.compile(r" (?:tỉnh|huyện|tp|tx|xã|phường|của tỉnh|của huyện)$")


class Name(Protocol):
    """One way of writing one body or group; `key` is `vietnamese.name_key` of it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A body ("body") or a group ("group") of the register."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for some words: the one they mean, or up to three to choose from."""

    words: str
    found: Known | None
    suggestions: tuple[Known, ...] = ()

    @property
    def offered(self) -> tuple[Known, ...]:
        """Whom to offer for words that name nobody yet: a body entered in the register meanwhile, else the best."""
        return (self.found,) if self.found else self.suggestions


@dataclass(frozen=True)
class Register:
    """Every name on a day, ready to be asked many times."""

    by_key: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_bare_key: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, names: Iterable[Name]) -> Register:
        made = cls()
        for entry in names:
            known = Known(entry.kind, entry.id, entry.name)
            for table, key in ((made.by_key, entry.key), (made.by_bare_key, _bare(entry.key))):
                if known not in table[key]:
                    table[key].append(known)
        return made

    def knows(self, words: str) -> bool:
        """Whether somebody, or several, go by these words."""
        return name_key(words) in self.by_key

    def match(self, words: str) -> Match:
        """Exact name of a body, then of a group, then without the level at its end, then near enough."""
        key = name_key(words)
        if not key:
            return Match(words, None)
        found = _only(self.by_key.get(key)) or _only(self.by_bare_key.get(_bare(key))) or self._near(key)
        return Match(words, found, () if found else self._suggested(key, words))

    def _near(self, key: str) -> Known | None:
        """The one name at least 90 of 100 alike; never by nearness from one place to another."""
        if _PLACE.search(key):
            return None
        close = process.extract(key, self.by_key.keys(), scorer=fuzz.ratio, score_cutoff=TAKEN, limit=5)
        candidates = [known for near, _, _ in close if not _PLACE.search(near) for known in self.by_key[near]]
        return candidates[0] if candidates and len(set(candidates)) == 1 else None

    def _suggested(self, key: str, words: str) -> tuple[Known, ...]:
        """The best three worth a look; marks and the order of words say less here."""
        near = self.suggesting.alike(key, words, by_letters=not _PLACE.search(key))
        named = [each for each in near if _may_be_there(key, each)]
        return tuple(dict.fromkeys(known for each in named for known in self.by_key[each]))[:MOST]

    @cached_property
    def suggesting(self) -> Suggesting:
        """The same names, weighed by their words; made where first something is unclear."""
        return Suggesting((key, _own_name(key, knowns)) for key, knowns in self.by_key.items())


def _own_name(key: str, knowns: list[Known]) -> str:
    """The name a key is of; "" for the key of an alias, whose words are not those of the name."""
    return next((known.name for known in knowns if name_key(known.name) == key), "")


def _may_be_there(key: str, other: str) -> bool:
    """Whether two names can be of one place: neither names a place, or one says no more than the other."""
    mine, theirs = (
        {
            fold(word)
            for found in _PLACE_NAME.finditer(each)
            for word in re.findall(r"\w+", found[1] or found[2])
        }
        for each in (key, other)
    )
    return not mine or not theirs or mine <= theirs or theirs <= mine


def _bare(key: str) -> str:
    """A key without the level people leave out: "sở tài chính tỉnh" is "sở tài chính"."""
    return _LEVEL.sub("", key)


def _only(found: list[Known] | None) -> Known | None:
    """The one body meant, else the one group; two of a kind are for a person to tell apart."""
    for kind in ("body", "group"):
        of_kind = [known for known in found or [] if known.kind == kind]
        if of_kind:
            return of_kind[0] if len(of_kind) == 1 else None
    return None
