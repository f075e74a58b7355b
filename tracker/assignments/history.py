"""What has happened to one assignment, in one line of time. Knows rows, neither database nor words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from tracker import clock
from tracker.assignments.models import Assignment


class Event(NamedTuple):
    """One thing that happened: `kind` says what `row` is."""

    at: datetime
    kind: str
    row: Any


def events(
    assignment: Assignment,
    told: Iterable[Any],
    extensions: Iterable[Any],
    difficulties: Iterable[Any],
    today: date,
    handovers: Iterable[Any] = (),
    inside: Iterable[Any] = (),
) -> list[Event]:
    """Everything that happened, the newest first."""
    found = [Event(clock.midnight(assignment.assigned_on), "assigned", assignment)]
    found += _of_body(assignment)
    found += [Event(each.decided_at, each.verb, each) for each in assignment.decisions]
    for extension in extensions:
        if extension.asked_at != extension.decided_at:  # else given unasked: the decision says it all
            found.append(Event(extension.asked_at, "extension", extension))
        if extension.decided_at is not None:
            found.append(Event(extension.decided_at, extension.state, extension))
    found += [Event(each.answered_at, "answered", each) for each in difficulties if each.answered_at]
    found += [
        Event(row.at, "letter" if hasattr(row, "to_addr") else row.how, row) for row in told if _left(row)
    ]
    found += [Event(clock.midnight(each.day), "moved", each) for each in handovers]
    found += [Event(each.at, "inside", each) for each in inside]
    found += _overdue(assignment, today)
    return sorted(found, key=lambda event: event.at)[::-1]  # of one moment, what was written last comes first


def _of_body(assignment: Assignment) -> Iterator[Event]:
    for report in assignment.reports:
        yield Event(report.reported_at, "report", report)
        if report.withdrawn_at is not None:
            yield Event(report.withdrawn_at, "withdrawn", report)
    noted = [each for each in assignment.noted if each.deed == "accept"]
    for each in noted:
        yield Event(each.noted_at, "noted", each)
    known = {each.noted_at for each in noted}
    first = min((report.reported_at for report in assignment.reports), default=None)
    if assignment.received_at is not None and assignment.received_at not in {first, *known}:
        yield Event(assignment.received_at, "received", assignment)


def _left(row: Any) -> bool:
    """Letters that wait are listed among the letters; the line of time tells what was sent."""
    return not hasattr(row, "to_addr") or row.state in {"sent", "sending"}


def _overdue(assignment: Assignment, today: date) -> Iterator[Event]:
    due_on = assignment.due_on
    if assignment.mode == "giao" and due_on is not None and due_on < (assignment.reported_on or today):
        yield Event(clock.end_of(due_on), "overdue", assignment)
