"""All the clock's letters of a day. The run of the morning queues them; the page of the rules counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.reminders.queries.day import DayLetter, letters_of, owed
from tracker.reminders.queries.escalation import (
    HeadLetter,
    LeaderLetter,
    OwnLetter,
    to_heads,
    to_leaders,
    to_officers,
)
from tracker.reminders.queries.figures import FiguresLetter, letters_of_figures
from tracker.reminders.queries.occasion import Occasion, occasion_of

Drawn = DayLetter | FiguresLetter | HeadLetter | LeaderLetter | OwnLetter


@dataclass
class Plan:
    """A day's letters by whom they are for; where two go to one mailbox, the first goes."""

    on: Occasion
    bodies: list[DayLetter]
    figures: list[FiguresLetter]
    heads: list[HeadLetter]
    leaders: list[LeaderLetter]
    own: list[OwnLetter]

    @property
    def letters(self) -> list[Drawn]:
        """One letter a mailbox."""
        every: Sequence[Drawn] = [*self.bodies, *self.figures, *self.heads, *self.leaders, *self.own]
        first: dict[str, Drawn] = {}
        for letter in every:
            first.setdefault(letter.to.lower(), letter)
        return list(first.values())

    @property
    def weekly(self) -> set[int]:
        """The bodies whose letter of the week is among them."""
        weeks: list[Any] = [*(each for each in self.bodies if each.kind == "weekly"), *self.own]
        return {row.body_id for each in weeks for row in each.rows}


def plan_of(day: date, now: datetime) -> Plan:
    """The letters a run at `now` queues for a day."""
    on = occasion_of(day, now)
    rows = owed(on)
    return Plan(
        on,
        letters_of(on, rows),
        letters_of_figures(on, rows),
        to_heads(on, rows),
        to_leaders(on, rows),
        to_officers(on, rows),
    )
