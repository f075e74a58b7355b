"""For the administrator and for machines: health, rules, rights, the calendar."""

from tracker.ops.views import calendar
from tracker.ops.views.system import bp

__all__ = ["bp", "calendar"]
