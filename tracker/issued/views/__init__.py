"""What is done to an issued directive: recalled, withdrawn, replaced; corrected; a task added."""

from tracker.issued.views import concluding, correcting, ending
from tracker.issued.views.blueprint import bp

__all__ = ["bp", "concluding", "correcting", "ending"]
