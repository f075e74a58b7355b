"""The days of the demonstration, counted in working days from the day it is started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days, roll_forward

DUE = {
    "a1": -11,
    "a2": -7,
    "a3": -3,
    "a4": -9,
    "a5": 6,
    "a6": 2,
    "a7": -4,
    "b1": 1,
    "b2": 12,
    "b3": -6,
    "b4": 8,
    "b5": 3,
    "b6": 0,
    "b7": 10,
    "c1": 15,
    "c2": -2,
    "d1": -4,
    "d2": -2,
}
"""Due days of the directives and of the superior's notice, by the names their texts use."""

ISSUED = {
    "tang-toc": -29,
    "cap-tren": -28,
    "dat-chuan": -17,
    "hoi-thi": -26,
    "danh-muc": -25,
    "cho-huong-dan": -8,
}


@dataclass(frozen=True, slots=True)
class Days:
    """Working days around one day."""

    today: date
    special: dict[date, bool]

    @classmethod
    def around(cls, today: date) -> Days:
        return cls(today, exceptions(today - timedelta(days=120), today + timedelta(days=60)))

    def at(self, n: int) -> date:
        """The n-th working day from today; n = 0 is today or the next working day."""
        base = roll_forward(self.today, self.special)
        return add_working_days(base, n, self.special) if n else base

    def all(self) -> list[date]:
        """Every calendar day of the history, from the first directive's to today."""
        first = self.at(min(ISSUED.values()))
        return [first + timedelta(days=n) for n in range((self.today - first).days + 1)]

    def words(self, text: str) -> dict[str, str]:
        """What a text's placeholders stand for: its own date and the due days."""
        issued = self.at(ISSUED[text])
        month = f"{issued.month:02d}" if issued.month < 3 else str(issued.month)
        due = {name: self.at(n).strftime("%d/%m/%Y") for name, n in DUE.items()}
        long = f"ngày {issued.day:02d} tháng {month} năm {issued.year}"
        return due | {"year": str(issued.year), "issued_long": long}
