"""What is done to bodies' mailboxes: wished for by the body itself, set by the office or by a register taken in."""

from tracker.contacts.actions.register import set_mailboxes
from tracker.contacts.actions.wishes import ask_change, confirm_change, fill, object_to_change

__all__ = ["ask_change", "confirm_change", "fill", "object_to_change", "set_mailboxes"]
