"""What a body arranges inside itself for its work: who handles it, by which day of its own, in which steps."""

from tracker.handling.actions.leaving import leave_behind, leave_body, leave_post, settle
from tracker.handling.actions.passing import pass_on
from tracker.handling.actions.steps import add_step, edit_step, mark_step, move_step, remove_step

__all__ = [
    "add_step",
    "edit_step",
    "leave_behind",
    "leave_body",
    "leave_post",
    "mark_step",
    "move_step",
    "pass_on",
    "remove_step",
    "settle",
]
