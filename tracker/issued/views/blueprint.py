"""The blueprint the handlers hang on, and the words they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from tracker.issued import labels
from tracker.web.forms import CleanForm
from tracker.web.sentences import register, sentence

bp = Blueprint("issued", __name__, url_prefix="/van-ban")
bp.add_app_template_global(labels.change_said, "change_said")
bp.add_app_template_global(labels.former, "former_said")
bp.add_app_template_global(labels.corrected, "facts_corrected")
register(labels.PROBLEMS)

FIELD_OF = {"document_needed": "document", "day_passed": "due_on"}


def refuse(form: CleanForm, problem: Any, otherwise: str = "reason") -> None:
    """Put a refusal of the action on the field it concerns."""
    name = FIELD_OF.get(problem.code, otherwise)
    form.refuse(name if name in form else otherwise, sentence(problem.code, problem.facts, 422))
