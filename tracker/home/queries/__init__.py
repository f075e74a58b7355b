"""What the first screens show."""

from tracker.assignments.queries import just_confirmed, waiting_count
from tracker.home.queries.choices import Choices, Names, choices, names
from tracker.home.queries.desk import PAGE, desk_rows, figures, matching
from tracker.home.queries.dropping import dropping
from tracker.home.queries.groups import Groups, desk_groups
from tracker.home.queries.narrowing import Days
from tracker.home.queries.waiting import REPORTS, files_of, waiting_rows, waiting_since

__all__ = [
    "PAGE",
    "REPORTS",
    "Choices",
    "Days",
    "Groups",
    "Names",
    "choices",
    "desk_groups",
    "desk_rows",
    "dropping",
    "figures",
    "files_of",
    "just_confirmed",
    "matching",
    "names",
    "waiting_count",
    "waiting_rows",
    "waiting_since",
]
