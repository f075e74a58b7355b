"""A body's mailbox: changed by the body itself, seen by the office."""

from tracker.contacts.views import office
from tracker.contacts.views.own import bp

__all__ = ["bp", "office"]
