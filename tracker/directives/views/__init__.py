"""The register of documents, one document with its tasks, and the documents it cites."""

from tracker.directives.views import citations
from tracker.directives.views.register import bp

__all__ = ["bp", "citations"]
