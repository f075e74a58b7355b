"""One act on many assignments or bodies: each verb that of a single one, in one transaction, and taking it back."""

from tracker.bulk.actions.changing import call_all, confirm_many, extend_all, reassign_all, submit_all
from tracker.bulk.actions.mailboxes import change_mailboxes
from tracker.bulk.actions.officials import put_in_charge
from tracker.bulk.actions.undoing import undo, undo_limit

__all__ = [
    "call_all",
    "change_mailboxes",
    "confirm_many",
    "extend_all",
    "put_in_charge",
    "reassign_all",
    "submit_all",
    "undo",
    "undo_limit",
]
