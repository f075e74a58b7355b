"""What automatic letters say: the facts their templates are filled with. The preview asks for the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.assignments.rules import days_late
from tracker.reminders import rules
from tracker.reminders.queries.day import DayLetter
from tracker.reminders.queries.figures import FiguresLetter
from tracker.reminders.queries.readers import Reader
from tracker.reminders.queries.texts import answered_since, done_since, in_order, line, texts
from tracker.targets.queries import month, owed_by_body
from tracker.workdays.rules import DAY

MOST_BODIES = 10
"""Bodies spelled out in the list for a leader."""
SUNDAY = 6


@dataclass
class Texts:
    """What the letters of one day need to know of tasks and bodies, read once for all of them."""

    said: Mapping[int, Any] = field(default_factory=dict)
    done: Mapping[int, int] = field(default_factory=dict)
    answered: Mapping[int, int] = field(default_factory=dict)
    figures: Mapping[int, int] = field(default_factory=dict)


def counts_for(weekly: Collection[int], day: date) -> Texts:
    """Last week's counts of the bodies whose week's letter it is, and whose figures are awaited, for a whole run."""
    since = day - timedelta(days=7)
    counts = done_since(weekly, since), answered_since(weekly, clock.midnight(since))
    return Texts({}, *counts, owed_by_body(day))


def with_texts(known: Texts, listed: Iterable[Sequence[Any]], day: date) -> Texts:
    """The same with the texts of the first ten tasks of each list."""
    ids = {row.id for rows in listed for _, row in in_order(rows, day, week_end(day))[: rules.LONGEST_LIST]}
    return replace(known, said=texts(ids))


def texts_for(listed: Iterable[Sequence[Any]], weekly: Collection[int], day: date) -> Texts:
    """Both, for one letter alone."""
    return with_texts(counts_for(weekly, day), listed, day)


def week_end(day: date) -> date:
    """The Sunday of a day's week: what is due by then is due this week."""
    return day + DAY * (SUNDAY - day.weekday())


def day_facts(letter: DayLetter, known: Texts, day: date) -> dict[str, Any]:
    """A letter of the day, of the week or about the review to the mailbox of a body."""
    unaccepted = {id for id, step in letter.told if step.endswith(":A")}
    facts = task_facts(letter.kind, letter.name, letter.rows, known, day, unaccepted=unaccepted)
    if letter.copy_of:
        facts["copy_of"] = letter.copy_of
    return facts | {"review": letter.review, "stage": letter.stage}


def task_facts(
    kind: str, name: str, rows: Sequence[Any], known: Texts, day: date, *,
    unaccepted: Collection[int] = (), is_personal: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What a letter that lists tasks says of them; `is_personal` leads to signed-in pages."""
    soon = week_end(day) if kind in {"weekly", "review"} else date.max
    told = [(_told_as(group, row, unaccepted), row) for group, row in in_order(rows, day, soon)]
    told.sort(key=lambda each: each[0])
    counts = Counter(group for group, _ in told)
    bodies = {row.body_id for row in rows}
    return {
        "kind": kind,
        "body_name": name,
        "mode": "de_nghi" if any(row.mode == "de_nghi" for row in rows) else "giao",
        "lines": [
            line(number, group, row, known.said[row.id], day)
            for number, (group, row) in enumerate(told[: rules.LONGEST_LIST], 1)
            if row.id in known.said
        ],
        "total": len(rows),
        "late": counts[rules.OVERDUE],
        "today": counts[rules.TODAY],
        "soon": counts[rules.SOON],
        "returned": counts[rules.RETURNED],
        "unaccepted": counts[rules.NOT_ACCEPTED],
        "fresh": counts[rules.NEW],
        "done": sum(known.done.get(body_id, 0) for body_id in bodies),
        "answered": sum(known.answered.get(body_id, 0) for body_id in bodies),
        "figures": sum(known.figures.get(body_id, 0) for body_id in bodies),
        "figures_until": month(day).cut_on,
        "first_on": day,
        "last_on": max(day, week_end(day) - 2 * DAY),
        "review": None,
        "stage": "",
        "is_personal": is_personal,
    }


def _told_as(group: str, row: Any, unaccepted: Collection[int]) -> str:
    """What nobody accepted is listed as such where its day says nothing graver."""
    return rules.NOT_ACCEPTED if row.id in unaccepted and group > rules.TODAY else group


def figures_facts(letter: FiguresLetter, day: date) -> dict[str, Any]:
    """The letter that asks a body without open work for its figures."""
    facts = {
        "kind": letter.kind,
        "body_name": letter.name,
        "mode": letter.mode,
        "figures": letter.figures,
        "figures_until": month(day).cut_on,
    }
    return facts | ({"copy_of": letter.copy_of} if letter.copy_of else {})


def head_facts(reader: Reader, rows: Sequence[Any], known: Texts, days: int, day: date) -> dict[str, Any]:
    """The letter to a head: what is long overdue in the bodies they head; `days` is the office's limit."""
    name = ", ".join(dict.fromkeys(row.name for row in rows))
    facts = task_facts("head", name, rows, known, day, is_personal=True)
    return facts | {
        "head_name": reader.name,
        "days": days,
        "oldest": max(days_late(row.due_on, day) for row in rows),
    }


def leader_facts(reader: Reader, rows: Sequence[Any], days: int, day: date) -> dict[str, Any]:
    """The weekly list for a leader: bodies with the oldest arrears first; `days` is the office's limit."""
    by_body: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in rows:
        by_body[row.body_id, row.name].append(days_late(row.due_on, day))
    bodies = sorted(by_body.items(), key=lambda each: (-max(each[1]), -len(each[1]), each[0]))
    return {
        "kind": "leader",
        "mode": "giao",
        "name": reader.name,
        "total": len(rows),
        "days": days,
        "bodies": [(name, len(late), max(late)) for (_, name), late in bodies[:MOST_BODIES]],
        "all_bodies": len(bodies),
    }
