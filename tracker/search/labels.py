"""What a search is told in words: kinds of things found, what was not understood, how filters are written."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString, gettext, lazy_gettext

from tracker.search.parser import LONGEST_QUERY, MOST_TERMS, Fault

KINDS: dict[str, LazyString] = {
    "bodies": lazy_gettext("Bodies"),
    "directives": lazy_gettext("Directives"),
    "tasks": lazy_gettext("Tasks"),
    "assignments": lazy_gettext("Assignments"),
    "texts": lazy_gettext("In the text of directives"),
    "files": lazy_gettext("Evidence files"),
}


def said(fault: Fault) -> str:
    """The sentence about something that was not understood."""
    sentences = {
        "missing_value": gettext("Write what is meant right after “%(said)s”.", said=fault.said),
        "bad_date": gettext(
            "“%(said)s” is not a date. Write 30/11, 30/11/2026 or 11/2026 for a whole month.", said=fault.said
        ),
        "bad_days": gettext("“%(said)s” is not a number of days. Write trễ>7.", said=fault.said),
        "too_long": gettext("Please look for at most %(number)s characters at once.", number=LONGEST_QUERY),
        "many_words": gettext("Only the first %(number)s words were looked for.", number=MOST_TERMS),
        "unknown_filter": gettext(
            "“%(said)s” is no filter and was looked for as a word. Filters are đv:, vb:, hạn<, hạn> and trễ>.",
            said=fault.said,
        ),
    }
    return str(sentences[fault.code])


class Example(NamedTuple):
    """A filter as it is written, and what it finds."""

    query: str
    what: str


def examples() -> list[Example]:
    """What the page teaches while nothing is looked for."""
    return [
        Example("giai ngan", gettext("words in any order; marks and capitals need not be typed")),
        Example('"nông thôn mới"', gettext("these words next to each other")),
        Example("BCĐ MTQG", gettext("abbreviations find their long forms, and the other way round")),
        Example('đv:"đàm thượng"', gettext("the work of a body")),
        Example("vb:1847/UBND", gettext("a document, its tasks and assignments")),
        Example("hạn<30/11", gettext("due before a day; also hạn>, hạn:11/2026")),
        Example("trễ>7", gettext("overdue by more than 7 days")),
    ]
