"""A body's own list, the page of one assignment, what is reported there and what is decided on it."""

from tracker.assignments.views import decisions, evidence, notes, taking_back
from tracker.assignments.views.work import bp, report

__all__ = ["bp", "decisions", "evidence", "notes", "report", "taking_back"]
