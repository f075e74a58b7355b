"""The reports that wait for the office's word, as the page draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from tracker.assignments.rules import days_late
from tracker.home.rows import source_of
from tracker.tasks.rules import title


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One report: whose work, what was said and what was sent with it."""

    id: int
    version: int
    title: str
    source: str
    body: str
    phone: str
    text: str
    expected_output: str
    due_on: date | None
    reported_on: date
    days_late: int
    note: str
    result_number: str
    result_on: date | None
    reporter_name: str
    reported_at: datetime
    files: Sequence[Any]


def waiting(rows: Sequence[Any], files: Mapping[int, Sequence[Any]]) -> list[WaitingRow]:
    """Rows of `queries.waiting_rows` with the evidence of each. Late is said of bodies under orders only."""
    section = gettext("section")
    return [
        WaitingRow(
            id=row.id,
            version=row.version,
            title=title(row.text),
            source=source_of(row, section),
            body=row.body,
            phone=row.phone,
            text=row.text,
            expected_output=row.expected_output,
            due_on=row.due_on,
            reported_on=row.reported_on,
            days_late=days_late(row.due_on, row.reported_on) if row.mode == "giao" else 0,
            note=row.note,
            result_number=row.result_number,
            result_on=row.result_on,
            reporter_name=row.reporter_name,
            reported_at=row.reported_at,
            files=files.get(row.report_id, ()),
        )
        for row in rows
    ]
