"""From a directive's text to tasks given out: start a draft, mend it, issue it. One file per kind of verb."""

from __future__ import annotations

from tracker.directives.actions import discard, edit_details
from tracker.intake.actions.edit import (
    accept_all,
    accept_task,
    add_task,
    drop_task,
    edit_task,
    restore_task,
    set_dates,
)
from tracker.intake.actions.give_later import give_to_newcomers
from tracker.intake.actions.give_one import give_to_body
from tracker.intake.actions.issue import issue_directive
from tracker.intake.actions.name import choose_addressee, leave_out, set_addressees
from tracker.intake.actions.reading import (
    drop_reading,
    finish_reading,
    go_on_without,
    restart_reading,
    start_reading,
)
from tracker.intake.actions.reshape import merge_tasks, move_task, split_task
from tracker.intake.actions.start import start_by_hand, start_draft
from tracker.intake.actions.steps import redo_step, undo_step

__all__ = [
    "accept_all",
    "accept_task",
    "add_task",
    "choose_addressee",
    "discard",
    "drop_reading",
    "drop_task",
    "edit_details",
    "edit_task",
    "finish_reading",
    "give_to_body",
    "give_to_newcomers",
    "go_on_without",
    "issue_directive",
    "leave_out",
    "merge_tasks",
    "move_task",
    "redo_step",
    "restart_reading",
    "restore_task",
    "set_addressees",
    "set_dates",
    "split_task",
    "start_by_hand",
    "start_draft",
    "start_reading",
    "undo_step",
]
