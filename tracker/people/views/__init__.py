"""Accounts, for the administrator."""

from tracker.people.views import leaving, one
from tracker.people.views.accounts import bp

__all__ = ["bp", "leaving", "one"]
