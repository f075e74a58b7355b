"""Each kind of letter as it would read today, with the register's own tasks, bodies and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.directives.models import Directive
from tracker.letters import queries
from tracker.outbox.texts import DELIVERED_ASKED
from tracker.outbox.writing import Written, write
from tracker.reminders import queries as reminders
from tracker.reminders.actions.morning import morning_facts
from tracker.reminders.queries.morning import morning_of
from tracker.reminders.queries.readers import Reader, heads
from tracker.reminders.queries.review import Review, coming_review
from tracker.reminders.rules import template_of
from tracker.reminders.telling import head_facts, leader_facts, task_facts, texts_for
from tracker.reviews.rules import current, span
from tracker.settings.queries import letter_rules, office_rules
from tracker.tasks.rules import title
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import DAY, add_working_days


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter as it would read, and whose data it shows."""

    written: Written
    whose: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What a sample is made of: the day, the body that owes most, and what it owes."""

    viewer: Viewer
    day: date
    kind: str
    mode: str
    name: str
    rows: Sequence[Any]
    occasion: reminders.Occasion


def sample(viewer: Viewer, kind: str, mode: str) -> Sample | None:
    """A letter of a kind to a body of a mode (`giao`, `de_nghi`); None where there is nothing to tell."""
    mode = mode if kind in DELIVERED_ASKED else "giao"
    body = queries.busiest(viewer, mode)
    day = queries.next_run(clock.now())
    if kind == "morning":
        return _morning(viewer, day)
    if body is None:
        return None
    occasion = reminders.occasion_of(day, clock.now())
    rows = [row for row in reminders.owed(occasion, body.id) if row.mode == mode]
    made = FACTS[kind](Stage(viewer, day, kind, mode, body.name, rows, occasion)) if rows else None
    if made is None:
        return None
    whose = body.name if kind != "leader" else office_rules().authority_name
    return Sample(write(template_of(kind), {"assignment_ids": [row.id for row in rows[:1]]} | made), whose)


def _morning(viewer: Viewer, day: date) -> Sample | None:
    found = morning_of(day, add_working_days(day, -1, exceptions(day - 60 * DAY, day)))
    if not found:
        return None
    name = queries.someone("office") or viewer.label
    return Sample(write("morning", morning_facts(name, found, day)), office_rules().office_name)


def _tasks(on: Stage, wanted: Callable[[Any], bool] = bool, **more: Any) -> dict[str, Any]:
    """A letter that lists tasks: those it is about, or all where there are none of them today."""
    rows = [row for row in on.rows if wanted(row)] or on.rows
    weekly = {row.body_id for row in rows} if on.kind == "weekly" else set()
    return task_facts(on.kind, on.name, rows, texts_for([rows], weekly, on.day), on.day, **more)


def _accept(on: Stage) -> dict[str, Any]:
    fresh = {row.id for row in on.rows if row.state == "assigned" and row.received_at is None}
    return _tasks(on, lambda row: row.id in fresh, unaccepted={row.id for row in on.rows})


def _due(on: Stage) -> dict[str, Any]:
    soon = on.day + timedelta(days=7)
    return _tasks(on, lambda row: row.due_on is not None and on.day <= row.due_on <= soon)


def _late(on: Stage) -> dict[str, Any]:
    return _tasks(on, lambda row: row.due_on is not None and row.due_on < on.day)


def _urge(on: Stage) -> dict[str, Any]:
    answer_by = add_working_days(on.day, 2, exceptions(on.day, on.day + 60 * DAY))
    return _tasks(on) | {"opening": "", "answer_by": answer_by, "sender": on.viewer.label, "copy_to": ""}


def _review(on: Stage) -> dict[str, Any]:
    days_off = exceptions(on.day - 60 * DAY, on.day + 60 * DAY)
    first_day = office_rules().period_first_day
    days = span(current(on.day, first_day), first_day)
    coming = coming_review(on.day, days_off)
    if (coming is None or coming.is_closed) and days is not None:
        coming = Review(days.name, days.first_on, days.cut_on, 0)
    return _tasks(on) | {"review": coming, "stage": "ahead"}


def _head(on: Stage) -> dict[str, Any] | None:
    days = letter_rules().head_after
    rows = reminders.long_overdue(on.occasion, on.rows, days)
    late = rows or reminders.long_overdue(on.occasion, on.rows, 1)
    if not late:
        return None
    found = heads({row.body_id for row in late}, on.day)
    reader = next((each for each, _ in found.values()), Reader(0, f"người đứng đầu {on.name}", "", 1))
    return head_facts(reader, late, texts_for([late], (), on.day), days if rows else 1, on.day)


def _leader(on: Stage) -> dict[str, Any] | None:
    rows, days = reminders.owed(on.occasion), letter_rules().leader_after
    late = reminders.long_overdue(on.occasion, rows, days)
    if not late:
        late, days = reminders.long_overdue(on.occasion, rows, 1), 1
    reader = Reader(0, queries.someone("leader") or on.viewer.label, "", 1)
    return leader_facts(reader, late, days, on.day) if late else None


def _assigned(on: Stage) -> dict[str, Any]:
    newest = db.session.get_one(Assignment, max(row.id for row in on.rows))
    directive = db.session.get_one(Directive, newest.directive_id)
    said = texts_for([on.rows], (), on.day).said
    listed = [row for row in on.rows if row.id in said and said[row.id].number == directive.number]
    tasks = [(row.id, title(said[row.id].text), said[row.id].section, row.due_on) for row in listed]
    return {"kind": "assigned", "directive": directive, "body_name": on.name, "mode": on.mode, "tasks": tasks}


def _outcome(on: Stage) -> dict[str, Any]:
    row = on.rows[0]
    said = texts_for([[row]], (), on.day).said[row.id]
    return {
        "kind": "outcome",
        "what": "confirmed",
        "title": title(said.text),
        "reason": "",
        "due_on": row.due_on,
        "body_name": on.name,
        "mode": on.mode,
    }


FACTS: dict[str, Callable[[Stage], dict[str, Any] | None]] = {
    "assigned": _assigned,
    "accept": _accept,
    "weekly": _tasks,
    "due": _due,
    "late": _late,
    "urge": _urge,
    "head": _head,
    "leader": _leader,
    "outcome": _outcome,
    "review": _review,
}
"""Kind of letter to what its sample is filled with; the office's morning has no body and is not in it."""
