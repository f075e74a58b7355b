"""Letters to people, not to bodies: the head of a body that is long overdue, leaders, officers who asked for a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.reminders.queries import readers
from tracker.reminders.queries.mailboxes import OfWork
from tracker.reminders.queries.occasion import Occasion
from tracker.settings.queries import letter_rules
from tracker.workdays.rules import add_working_days


@dataclass
class HeadLetter(OfWork):
    """What a head is told: tasks of their bodies that are long overdue, and the steps that makes known."""

    to: str
    name: str
    reader: readers.Reader
    rows: list[Any]
    steps: list[tuple[int, str]]
    kind: str = "head"


@dataclass
class LeaderLetter(OfWork):
    """The week's list of arrears, for one leader."""

    to: str
    name: str
    reader: readers.Reader
    rows: list[Any]
    steps: list[tuple[int, str]] = field(default_factory=list)
    kind: str = "leader"


@dataclass
class OwnLetter(OfWork):
    """The week's letter of a body, for an officer of it who wants one too."""

    to: str
    name: str
    reader: readers.Reader
    rows: list[Any]
    steps: list[tuple[int, str]] = field(default_factory=list)
    kind: str = "weekly"


def long_overdue(on: Occasion, rows: Sequence[Any], days: int) -> list[Any]:
    """What is overdue by so many working days; bodies that are asked are never overdue. 0 days stand for never."""
    if not days:
        return []
    limit = add_working_days(on.day, -days, on.days_off)
    return [row for row in rows if row.mode == "giao" and row.due_on is not None and row.due_on <= limit]


def to_heads(on: Occasion, rows: Sequence[Any]) -> list[HeadLetter]:
    """A letter to each head of whose bodies something has just become long overdue, and one a week while it is."""
    late = long_overdue(on, rows, letter_rules().head_after)
    if not late:
        return []
    found = []
    for mailbox, (reader, bodies) in readers.heads({row.body_id for row in late}, on.day).items():
        theirs = [row for row in late if row.body_id in bodies]
        fresh = any(row.headed != f"{row.due_on}:H" for row in theirs)
        if fresh or (on.comes(on.weekly, "head", mailbox) and not on.was_told("head", mailbox)):
            steps = [(row.id, f"{row.due_on}:H") for row in theirs]
            found.append(HeadLetter(reader.email, reader.name, reader, theirs, steps))
    return found


def to_leaders(on: Occasion, rows: Sequence[Any]) -> list[LeaderLetter]:
    """The week's list, to each leader who has not said no to it."""
    late = long_overdue(on, rows, letter_rules().leader_after)
    return [
        LeaderLetter(reader.email, reader.name, reader, late)
        for reader in (readers.wishing("leader") if late else [])
        if _comes(on, "leader", reader) or _gave_way(on, reader)
    ]


def to_officers(on: Occasion, rows: Sequence[Any]) -> list[OwnLetter]:
    """The week's letter to officers who asked for it, on the day each has chosen."""
    wishing = [reader for reader in on.wishing if _comes(on, "weekly", reader)]
    bodies = readers.bodies_of(wishing, on.day)
    letters = []
    for reader in wishing:
        theirs = [row for row in rows if row.body_id in bodies.get(reader.id, ())]
        if theirs:
            name = ", ".join(dict.fromkeys(row.name for row in theirs))
            letters.append(OwnLetter(reader.email, name, reader, theirs))
    return letters


def _gave_way(on: Occasion, reader: readers.Reader) -> bool:
    """Whether a leader's list of this week waits because its reader, heading a body too, was written to as such."""
    planned, mailbox = on.in_week(reader.weekday), reader.email.lower()
    is_past = planned is not None and planned < on.day
    return is_past and on.was_told("head", mailbox) and not on.was_told("leader", mailbox, optional=True)


def _comes(on: Occasion, kind: str, reader: readers.Reader) -> bool:
    mailbox = reader.email.lower()
    if on.was_told(kind, mailbox, optional=True):
        return False
    return on.comes(on.in_week(reader.weekday), kind, mailbox)
