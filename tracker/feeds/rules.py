"""A calendar of due days as RFC 5545 has it. No database, no clock.

Days are whole days without a zone: a due day is the same everywhere. An entry keeps its UID when its day moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MOST = 2_000
"""Entries of one calendar."""
EVERY = timedelta(hours=6)
"""How often programs are asked to look again."""
_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One due day: `uid` is its own for good, `version` grows with every change."""

    uid: str
    day: date
    title: str
    text: str
    url: str
    version: int
    since: date


def written(name: str, entries: Sequence[Entry]) -> bytes:
    """The calendar as it goes over the wire: lines folded, text escaped, CRLF."""
    from icalendar import Calendar, Event  # loaded by whoever fetches a calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Don Doc//Due days//VI")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", datetime.combine(entry.since, time(), UTC))
        event.add("sequence", entry.version)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", clean(entry.title))
        event.add("description", clean(entry.text))
        event.add("url", entry.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found


def clean(text: str) -> str:
    """Text without the control characters a calendar may not carry; line breaks stay."""
    return _LINES.sub("", text)
