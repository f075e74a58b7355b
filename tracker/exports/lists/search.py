"""One kind of what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.labels import Marks
from tracker.assignments.queries import soon_on
from tracker.assignments.rules import days_late
from tracker.directives.labels import ending_said
from tracker.errors import NotFound
from tracker.exports.rules import Column, Listing
from tracker.search import labels, queries
from tracker.search.parser import parse

READ = 500  # rows at a time
Row = Callable[[Any], Sequence[Any]]


def found(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """What a search finds of the kind its address names. Raises NotFound for a kind that cannot answer it."""
    text, kind, today = arguments.get("q", ""), arguments.get("loai", ""), clock.today()
    query = parse(text, today)
    if kind not in queries.kinds_for(query):
        raise NotFound("page")
    columns, row = SHOWN[kind]()
    return Listing(
        str(labels.KINDS[kind]),
        gettext("Looked for: %(words)s", words=text),
        columns,
        lambda key: queries.page(viewer, kind, query, today, after=key or "", size=READ),
        row,
    )


def _number() -> Column:
    return Column(gettext("Directive"), width=18)


def _subject() -> Column:
    return Column(gettext("Subject"), width=60)


def _bodies() -> tuple[tuple[Column, ...], Row]:
    columns = (
        Column(gettext("Body"), width=40),
        Column(gettext("Type"), width=24),
        Column(gettext("Until"), "date", 12),
    )
    return columns, lambda each: [each.name, each.type, each.valid_to]


def _directives() -> tuple[tuple[Column, ...], Row]:
    columns = (
        _number(),
        _subject(),
        Column(gettext("Issued"), "date", 12),
        Column(gettext("Issued by"), width=30),
        Column(gettext("State"), width=18),
    )

    def row(each: Any) -> list[Any]:
        state = gettext("Draft") if each.state == "draft" else ""
        state = str(ending_said(each.ending)) if each.ending else state
        return [each.number, each.subject, each.issued_on, each.issuer, state]

    return columns, row


def _texts() -> tuple[tuple[Column, ...], Row]:
    columns = (_number(), _subject(), Column(gettext("Passage"), width=90))
    return columns, lambda each: [each.number, each.subject, each.said]


def _tasks() -> tuple[tuple[Column, ...], Row]:
    columns = (Column(gettext("Task"), width=70), Column(gettext("Section"), width=9), _number(), _subject())
    return columns, lambda each: [each.text, each.section, each.number, each.subject]


def _assignments() -> tuple[tuple[Column, ...], Row]:
    today = clock.today()
    marks = Marks(today, soon_on())
    columns = (
        Column(gettext("Body"), width=34),
        Column(gettext("Task"), width=60),
        Column(gettext("Section"), width=9),
        _number(),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Days overdue"), "int", 9),
        Column(gettext("State"), width=24),
        Column(gettext("Reported"), "date", 12),
    )

    def row(each: Any) -> list[Any]:
        late = days_late(each.due_on, today) if each.mode == "giao" and marks.is_late(each) else 0
        state = ", ".join(mark.label for mark in marks.of(each))
        return [
            each.body, each.text, each.section, each.number, each.due_on, late or None, state, each.reported_on,
        ]  # fmt: skip

    return columns, row


def _files() -> tuple[tuple[Column, ...], Row]:
    columns = (
        Column(gettext("File"), width=40),
        Column(gettext("Body"), width=34),
        Column(gettext("Task"), width=60),
        Column(gettext("Reported"), "date", 12),
    )
    return columns, lambda each: [each.name, each.body, each.text, each.day]


SHOWN: dict[str, Callable[[], tuple[tuple[Column, ...], Row]]] = {
    "bodies": _bodies,
    "directives": _directives,
    "texts": _texts,
    "tasks": _tasks,
    "assignments": _assignments,
    "files": _files,
}
"""Kind of things found to its columns and what a row shows."""
