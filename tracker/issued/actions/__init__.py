"""What is done to a directive after it has been issued. One file per verb."""

from tracker.issued.actions.adding import add_to_issued
from tracker.issued.actions.concluding import give_conclusion
from tracker.issued.actions.correcting import correct_directive, correct_task
from tracker.issued.actions.ending import replace_directive, withdraw_directive
from tracker.issued.actions.recalling import recall_issue
from tracker.issued.actions.releasing import remove_helper
from tracker.issued.actions.taking_back import take_back_giving

__all__ = [
    "add_to_issued",
    "correct_directive",
    "correct_task",
    "give_conclusion",
    "recall_issue",
    "remove_helper",
    "replace_directive",
    "take_back_giving",
    "withdraw_directive",
]
