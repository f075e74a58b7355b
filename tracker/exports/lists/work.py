"""A body's own work, one task over its bodies, the tasks of a directive."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import queries
from tracker.assignments.labels import Marks, views
from tracker.assignments.queries.own import VIEWS
from tracker.assignments.rules import days_late
from tracker.directives import queries as directives
from tracker.errors import NotFound
from tracker.exports.rules import Column, Listing, once
from tracker.tasks import queries as tasks
from tracker.tasks.labels import DEADLINE_KINDS
from tracker.tasks.rules import title


def number_in(arguments: MultiDict[str, str]) -> int:
    """The `so` of an address: whose list it is. Raises NotFound."""
    word = arguments.get("so", "")
    if not (word.isascii() and word.isdecimal() and len(word) < 19):
        raise NotFound("page")
    return int(word)


def own(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The viewer's bodies' work under a view of their list."""
    asked = arguments.get("xem", "")
    view = asked if asked in VIEWS else VIEWS[0]
    today, soon = clock.today(), queries.soon_on()
    marks = Marks(today, soon)
    columns = (
        Column(gettext("Task"), width=60),
        Column(gettext("Section"), width=9),
        Column(gettext("Directive"), width=18),
        Column(gettext("Subject"), width=40),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Own day"), "date", 12),
        Column(gettext("State"), width=24),
        Column(gettext("Reported"), "date", 12),
        Column(gettext("Confirmed"), "date", 12),
        Column(gettext("Passed on to, or led by"), width=28),
    )

    def row(each: Any) -> list[Any]:
        if view == "helping":
            state, reported, confirmed, who = gettext("Coordinating"), None, None, each.lead
        else:
            state = ", ".join(mark.label for mark in marks.of(each))
            reported, confirmed, who = each.reported_on, each.confirmed_on, each.handler
        return [
            each.text, each.section, each.number, each.subject, each.due_on, each.own_due_on, state,
            reported, confirmed, who,
        ]  # fmt: skip

    bodies = ", ".join(queries.own_names(viewer))
    return Listing(
        gettext("The body's work"),
        f"{bodies}, {views()[view]}" if bodies else str(views()[view]),
        columns,
        lambda key: queries.own_rows(viewer, view, today, soon, key),
        row,
    )


def of_task(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """One task over all bodies in sight. Raises NotFound."""
    task = tasks.card(viewer, number_in(arguments))
    today = clock.today()
    marks, seen = Marks(today, queries.soon_on()), queries.in_sight_of(viewer)
    columns = (
        Column(gettext("Body"), width=40),
        Column(gettext("Period"), width=12),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Days overdue"), "int", 9),
        Column(gettext("State"), width=24),
        Column(gettext("Reported"), "date", 12),
        Column(gettext("Last update"), "moment", 17),
    )

    def row(each: Any) -> list[Any]:
        late = days_late(each.due_on, today) if marks.is_late(each) else 0
        state = ", ".join(mark.label for mark in marks.of(each))
        return [
            each.body, each.period, each.due_on, late or None, state, each.reported_on, each.last_report_at,
        ]  # fmt: skip

    return Listing(
        gettext("Task over all bodies"),
        title(task.text),
        columns,
        lambda key: tasks.body_rows(task.id, seen, key),
        row,
    )


def of_directive(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The tasks of a directive with how many bodies have done them. Raises NotFound."""
    directive = directives.card(viewer, number_in(arguments))
    found = tasks.of_directive(directive.id, ("issued",))
    figures = tasks.roll_ups(directive.id, queries.in_sight_of(viewer), clock.today())
    columns = (
        Column(gettext("Section"), width=9),
        Column(gettext("Task"), width=70),
        Column(gettext("Kind of deadline"), width=18),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Expected product"), width=24),
        Column(gettext("Bodies"), "int", 9),
        Column(gettext("Completed"), "int", 11),
        Column(gettext("Overdue"), "int", 9),
    )

    def row(task: Any) -> list[Any]:
        sums = figures.get(task.id)
        counts = [sums.total, sums.done, sums.overdue] if sums else [0, 0, 0]
        kind = str(DEADLINE_KINDS.get(task.deadline_kind, task.deadline_kind))
        return [task.section, task.text, kind, task.due_on, task.expected_output, *counts]

    return Listing(
        gettext("Tasks of a directive"), directive.number or directive.subject, columns, once(found), row
    )
