"""One act on many assignments: from the desk's choice to a preview, to what became of each, and back."""

from tracker.bulk.views import acts, batches
from tracker.bulk.views.blueprint import bp

__all__ = ["acts", "batches", "bp"]
