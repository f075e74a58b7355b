"""The page where a body arranges its work inside: who handles it, its own day, its steps."""

from tracker.handling.views import steps
from tracker.handling.views.passing import bp

__all__ = ["bp", "steps"]
