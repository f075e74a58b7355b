"""A due day moves: asked for and decided, or because the calendar has changed."""

from tracker.extensions.actions.asking import ask, decide
from tracker.extensions.actions.calendar import change_day

__all__ = ["ask", "change_day", "decide"]
