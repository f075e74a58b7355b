"""What the receipt of a report says, on the screen and on paper."""

from __future__ import annotations

from typing import Any

from tracker import clock
from tracker.assignments import labels
from tracker.assignments.models import Assignment, Report
from tracker.assignments.rules import is_undone_by_withdrawal, may_withdraw
from tracker.links import queries
from tracker.reviews.rules import current, neighbour
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title


def receipt_facts(work: Assignment, report: Report) -> dict[str, Any]:
    """The facts of `links/sent.html` about one report and its work."""
    office, now = office_rules(), clock.now()
    return {
        "work": work,
        "title": title(work.task.text),
        "source": labels.source(work.task.directive.title, work.task.section),
        "report": report,
        "counts_in": _counts_in(work, report, office.period_first_day),
        "may_withdraw": may_withdraw(report.reported_at, now, office.withdraw_hours)
        and is_undone_by_withdrawal(work.state, work.round, status=report.status, report_round=report.round),
        "office": office,
        "now": now,
    }


def _counts_in(work: Assignment, report: Report, first_day: int) -> int | None:
    """The month the report counts in, where people may think it is an earlier one: it came after the data cut of
    the month it was due in, or while the office is still at work on the period before. None otherwise."""
    period = current(report.day, first_day)
    before = neighbour(period, -1) or ""
    was_due_earlier = work.due_on is not None and current(work.due_on, first_day) < period
    return int(period[-2:]) if was_due_earlier or queries.is_being_reviewed(before) else None
