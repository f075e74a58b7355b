"""The chosen work as a workbook: one sheet, one row an assignment, as the desk tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.assignments.labels import state_said
from tracker.assignments.rules import OWED, days_late
from tracker.bodies.forms import MODES
from tracker.web.filters import day, moment

WIDTHS = (34, 20, 60, 12, 22, 12, 12, 18, 10, 18, 28)


def document(rows: Sequence[Any], today: date) -> dict[str, Any]:
    """What `registers/workbook.py` writes."""
    heads = [
        gettext("Body"), gettext("Directive"), gettext("Task"), gettext("Section"), gettext("State"),
        gettext("First due day"), gettext("Due"), gettext("Days late"), gettext("Work is"),
        gettext("Last update"), gettext("Mailbox"),
    ]  # fmt: skip
    sheet = {
        "title": gettext("Urging")[:31],
        "heads": heads,
        "widths": WIDTHS,
        "kinds": ["text"] * len(heads),
        "rows": [_row(row, today) for row in rows],
    }
    return {"sheets": [sheet]}


def _row(row: Any, today: date) -> list[str]:
    late = days_late(row.due_on, today) if row.state in OWED and row.mode == "giao" else 0
    return [
        row.name,
        row.number or row.subject,
        row.text,
        row.section,
        state_said(row.state),
        day(row.first_due_on) if row.first_due_on else "",
        day(row.due_on) if row.due_on else gettext("No date"),
        str(late) if late else "",
        str(MODES[row.mode]),
        moment(row.last_report_at) if row.last_report_at else gettext("None yet"),
        row.email,
    ]
