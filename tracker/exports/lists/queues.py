"""What waits for the office or a leader: reports, requests for a later day, difficulties."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.access.actors import Viewer
from tracker.assignments.rules import days_late
from tracker.difficulties import queries as difficulty_queries
from tracker.difficulties.views import LEVELS
from tracker.exports.rules import Column, Listing
from tracker.extensions import queries as extension_queries
from tracker.extensions.labels import STATES as EXTENSION_STATES
from tracker.home import queries as home
from tracker.home.queries.desk import require_all_in_sight


def _heads() -> tuple[Column, ...]:
    return (
        Column(gettext("Body"), width=34),
        Column(gettext("Task"), width=60),
        Column(gettext("Directive"), width=18),
    )


def confirmations(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Reports that wait for the office's word, the longest waiting first."""
    require_all_in_sight(viewer)
    columns = (
        *_heads(),
        Column(gettext("Section"), width=9),
        Column(gettext("Due"), "date", 12),
        Column(gettext("Reported"), "moment", 17),
        Column(gettext("Days overdue"), "int", 9),
        Column(gettext("Report"), width=60),
        Column(gettext("Result document"), width=20),
        Column(gettext("Of the day"), "date", 12),
        Column(gettext("In the name of"), width=24),
    )

    def row(each: Any) -> list[Any]:
        late = days_late(each.due_on, each.reported_on) if each.mode == "giao" else 0
        return [
            each.body, each.text, each.number, each.section, each.due_on, each.reported_at, late or None,
            each.note, each.result_number, each.result_on, each.reporter_name,
        ]  # fmt: skip

    title = gettext("Reports that await confirmation")
    return Listing(title, "", columns, lambda key: home.waiting_rows(viewer, key), row)


def extensions(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Requests that wait for a decision, or decided ones."""
    decided = arguments.get("xem") == "da-quyet-dinh"
    columns = (
        *_heads(),
        Column(gettext("Due day now"), "date", 12),
        Column(gettext("Day asked for"), "date", 12),
        Column(gettext("Reason"), width=50),
        Column(gettext("Asked"), "moment", 17),
        Column(gettext("Asked by"), width=24),
        Column(gettext("State"), width=18),
        Column(gettext("Decided"), "moment", 17),
        Column(gettext("Decided by"), width=24),
        Column(gettext("Note"), width=40),
        Column(gettext("Document"), width=20),
    )

    def row(each: Any) -> list[Any]:
        return [
            each.body, each.text, each.number, each.old_due_on, each.new_due_on, each.reason, each.asked_at,
            each.asked_by, str(EXTENSION_STATES[each.state]), each.decided_at, each.decided_by,
            each.decision_note, each.document,
        ]  # fmt: skip

    said = gettext("Decided") if decided else gettext("Waiting for a decision")
    return Listing(
        gettext("Extensions"),
        said,
        columns,
        lambda key: extension_queries.rows(viewer, decided=decided, after=key),
        row,
    )


def difficulties(viewer: Viewer, arguments: MultiDict[str, str]) -> Listing:
    """Difficulties that wait for the office or the leader, or answered ones."""
    asked = arguments.get("xem")
    level = LEVELS[asked if asked in LEVELS else None]
    said = {
        "office": gettext("Waiting for the office"),
        "leader": gettext("Waiting for the leader"),
        None: gettext("Answered"),
    }[level]
    columns = (
        *_heads(),
        Column(gettext("Difficulty"), width=50),
        Column(gettext("Asked of"), width=24),
        Column(gettext("Proposal"), width=40),
        Column(gettext("Raised"), "date", 12),
        Column(gettext("Answer due"), "date", 12),
        Column(gettext("Bodies that met it too"), "int", 10),
        Column(gettext("Passed up"), "moment", 17),
        Column(gettext("Answer"), width=50),
        Column(gettext("Answered"), "moment", 17),
        Column(gettext("Answered by"), width=24),
    )

    def row(each: Any) -> list[Any]:
        return [
            each.body, each.text, each.number, each.what, each.asked_of, each.proposal, each.raised_on,
            each.answer_due_on, each.met, each.passed_at, each.answer, each.answered_at, each.answered_by,
        ]  # fmt: skip

    return Listing(
        gettext("Difficulties"),
        said,
        columns,
        lambda key: difficulty_queries.rows(viewer, level=level, after=key),
        row,
    )
