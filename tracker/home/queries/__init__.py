"""What the first screens show."""

from tracker.assignments.queries import just_confirmed, waiting_count
from tracker.home.queries.desk import (
    PAGE,
    Choices,
    Days,
    choices,
    desk_rows,
    figures,
    matching,
)
from tracker.home.queries.waiting import REPORTS, files_of, waiting_rows, waiting_since

__all__ = [
    "PAGE",
    "REPORTS",
    "Choices",
    "Days",
    "choices",
    "desk_rows",
    "figures",
    "files_of",
    "just_confirmed",
    "matching",
    "waiting_count",
    "waiting_rows",
    "waiting_since",
]
