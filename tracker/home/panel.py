"""What stands beside the desk while one of its rows is looked at: few facts, many of them to act on by telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments import history, labels, queries
from tracker.assignments.models import Assignment
from tracker.difficulties import queries as difficulties
from tracker.extensions import queries as extensions
from tracker.home.desk import Filters, address
from tracker.home.rows import updated_ago
from tracker.officials import queries as officials
from tracker.tasks.rules import title

NEWEST = 8  # events; all stand on the page of the assignment
KEPT = ("mo", "sau", "tu")
"""What an address of the desk holds besides its filters: the group that is open, the page that is shown."""


def panel_facts(viewer: Viewer, assignment_id: int, args: Mapping[str, str]) -> dict[str, Any]:
    """The facts of `home/panel.html`. Raises NotFound."""
    assignment, today = queries.card(viewer, assignment_id), clock.today()
    told = queries.told(viewer, assignment_id)
    obstacles = difficulties.around(viewer, assignment_id).own
    requests = extensions.of_assignment(viewer, assignment_id)
    events = history.events(assignment, told, requests, obstacles, today)
    return {
        "assignment": assignment,
        "title": title(assignment.task.text),
        "marks": labels.Marks(today, queries.soon_on()).of(assignment),
        "contacts": queries.contacts(assignment.body_id, today),
        "official": officials.name_of_work(assignment.directive_id, assignment.body_id),
        "freshness": _freshness(assignment),
        "reminders": [row for row in told if row.how],
        "open_obstacles": [each for each in obstacles if each.answered_at is None],
        "asked": next((each for each in requests if each.state == "asked"), None),
        "files": [
            file
            for report in reversed(assignment.reports)
            if report.withdrawn_at is None
            for file in report.files
        ],
        "events": events[:NEWEST],
        "more_events": len(events) > NEWEST,
        "letter_states": labels.letter_states(),
        "letter_kinds": labels.letter_kinds(),
        "decided": labels.decided(),
        "channels": labels.CHANNELS,
        "on_behalf": {(each.deed, each.report_id): each for each in assignment.noted},
        "back_url": back(args),
    }


def _freshness(assignment: Assignment) -> str:
    """ "updated 34 days ago"; "" where nothing has been said yet."""
    at = assignment.last_report_at
    return updated_ago((clock.today() - clock.local(at).date()).days) if at is not None else ""


def back(args: Mapping[str, str]) -> str:
    """The desk as it was when the row was pressed."""
    return address(Filters.read(args), **{name: args[name] for name in KEPT if args.get(name)})
