"""A text in, a draft mended, tasks given out."""

from __future__ import annotations

from tracker.intake.views import check, draft, reading, start, task
from tracker.intake.views.blueprint import bp

__all__ = ["bp", "check", "draft", "reading", "start", "task"]
