"""The monthly review: figures at once, remarks and conclusions, closing, versions, files."""

from tracker.reviews.views import attaching, closing, meeting, showing, speaking
from tracker.reviews.views.blueprint import bp

__all__ = ["attaching", "bp", "closing", "meeting", "showing", "speaking"]
