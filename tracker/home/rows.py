"""The desk's rows as the page draws them: grouped, every word worked out once per page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker import clock
from tracker.assignments.labels import days_said, states
from tracker.assignments.rules import OWED, SCREEN, days_late
from tracker.tasks.rules import title
from tracker.web.catalogue import current_wording, gettext, ngettext
from tracker.web.drawn import draw

LONGEST = 90  # characters of a task's name in a row


class Tag(NamedTuple):
    """A state as glyph, word and colour: `kind` is the style's name (`late`, `soon`, `doing`…)."""

    kind: str
    label: str


class DeskRow(NamedTuple):
    """One assignment on the desk, in words; the template takes it apart in this order."""

    id: str
    title: str
    source: str
    due: str
    tags: Sequence[Tag]
    updated: str
    ago: str
    reminded: str
    told: str


@dataclass(slots=True)
class DeskGroup:
    """The rows of this page that belong to one body, directive or task."""

    title: str
    url: str
    phone: str = ""
    dialled: str = ""
    note: str = ""
    ago: str = ""
    rows: list[Markup] = field(default_factory=list)


class Said(dict[Any, Any]):
    """What `make` says of a fact, asked once a page for each."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, fact: Any) -> Any:
        self[fact] = said = self._make(fact)
        return said


def words_of(today: date, soon_on: date) -> Words:
    """The words of a day in the reader's language."""
    return _words(current_wording().language, today, soon_on)


@lru_cache(maxsize=4)
def _words(language: str, today: date, soon_on: date) -> Words:
    return Words(today, soon_on)


class Words:
    """The page's words, translated once; those with a number in them once for each number."""

    def __init__(self, today: date, soon_on: date) -> None:
        self.today, self.soon_on = today, soon_on
        self.states = {kind: Tag(kind, label) for kind, label in states().items()}
        self.due_today = Tag("soon", gettext("Due today"))
        self.asked = Tag("soon", gettext("Time to compile the results"))
        self.difficulty = Tag("diff", gettext("Difficulty"))
        self.extension = Tag("soon", gettext("Extension asked"))
        self.never, self.no_date = gettext("None yet"), gettext("No date")
        self.not_reminded, self.section = gettext("Not reminded"), gettext("section")
        self.sent: dict[str, str] = {
            "pending": gettext("letter waits to be sent"),
            "sending": gettext("letter waits to be sent"),
            "sent": gettext("letter sent"),
            "held": gettext("letter did not arrive"),
            "dead": gettext("letter did not arrive"),
        }
        self.day, self.updated_ago = Said(day_and_month), Said(updated_ago)
        self.overdue, self.called = Said(overdue_said), Said(called)
        self.late, self.left = Said(late_tag), Said(left_tag)
        self.times = Said(lambda facts: times_said(*facts))


def day_and_month(day: date) -> str:
    """16/11: the year is plain from the page."""
    return f"{day.day:02d}/{day.month:02d}"


def updated_ago(days: int) -> str:
    """When a row, or the whole body, was last heard of."""
    return str(
        gettext("updated today")
        if days == 0
        else ngettext("updated %(num)s day ago", "updated %(num)s days ago", days)
    )


def times_said(times: int, day: date) -> str:
    """2 times, the last on 18/11."""
    return str(ngettext("%(num)s time, %(day)s", "%(num)s times, %(day)s", times, day=day_and_month(day)))


def called(by: str) -> str:
    """By telephone, and by whom."""
    return str(gettext("by telephone, %(who)s", who=by))


def overdue_said(number: int) -> str:
    """So many tasks overdue."""
    return str(ngettext("%(num)s task overdue", "%(num)s tasks overdue", number))


def late_tag(days: int) -> Tag:
    """So many days overdue."""
    return Tag("late", days_said("late", days))


def left_tag(days: int) -> Tag:
    """So many days left."""
    return Tag("soon", days_said("left", days))


def tags_of(row: Any, words: Words) -> list[Tag]:
    """The tags of a row: how it stands with its day first, then with its handling, then flags."""
    tags = []
    if row.state in OWED and row.due_on is not None:
        if late := days_late(row.due_on, words.today):
            tags.append(words.late[late] if row.mode == "giao" else words.asked)
        elif row.due_on == words.today:
            tags.append(words.due_today)
        elif row.due_on <= words.soon_on:
            tags.append(words.left[(row.due_on - words.today).days])
    kind = SCREEN[row.state]
    if kind in {"back", "wait", "new"} or not tags:
        tags.append(words.states[kind])
    if row.difficulty:
        tags.append(words.difficulty)
    if row.extension:
        tags.append(words.extension)
    return tags


def grouped(rows: Sequence[Any], by: str, boxes: str, words: Words) -> list[DeskGroup]:
    """A page's rows by `body`, `directive` or `task`, groups in the order of their latest row.

    `boxes` is "" (none), "free", "chosen" or "all" (ticked and not to be changed).
    """
    groups: dict[int, DeskGroup] = {}
    newest: dict[int, datetime] = {}
    key_of, open_group = attrgetter(f"{by}_id"), OPENERS[by]
    for row in rows:
        key, at = key_of(row), row.last_report_at
        group = groups.get(key)
        if group is None:
            group = groups[key] = open_group(row, words)
        if at is not None and (key not in newest or at > newest[key]):
            newest[key] = at
        group.rows.append(_drawn_row(row, by, boxes, words))
    for key, at in newest.items():
        if len(groups[key].rows) > 1:  # one row says it itself
            groups[key].ago = words.updated_ago[_days_since(at, words)]
    return list(groups.values())


@lru_cache(maxsize=1_000)
def _drawn_row(row: Any, by: str, boxes: str, words: Words) -> Markup:
    """A row that has not changed since it was last shown today is not worked out again."""
    return draw("home/_desk_rows.html", "desk_row", boxes, *_row(row, DESCRIBERS[by], words))


def _row(row: Any, describe: Any, words: Words) -> DeskRow:
    at = row.last_report_at
    heard_on = clock.local(at).date() if at else None
    name, source = describe(row, words)
    return DeskRow(
        str(row.id),
        name,
        source,
        words.day[row.due_on] if row.due_on else words.no_date,
        tags_of(row, words),
        words.day[heard_on] if heard_on else words.never,
        words.updated_ago[(words.today - heard_on).days] if heard_on else "",
        words.times[row.times, clock.local(row.reminded_at).date()] if row.times else words.not_reminded,
        _told(row, words) if row.times else "",
    )


def _told(row: Any, words: Words) -> str:
    if row.reminded_how == "call":
        return str(words.called[row.reminded_by])
    return words.sent.get(row.letter, "")


def _days_since(at: datetime, words: Words) -> int:
    return (words.today - clock.local(at).date()).days


def source_of(row: Any, section: str) -> str:
    """The directive and the place in it: "1847/UBND-KTN · mục 1.2"; `section` is the word for a place."""
    name = row.number or row.subject
    return f"{name} · {section} {row.section}" if row.section else str(name)


def _of_body(row: Any, words: Words) -> DeskGroup:
    note = words.overdue[row.late] if row.late else ""
    return DeskGroup(
        row.body, f"/don-doc?don-vi={row.body_id}", row.phone, "".join(row.phone.split()), note=note
    )


def _of_directive(row: Any, words: Words) -> DeskGroup:
    return DeskGroup(row.number or row.subject, f"/van-ban/{row.directive_id}")


def _of_task(row: Any, words: Words) -> DeskGroup:
    return DeskGroup(title(row.text), f"/nhiem-vu/{row.task_id}", note=source_of(row, words.section))


def _task_and_source(row: Any, words: Words) -> tuple[str, str]:
    return title(row.text, LONGEST), source_of(row, words.section)


def _task_and_body(row: Any, words: Words) -> tuple[str, str]:
    return title(row.text, LONGEST), row.body


def _body(row: Any, words: Words) -> tuple[str, str]:
    return row.body, row.phone


OPENERS = {"body": _of_body, "directive": _of_directive, "task": _of_task}
DESCRIBERS = {"body": _task_and_source, "directive": _task_and_body, "task": _body}
