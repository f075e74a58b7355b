"""The work ticked on the desk, or all that its filters mean, as the acts on many see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from tracker.access.actors import Viewer
from tracker.assignments.labels import state_said
from tracker.assignments.rules import OWED, days_late
from tracker.bodies.forms import MODES
from tracker.bulk.queries import chosen
from tracker.exports.rules import Column, Listing, once


def selection(viewer: Viewer, ids: Iterable[int], today: date) -> Listing:
    """One row an assignment, by body."""
    rows = chosen(viewer, ids)
    columns = (
        Column(gettext("Body"), width=34),
        Column(gettext("Directive"), width=20),
        Column(gettext("Task"), width=60),
        Column(gettext("Section"), width=12),
        Column(gettext("State"), width=22),
        Column(gettext("First due day"), "date", 12),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Days late"), "int", 10),
        Column(gettext("Work is"), width=10),
        Column(gettext("Last update"), "moment", 18),
        Column(gettext("Mailbox"), width=28),
    )

    def row(each: Any) -> list[Any]:
        late = days_late(each.due_on, today) if each.state in OWED and each.mode == "giao" else 0
        return [
            each.name, each.number or each.subject, each.text, each.section, state_said(each.state),
            each.first_due_on, each.due_on, late or None, str(MODES[each.mode]), each.last_report_at, each.email,
        ]  # fmt: skip

    ticked = ngettext("%(num)s assignment", "%(num)s assignments", len(rows))
    return Listing(gettext("Urging"), ticked, columns, once(rows), row)
