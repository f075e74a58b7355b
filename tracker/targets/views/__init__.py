"""Pages of targets: all of them, one with its parts, a body's own part, plans revised."""

from tracker.targets.views import part, reading, revising, setting
from tracker.targets.views.blueprint import bp

__all__ = ["bp", "part", "reading", "revising", "setting"]
