"""What work is split into further down: a body's own steps, and the tasks that serve one from below."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import queries
from tracker.assignments.inside import InsideMarks
from tracker.errors import NotFound
from tracker.exports.lists.work import number_in
from tracker.exports.rules import Column, Listing, once
from tracker.handling import queries as handling
from tracker.handling.queries import StepRow, Who
from tracker.tasks import cascade
from tracker.tasks import queries as tasks
from tracker.tasks.labels import DEADLINE_KINDS
from tracker.tasks.rules import title


def steps(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """A body's own steps of its work, in its order. Raises NotFound for who may not see into the body."""
    work = queries.card(viewer, number_in(arguments))
    if not handling.sees(viewer, work):
        raise NotFound("assignment")
    marks = InsideMarks(work, clock.today())
    columns = (
        Column(gettext("Step"), width=60),
        Column(gettext("Who"), width=28),
        Column(gettext("Own day"), "date", 14),
        Column(gettext("State"), width=24),
        Column(gettext("Marked done"), "moment", 17),
        Column(gettext("Marked by"), width=28),
    )

    def row(step: StepRow) -> list[Any]:
        mark = marks.step(step)
        state = gettext("Done") if step.done_at else mark.label if mark else gettext("Not done")
        return [step.title, _named(step.who), marks.day(step.due_on), state, step.done_at, step.done_by]

    return Listing(
        gettext("The body's own steps"),
        f"{work.body.name}, {title(work.task.text)}",
        columns,
        once(handling.inside(viewer, work).steps),
        row,
    )


def _named(who: Who | None) -> str:
    if who is None:
        return str(gettext("nobody in particular"))
    return who.name if who.is_here else f"{who.name} ({gettext('works there no more')})"


def serving(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The tasks that serve one directly, each with its own figures. Raises NotFound."""
    task = tasks.card(viewer, number_in(arguments))
    seen, today = queries.in_sight_of(viewer), clock.today()
    columns = (
        Column(gettext("Task"), width=70),
        Column(gettext("Section"), width=9),
        Column(gettext("Directive"), width=20),
        Column(gettext("Subject"), width=40),
        Column(gettext("Kind of deadline"), width=18),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Bodies"), "int", 9),
        Column(gettext("Completed"), "int", 11),
        Column(gettext("Overdue"), "int", 9),
    )

    def row(each: Any) -> list[Any]:
        kind = str(DEADLINE_KINDS.get(each.deadline_kind, each.deadline_kind))
        return [
            each.text, each.section, each.number, each.subject, kind, each.due_on,
            each.total, each.done, each.overdue,
        ]  # fmt: skip

    return Listing(
        gettext("Served from below"),
        title(task.text),
        columns,
        lambda key: cascade.lower_rows(viewer, task.id, seen, today, key),
        row,
    )
