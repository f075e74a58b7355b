"""What stands on the page of one thing: its history, the work a change of bodies moved, the parts of a target; and
one's own notices."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access.actors import Viewer
from tracker.audit.labels import THINGS
from tracker.audit.naming import names
from tracker.audit.telling import mentioned, thing_said
from tracker.exports.lists.changes import figure_in_cell
from tracker.exports.lists.office import log_columns
from tracker.exports.lists.work import number_in
from tracker.exports.rules import Column, Listing
from tracker.history import queries as history
from tracker.history.labels import KINDS
from tracker.history.log_book import told_row
from tracker.notices import queries as notices
from tracker.paging import Page
from tracker.reforms import queries as reforms
from tracker.reforms.labels import KIND_NAMES
from tracker.targets import queries as targets
from tracker.tasks.rules import title
from tracker.web.filters import day


def of_thing(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The history of one thing, each line as its page tells it. Raises NotFound."""
    kind, thing_id = arguments.get("loai", ""), number_in(arguments)
    history.history(viewer, kind, thing_id)  # who may not see it is told so before any file is begun
    thing = f"{KINDS[kind][0]}:{thing_id}"

    def page(key: str | None) -> Page[Any]:
        found = history.history(viewer, kind, thing_id, key or "")
        called = names(mentioned(found.rows))
        return Page(tuple(told_row(line, called) for line in found.rows), found.next_key)

    said = thing_said(thing, names({thing})) or str(THINGS[KINDS[kind][0]])
    return Listing(gettext("History"), said, log_columns(), page, lambda row: row)


def moved_work(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The work a change of bodies moved, of what is in sight. Raises NotFound."""
    change = reforms.change(number_in(arguments))
    columns = (
        Column(gettext("Task"), width=70),
        Column(gettext("Until then"), width=40),
        Column(gettext("From then on"), width=40),
    )
    return Listing(
        gettext("Work moved"),
        f"{KIND_NAMES[change.kind]}, {day(change.day)}",
        columns,
        lambda key: reforms.moved(viewer, change.id, key or ""),
        lambda each: [each.text, each.before, each.now],
    )


def target_parts(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """A target's parts with plan and figure, one's own bodies' or all. Raises NotFound."""
    one = targets.row(viewer, number_in(arguments), clock.today()).facts
    columns = (
        Column(gettext("Body"), width=44),
        Column(gettext("Plan"), "number", 14),
        Column(gettext("Actual"), "number", 14),
        Column(gettext("Figure of"), "date", 14),
    )
    return Listing(
        gettext("Bodies and their parts"),
        one.unit,
        columns,
        lambda key: targets.shares(viewer, one.id, key),
        lambda each: [each.name, figure_in_cell(each.planned), figure_in_cell(each.actual), each.measured_on],
    )


def own_notices(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """One's own notices, the newest first; of work out of sight nothing is told."""
    columns = (
        Column(gettext("When"), "moment", 17),
        Column(gettext("Notice"), width=60),
        Column(gettext("Body"), width=34),
        Column(gettext("Task"), width=60),
        Column(gettext("Read"), "moment", 17),
    )
    return Listing(gettext("Notices"), "", columns, lambda key: notices.rows(viewer, key), _notice)


def _notice(row: Any) -> list[Any]:
    if row.said:
        file = gettext("The Excel file is ready")
        head = file if row.url else gettext("Your body works on it with the leads no longer")
        return [row.at, f"{head}: {row.said}", "", "", row.read_at]
    if not row.is_in_sight:
        return [row.at, gettext("You were mentioned on work you can no longer see."), "", "", row.read_at]
    words = gettext("The comment has been taken back.") if row.withdrawn_at else row.text
    said = f"{gettext('%(who)s mentioned you', who=row.author_name)}: {words}"
    return [row.at, said, row.body, title(row.task), row.read_at]
