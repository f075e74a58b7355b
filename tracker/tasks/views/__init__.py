"""One task over its bodies, what it serves, and what may still be said of it after issue."""

from tracker.tasks.views import helping, later
from tracker.tasks.views.task import bp

__all__ = ["bp", "helping", "later"]
