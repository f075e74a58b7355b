"""What the dashboard's figures are called and how its bars are measured. No database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PATH = "/tong-quan"
AGES: dict[str, tuple[int, int | None]] = {
    "1-7": (1, 7),
    "8-30": (8, 30),
    "31-60": (31, 60),
    "61-120": (61, 120),
    "121": (121, None),
}
"""Days of lateness by name (decision 12); the last has no end."""
STAGES = ("given", "sent", "opened", "received", "updated", "done")
"""How far work has come; each is counted by itself of all that was given."""
FRESHNESS = ("week", "month", "silent")
SHOWN = {
    "ontime": ("done_on_time",),
    "late": ("done_late",),
    "open": ("open_in_time",),
    "over": ("open_overdue",),
    "rest": ("done_undated", "open_undated", "suspended"),
}
"""The blocks of a section's bar, and the cells of the review each sums."""
PARTS: dict[str, frozenset[str]] = {
    "tuoi": frozenset(AGES),
    "chang": frozenset(STAGES),
    "moi": frozenset(FRESHNESS),
    "muc": frozenset({*SHOWN, "all"}),
    "dich": frozenset({"all"}),
}
"""The figures whose rows the dashboard lists itself, and the parts of each."""
LONGEST_SECTION = 40  # characters, as the column is


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows an address asks for. `number` is a directive's id (`muc`) or a target's (`dich`)."""

    figure: str
    part: str
    number: int = 0
    section: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Asked | None:
        """From an address's arguments; None for a figure there is none of."""
        figure, part = args.get("o", ""), args.get("phan", "all")
        word, section = args.get("so", "0"), args.get("muc", "")
        number = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else 0
        if part not in PARTS.get(figure, frozenset()) or len(section) > LONGEST_SECTION:
            return None
        return cls(figure, part, number, section)

    def address(self, after: str = "") -> str:
        """Where its rows are; `after` begins behind a row."""
        stated: dict[str, str | int] = {"o": self.figure}
        if self.part != "all":
            stated["phan"] = self.part
        if self.number:
            stated |= {"so": self.number}
        if self.figure == "muc":
            stated["muc"] = self.section
        return f"{PATH}/dong?{urlencode(stated | ({'sau': after} if after else {}))}"


def share(part: float, whole: float) -> float:
    """Percent of a bar's width, 0 to 100."""
    return min(100.0, max(0.0, part * 100 / whole)) if whole else 0.0


def top_of(section: str) -> str:
    """The section a task's point belongs to: "1.4" is in 1, "II.2.a" in II."""
    return section.split(".", 1)[0]
