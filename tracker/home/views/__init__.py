"""First screens: who is late and how that is looked at, what waits for the office, where each role starts."""

from tracker.home.views import filtering
from tracker.home.views.screens import bp, desk_days

__all__ = ["bp", "desk_days", "filtering"]
