"""A day to be met, and the places in a text that may set one."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day to be met, or None with only the phrase; `whole_year`: the phrase names no more than a year."""

    on: date | None
    quote: str
    whole_year: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date a text names: the higher its rank the surer it is the one to be met; `at` is its place."""

    rank: int
    at: int
    deadline: Deadline


def quote_of(text: str, found: re.Match[str]) -> str:
    """What a text says there, as it stands."""
    return text[found.start() : found.end()].strip(" ,;.:")
