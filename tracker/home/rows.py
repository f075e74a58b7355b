"""The desk's rows as the page draws them: grouped, every word worked out once per page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker import clock
from tracker.assignments.labels import Mark, Marks
from tracker.tasks.rules import title
from tracker.web.catalogue import by_language, gettext, ngettext
from tracker.web.drawn import draw

LONGEST = 90  # characters of a task's name in a row
TEMPLATE = "home/_desk_rows.html"


class DeskRow(NamedTuple):
    """One assignment on the desk, in words; the template takes it apart in this order."""

    id: str
    title: str
    source: str
    due: str
    tags: Sequence[Mark]
    updated: str
    ago: str
    reminded: str
    told: str


class Head(NamedTuple):
    """What stands over the rows of one body, directive or task; the template takes it apart in this order."""

    title: str
    url: str
    note: str = ""
    phone: str = ""
    dialled: str = ""


class Said(dict[Any, Any]):
    """What `make` says of a fact, asked once a page for each."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, fact: Any) -> Any:
        self[fact] = said = self._make(fact)
        return said


class Words:
    """The page's words, translated once; those with a number in them once for each number."""

    def __init__(self, today: date, soon_on: date) -> None:
        self.today, self.marks = today, Marks(today, soon_on)
        self.difficulty = Mark("diff", gettext("Difficulty"))
        self.extension = Mark("soon", gettext("Extension asked"))
        self.nobody = gettext("Followed by nobody")
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
        self.times = Said(lambda facts: times_said(*facts))


words_of: Callable[..., Words] = by_language(4)(Words)
"""The words of a day in the reader's language, from (today, soon_on)."""


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


def tags_of(row: Any, words: Words) -> list[Mark]:
    """The tags of a row: its day and its handling as everywhere, then the flags of the desk."""
    tags = words.marks.of(row)
    if row.difficulty:
        tags.append(words.difficulty)
    if row.extension:
        tags.append(words.extension)
    return tags


def table_body(rows: Sequence[Any], by: str, boxes: str, words: Words) -> Markup:
    """A page's rows under heads by `body`, `directive` or `task`, groups in the order of their latest row.

    `boxes` is "" (none), "free", "chosen" or "all" (ticked and not to be changed). What has not changed since it
    was last shown today is not worked out again.
    """
    groups: dict[int, list[Any]] = {}
    key_of = attrgetter(f"{by}_id")
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    parts: list[str] = []
    for group in groups.values():
        parts.append(_drawn_head(HEADS[by](group[0], words), _heard(group, words)))
        parts.extend(drawn_row(row, by, boxes, words) for row in group)
    return Markup("".join(parts))  # noqa: S704 (each part was drawn by a template)


def _heard(group: Sequence[Any], words: Words) -> str:
    """When the group was last heard of; one row says it itself."""
    moments = [row.last_report_at for row in group if row.last_report_at is not None]
    return words.updated_ago[_days_since(max(moments), words)] if moments and len(group) > 1 else ""


@lru_cache(maxsize=1_000)
def _drawn_head(head: Head, ago: str) -> Markup:
    return draw(TEMPLATE, "desk_head", *head, ago)


@lru_cache(maxsize=2_000)
def drawn_row(row: Any, by: str, boxes: str, words: Words) -> Markup:
    return draw(TEMPLATE, "desk_row", boxes, *_row(row, DESCRIBERS[by], words))


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


def _of_body(row: Any, words: Words) -> Head:
    note = words.overdue[row.late] if row.late else ""
    return Head(row.body, f"/don-doc?don-vi={row.body_id}", note, row.phone, "".join(row.phone.split()))


def _of_directive(row: Any, words: Words) -> Head:
    return Head(row.number or row.subject, f"/van-ban/{row.directive_id}")


def _of_task(row: Any, words: Words) -> Head:
    return Head(title(row.text), f"/nhiem-vu/{row.task_id}", source_of(row, words.section))


def _of_official(row: Any, words: Words) -> Head:
    return Head(row.official or words.nobody, f"/don-doc?chuyen-vien={row.official_id}")


def _task_and_source(row: Any, words: Words) -> tuple[str, str]:
    return title(row.text, LONGEST), source_of(row, words.section)


def _task_and_body(row: Any, words: Words) -> tuple[str, str]:
    return title(row.text, LONGEST), row.body


def _body(row: Any, words: Words) -> tuple[str, str]:
    return row.body, row.phone


HEADS = {"body": _of_body, "directive": _of_directive, "task": _of_task, "official": _of_official}
DESCRIBERS = {
    "body": _task_and_source,
    "directive": _task_and_body,
    "task": _body,
    "official": _task_and_body,
}
