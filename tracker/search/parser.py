"""Reading what was typed into the search box: words, "phrases" and filters. No database, no clock.

Filters: đv: (body), vb: (document), hạn< hạn> hạn: (due day), trễ> trễ< (days overdue); each has an English name too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.directives.rules import read_date
from tracker.search.abbreviations import LONGEST, SAME
from tracker.search.words import Words, words
from tracker.vietnamese import fold, tidy

LONGEST_QUERY, MOST_TERMS = 300, 12
SHORTEST_OPEN = 2
"""A word still being typed stands for all that begin so, from this many letters on."""

KEYS = {
    "dv": "body", "donvi": "body", "body": "body",
    "vb": "document", "vanban": "document", "doc": "document",
    "han": "due", "due": "due",
    "tre": "late", "cham": "late", "late": "late",
}  # fmt: skip
_PIECE = re.compile(
    r"""(?P<key>[^\W\d_]+)(?P<op>:|=|\s?(?:<=|>=|<|>))(?P<gap>\s?)(?P<value>"[^"]*"?|[^\s"]*)
      | "(?P<phrase>[^"]*)"?
      | (?P<word>[^\s"]+)""",
    re.VERBOSE,
)
_SHORT_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Way:
    """Words that must stand there: next to each other in a phrase; `is_open` lets the last one go on."""

    words: Words
    is_phrase: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for, in any of several ways of writing it."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be understood: a code with a sentence (`labels.FAULTS`) and the words it is about."""

    code: str
    said: str


@dataclass(slots=True)
class Query:
    """What is looked for. `due` bounds the due day, `late` the days overdue, as (sign, value)."""

    terms: tuple[Term, ...] = ()
    body: tuple[Term, ...] = ()
    document: tuple[Term, ...] = ()
    due: list[tuple[str, date]] = field(default_factory=list)
    late: list[tuple[str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hints: list[Fault] = field(default_factory=list)

    @property
    def filters(self) -> frozenset[str]:
        """The names of the filters used."""
        return frozenset(name for name in ("body", "document", "due", "late") if getattr(self, name))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not (self.terms or self.filters)


def parse(text: str, today: date) -> Query:
    """Read a query; never raises. With faults nothing should be searched, hints are only told."""
    made = Query()
    if len(text) > LONGEST_QUERY:
        made.faults.append(Fault("too_long", str(LONGEST_QUERY)))
        return made
    goes_on = bool(text) and not text[-1].isspace()
    free: list[Words] = []
    terms: list[Term] = []
    for piece in _PIECE.finditer(text):
        if (phrase := piece["phrase"]) is not None:
            terms += terms_of(free)
            terms += [Term((Way(words(phrase), is_phrase=True),))] if words(phrase) else []
            free = []
        elif piece["key"] and (key := KEYS.get(fold(piece["key"]))):
            _filter(made, key, piece, today)
        else:
            free += [each for part in _plain(made, piece) if (each := words(part))]
    is_last_free = goes_on and bool(free) and words(text)[-1:] == free[-1][-1:] and text[-1] != '"'
    terms += terms_of(free, is_open=is_last_free)
    made.terms = tuple(terms[:MOST_TERMS])
    if len(terms) > MOST_TERMS:
        made.hints.append(Fault("many_words", str(MOST_TERMS)))
    return made


def _plain(made: Query, piece: re.Match[str]) -> tuple[str, ...]:
    """Words of a piece that is no filter; "xyz:abc" looks like one, so that is told."""
    if piece["word"]:
        return (piece["word"],)
    if piece["op"] == ":" and piece["value"] and not piece["gap"]:
        made.hints.append(Fault("unknown_filter", piece["key"] + ":"))
    return piece["key"], piece["value"]


def _filter(made: Query, key: str, piece: re.Match[str], today: date) -> None:
    value, sign = tidy(piece["value"].strip('"')), piece["op"].strip()
    if not value:
        made.faults.append(Fault("missing_value", piece["key"] + sign))
    elif key == "due":
        _due(made, sign, value, today)
    elif key == "late":
        _late(made, sign, value)
    else:
        is_open = not piece["value"].endswith('"')
        found = tuple(terms_of([each for part in value.split() if (each := words(part))], is_open=is_open))
        if key == "body":
            made.body += found
        else:
            made.document += found
        if not found:
            made.faults.append(Fault("missing_value", piece["key"] + sign))


def _due(made: Query, sign: str, value: str, today: date) -> None:
    try:
        first, last = _days(value, today)
    except ValueError:
        made.faults.append(Fault("bad_date", value))
        return
    if sign in {":", "="}:
        made.due += [(">=", first), ("<=", last)]
    else:
        made.due.append((sign, first if sign in {"<", ">="} else last))


def _days(value: str, today: date) -> tuple[date, date]:
    """The first and last day meant: a day, a day of this year (30/11) or a month (11/2026). Raises ValueError."""
    if found := _SHORT_DAY.fullmatch(value):
        day = date(today.year, int(found[2]), int(found[1]))
        return day, day
    day_or_none, month = read_date(value)
    if day_or_none is not None:
        return day_or_none, day_or_none
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _late(made: Query, sign: str, value: str) -> None:
    if not re.fullmatch("[0-9]{1,4}", value):
        made.faults.append(Fault("bad_days", value))
        return
    made.late.append((">=" if sign in {":", "="} else sign, int(value)))


def terms_of(units: Sequence[Words], *, is_open: bool = False) -> Iterator[Term]:
    """Terms of plain words; the longest abbreviation or its long form first. A unit of several words is a phrase."""
    place = 0
    while place < len(units):
        for length in range(min(LONGEST, len(units) - place), 0, -1):
            taken = units[place : place + length]
            typed = tuple(word for unit in taken for word in unit)
            if length == 1 or typed in SAME:
                break
        place += length
        goes_on = is_open and place == len(units) and len(typed[-1]) >= SHORTEST_OPEN
        own = Way(typed, is_phrase=any(len(unit) > 1 for unit in taken), is_open=goes_on)
        others = (Way(form, is_phrase=True) for form in SAME.get(typed, ()) if form != typed)
        yield Term((own, *others))


def plain(text: str) -> tuple[Term, ...]:
    """Terms of a list's own box, which knows no filters: each word may go on. () where nothing can be looked for."""
    return _of_a_list(text)[:MOST_TERMS]


def is_cut(text: str) -> bool:
    """Whether `plain` leaves something of it out."""
    return len(text) > LONGEST_QUERY or len(_of_a_list(text)) > MOST_TERMS


def _of_a_list(text: str) -> tuple[Term, ...]:
    units = [each for part in text[:LONGEST_QUERY].split() if (each := words(part))]
    return tuple(_going_on(term) for term in terms_of(units))


def _going_on(term: Term) -> Term:
    own, *others = term.ways
    return Term((replace(own, is_open=len(own.words[-1]) >= SHORTEST_OPEN), *others))
