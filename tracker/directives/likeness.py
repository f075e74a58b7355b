"""Whether a document cited is one of the register: by number, day and issuer. What is not sure is offered, not guessed.

Number, symbol and issuer are unique within a year (NĐ 30/2020/NĐ-CP, article 15).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from tracker.directives.rules import same_issuer

_YEAR_IN_NUMBER = re.compile(r"/((?:19|20)\d\d)/")


class Likeness(IntEnum):
    """How far a document of the register is the one cited under the same number."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as a text cites it; `citing_year` is the year of that text."""

    number: str
    issued_on: date | None
    issuer: str
    citing_year: int

    @property
    def year(self) -> int | None:
        """The year the text gives, in the day or within the number."""
        if self.issued_on is not None:
            return self.issued_on.year
        found = _YEAR_IN_NUMBER.search(self.number)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Registered:
    """A document of the register; `year` is None where its date is blank."""

    id: int
    issued_on: date | None
    year: int | None
    issuer: str


def likeness(cited: Cited, other: Registered) -> Likeness:
    """How far two documents under one number are one."""
    issuers = same_issuer(cited.issuer, other.issuer)
    if cited.issued_on is not None and cited.issued_on == other.issued_on:
        return Likeness.CERTAIN if issuers else Likeness.POSSIBLE
    if not issuers or (cited.year is not None and other.year is not None and cited.year != other.year):
        return Likeness.NONE
    days_differ = cited.issued_on is not None and other.issued_on is not None
    if days_differ or other.year != (cited.year or cited.citing_year):
        return Likeness.POSSIBLE
    return Likeness.CERTAIN if cited.issuer and other.issuer else Likeness.LIKELY


def recognised(cited: Cited, others: Iterable[Registered]) -> int | None:
    """The one document that is meant; None where there is none, or more than one may be."""
    graded = [(grade, other.id) for other in others if (grade := likeness(cited, other))]
    certain = [(grade, id) for grade, id in graded if grade is Likeness.CERTAIN]
    match certain or graded:
        case [(grade, id)] if grade >= Likeness.LIKELY:
            return id
    return None
