"""Letters, and the log of who did what."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.audit import queries as audit
from tracker.audit.forms import LogFilter
from tracker.audit.naming import names
from tracker.audit.telling import mentioned
from tracker.exports.lists.registers import in_force
from tracker.exports.rules import Column, Listing
from tracker.history.log_book import told_row
from tracker.outbox import labels, queries
from tracker.outbox.forms import FindForm
from tracker.paging import Page


def letters(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Letters of one view, or those found by a mailbox. Raises NotFound."""
    queries.require_reader(viewer)
    named = FindForm(arguments).tim.data or ""
    asked = arguments.get("xem", "all" if named else "stuck")
    view = asked if asked in queries.VIEWS else "stuck"
    columns = (
        Column(gettext("Number"), "int", 9),
        Column(gettext("Kind"), width=24),
        Column(gettext("To"), width=34),
        Column(gettext("Mailbox"), width=34),
        Column(gettext("Subject"), width=60),
        Column(gettext("State"), width=24),
        Column(gettext("Due"), "moment", 17),
        Column(gettext("Sent"), "moment", 17),
        Column(gettext("Attempts"), "int", 9),
        Column(gettext("Last answer"), width=50),
    )

    def row(each: Any) -> list[Any]:
        return [
            each.id,
            str(labels.KINDS.get(each.kind, each.kind)),
            each.to_name,
            each.to_addr,
            each.subject,
            str(labels.STATES[each.state][1]),
            each.due_at,
            each.sent_at,
            each.attempts,
            each.last_reply,
        ]

    said = ", ".join(filter(None, [str(labels.VIEWS.get(view, view)), named]))
    return Listing(
        gettext("Letters"), said, columns, lambda key: queries.letters(viewer, view, key, named=named), row
    )


def log_columns() -> tuple[Column, ...]:
    """The columns of lines of the log, as `told_row` tells them."""
    return (
        Column(gettext("Line"), "int", 9),
        Column(gettext("When"), "moment", 17),
        Column(gettext("Who"), width=26),
        Column(gettext("Came in"), width=18),
        Column(gettext("What was done"), width=30),
        Column(gettext("To what"), width=52),
        Column(gettext("What changed"), width=60),
        Column(gettext("Reason"), width=36),
    )


def log(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """The audit log under its filters, each line as the page tells it. Raises NotAllowed."""
    policy.require(viewer, "audit.read")
    form = LogFilter(arguments)
    asked = audit.Asked(**form.clean) if form.ok else audit.EVERYTHING

    def page(key: str | None) -> Page[Any]:
        found = audit.lines(viewer, asked, key or "")
        called = names(mentioned(found.rows))
        return Page(tuple(told_row(line, called) for line in found.rows), found.next_key)

    return Listing(gettext("Audit log"), in_force(form), log_columns(), page, lambda row: row)
