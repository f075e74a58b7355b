"""What a body does with its work and what the office answers. Domain 1.2 says who; decisions 4, 5, 8 and 9 say how."""

from tracker.assignments.actions.deciding import confirm, confirm_all, reopen, return_for_rework
from tracker.assignments.actions.helping import add_helper, set_helping_date
from tracker.assignments.actions.objecting import object_to, uphold
from tracker.assignments.actions.on_behalf import Told
from tracker.assignments.actions.outcome import tell_outcome, tell_outcomes
from tracker.assignments.actions.recurring import open_occurrences
from tracker.assignments.actions.reporting import accept, post_report, withdraw_report
from tracker.assignments.actions.taking_back import take_back_confirmation

__all__ = [
    "Told",
    "accept",
    "add_helper",
    "confirm",
    "confirm_all",
    "object_to",
    "open_occurrences",
    "post_report",
    "reopen",
    "return_for_rework",
    "set_helping_date",
    "take_back_confirmation",
    "tell_outcome",
    "tell_outcomes",
    "uphold",
    "withdraw_report",
]
