"""The desk's rows under its filters."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.access.actors import Viewer
from tracker.assignments.labels import Marks
from tracker.assignments.rules import days_late
from tracker.exports.rules import Column, Listing
from tracker.home import page, queries
from tracker.home.chips import chips_of, views
from tracker.home.queries.desk import require_all_in_sight
from tracker.home.views import desk_days
from tracker.settings.queries import office_rules


def desk(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Who is late, or what another counter of the desk leads to."""
    require_all_in_sight(viewer)
    (filters, _, names), days = page.understood(arguments), desk_days()
    title = views(office_rules())[filters.view]
    chips = chips_of(filters, names)
    marks = Marks(days.today, days.soon_on)

    def row(each: Any) -> list[Any]:
        late = days_late(each.due_on, days.today) if each.mode == "giao" and marks.is_late(each) else 0
        return [
            each.body,
            each.phone,
            each.text,
            each.section,
            each.number,
            each.subject,
            each.due_on,
            late or None,
            ", ".join(mark.label for mark in marks.of(_Standing(each))),
            each.last_report_at,
            each.times,
            each.reminded_at,
            "x" if each.difficulty else "",
            "x" if each.extension else "",
        ]

    in_force = ", ".join([title, *(chip["label"] for chip in chips)])
    return Listing(
        title, in_force, _columns(), lambda key: queries.desk_rows(viewer, filters, days, key), row
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("Body"), width=34),
        Column(gettext("Telephone"), width=16),
        Column(gettext("Task"), width=60),
        Column(gettext("Section"), width=9),
        Column(gettext("Directive"), width=18),
        Column(gettext("Subject"), width=40),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Days overdue"), "int", 9),
        Column(gettext("State"), width=24),
        Column(gettext("Last update"), "moment", 17),
        Column(gettext("Times reminded"), "int", 9),
        Column(gettext("Last reminded"), "moment", 17),
        Column(gettext("Difficulty"), width=10),
        Column(gettext("Extension asked"), width=12),
    )


class _Standing:
    """What a mark is made of; the desk does not read the day of a report, nor does an open row need it."""

    reported_on = None

    def __init__(self, row: Any) -> None:
        self.state, self.mode, self.due_on = row.state, row.mode, row.due_on
