"""The thread of an assignment: as part of its page, and on pages of its own."""

from tracker.comments.views.talk import bp

__all__ = ["bp"]
