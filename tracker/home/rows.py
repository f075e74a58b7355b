"""The desk's rows as the page draws them: grouped by body, every word worked out once per page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, ngettext

from tracker import clock
from tracker.assignments.rules import SCREEN, days_late
from tracker.tasks.rules import title


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as glyph, word and colour: `kind` is the style's name (`late`, `soon`, `doing`…)."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One assignment on the desk."""

    id: int
    title: str
    source: str
    due_on: date | None
    is_late: bool
    tags: Sequence[Tag]
    updated_at: datetime | None
    silent_days: int | None
    times: int
    reminded_at: datetime | None


@dataclass(slots=True)
class DeskGroup:
    """A body's rows on this page, and how many tasks it is late with in all."""

    body_id: int
    body: str
    phone: str
    late: int
    rows: list[DeskRow] = field(default_factory=list)


class Words:
    """The page's words, translated once."""

    def __init__(self) -> None:
        self.states = {
            "new": gettext("Not yet received"),
            "doing": gettext("In progress"),
            "wait": gettext("Awaiting confirmation"),
            "done": gettext("Completed"),
            "back": gettext("Returned"),
            "stop": gettext("Stopped"),
        }
        self.today = gettext("Due today")
        self.difficulty = Tag("diff", gettext("Difficulty"))
        self.extension = Tag("soon", gettext("Extension asked"))
        self.asked = gettext("Time to compile the results")

    def late(self, days: int) -> str:
        return ngettext("Overdue by %(num)s day", "Overdue by %(num)s days", days)

    def left(self, days: int) -> str:
        return self.today if days == 0 else ngettext("%(num)s day left", "%(num)s days left", days)


def tags_of(row: Any, today: date, soon_on: date, words: Words) -> list[Tag]:
    """The tags of a row: how it stands with its day first, then with its handling, then flags."""
    tags = []
    owed = row.state not in {"submitted", "completed", "suspended", "cancelled"}
    if owed and (late := days_late(row.due_on, today)):
        tags.append(Tag("late", words.late(late)) if row.mode == "giao" else Tag("soon", words.asked))
    elif owed and row.due_on is not None and row.due_on <= soon_on:
        tags.append(Tag("soon", words.left((row.due_on - today).days)))
    kind = SCREEN[row.state]
    if kind in {"back", "wait", "new"} or not tags:
        tags.append(Tag(kind, words.states[kind]))
    if row.difficulty:
        tags.append(words.difficulty)
    if row.extension:
        tags.append(words.extension)
    return tags


def grouped(
    rows: Sequence[Any],
    reminded: Mapping[int, tuple[int, datetime]],
    late: Mapping[int, int],
    today: date,
    soon_on: date,
) -> list[DeskGroup]:
    """A page's rows by body, bodies in the order of their latest task."""
    words, groups = Words(), {}
    for row in rows:
        group = groups.get(row.body_id)
        if group is None:
            groups[row.body_id] = group = DeskGroup(
                row.body_id, row.body, row.phone, late.get(row.body_id, 0)
            )
        times, at = reminded.get(row.id, (0, None))
        tags = tags_of(row, today, soon_on, words)
        group.rows.append(
            DeskRow(
                id=row.id,
                title=title(row.text),
                source=source_of(row),
                due_on=row.due_on,
                is_late=tags[0].kind == "late",
                tags=tags,
                updated_at=row.last_report_at,
                silent_days=(today - clock.local(row.last_report_at).date()).days
                if row.last_report_at
                else None,
                times=times,
                reminded_at=at,
            )
        )
    return list(groups.values())


def source_of(row: Any) -> str:
    """The directive and the place in it: "1847/UBND-KTN · 1.2"."""
    name = row.number or row.subject
    return f"{name} · {gettext('section')} {row.section}" if row.section else str(name)
