"""The list for calling: a body a row, whom to ring, what about, and room to write what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.access.actors import Viewer
from tracker.assignments.labels import Mark, Marks
from tracker.home.desk import Filters
from tracker.home.queries import Days
from tracker.home.rows import source_of
from tracker.paging import Page
from tracker.queues import queries
from tracker.tasks.rules import title
from tracker.web.catalogue import gettext

LONGEST = 110  # characters of a task's name


class About(NamedTuple):
    """One task to speak of."""

    id: int
    title: str
    source: str
    due_on: Any
    marks: Sequence[Mark]
    times: int


class Call(NamedTuple):
    """One body to ring: its people with their numbers, its tasks, how many more it has, when it was last rung."""

    id: int
    name: str
    phone: str
    people: Sequence[Any]
    tasks: Sequence[About]
    more: int
    called_at: Any


def calls(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Page[Call]:
    """One page of the list behind a filter of the desk."""
    page = queries.bodies_to_call(viewer, filters, days, after)
    ids = [row.id for row in page.rows]
    tasks, people = defaultdict(list), defaultdict(list)
    for task in queries.tasks_to_call_about(viewer, filters, days, ids):
        tasks[task.body_id].append(task)
    for person in queries.people_to_call(viewer, ids):
        people[person.body_id].append(person)
    marks, section = Marks(days.today, days.soon_on), gettext("section")
    rows = tuple(_call(row, tasks[row.id], people[row.id], marks, section) for row in page.rows)
    return Page(rows, page.next_key)


def _call(body: Any, tasks: Sequence[Any], people: Sequence[Any], marks: Marks, section: str) -> Call:
    about = [
        About(row.id, title(row.text, LONGEST), source_of(row, section), row.due_on, marks.of(row), row.times)
        for row in tasks
    ]
    more = tasks[0].all - len(tasks) if tasks else 0
    return Call(body.id, body.name, body.phone, people, about, more, body.called_at)
