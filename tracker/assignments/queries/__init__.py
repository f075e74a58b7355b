"""Reading assignments. The first argument is whoever looks; what is out of sight does not exist."""

from tracker.assignments.queries.decided import just_confirmed, undone_since, waiting_count
from tracker.assignments.queries.evidence import readable
from tracker.assignments.queries.one import (
    bare,
    card,
    contacts,
    in_sight_of,
    is_head,
    latest_report,
    report,
    soon_on,
)
from tracker.assignments.queries.own import VIEWS, own_counts, own_names, own_rows
from tracker.assignments.queries.told import told

__all__ = [
    "VIEWS",
    "bare",
    "card",
    "contacts",
    "in_sight_of",
    "is_head",
    "just_confirmed",
    "latest_report",
    "own_counts",
    "own_names",
    "own_rows",
    "readable",
    "report",
    "soon_on",
    "told",
    "undone_since",
    "waiting_count",
]
