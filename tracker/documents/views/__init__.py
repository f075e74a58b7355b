"""Official documents: the report and its words, letters that urge, slips, templates, a directive's whole file."""

from tracker.documents.views import archive, letters, report, slip, templates
from tracker.documents.views.blueprint import bp

__all__ = ["archive", "bp", "letters", "report", "slip", "templates"]
