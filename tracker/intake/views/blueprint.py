"""The blueprint all of intake's handlers hang on, and the answer they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import policy
from tracker.errors import NotFound
from tracker.intake import labels, queries, readers, scans
from tracker.intake.forms import draft_forms
from tracker.web.htmx import is_htmx
from tracker.web.sentences import register

bp = Blueprint("intake", __name__, url_prefix="/van-ban")
bp.add_app_template_global(labels.confidence, "confidence_said")
bp.add_app_template_filter(labels.fact_said, "fact_said")
register(labels.PROBLEMS)


def refusal_said(code: str) -> str | None:
    """Why a text or file is not taken, in the reader's language; None for codes of other features."""
    said = labels.REFUSALS.get(code)
    return str(said) % {"kinds": ", ".join(readers.accepted()), "package": scans.PACKAGE} if said else None


bp.add_app_template_global(refusal_said, "refusal_said")


def only_office() -> None:
    """Entering a directive is the office's; for everyone else the page does not exist."""
    if not policy.may(current_user, "directive.draft"):
        raise NotFound("page")


def draft_url(directive_id: int, task_id: int | None = None) -> str:
    """The page of a draft, at one of its tasks."""
    return url_for("directives.show", directive_id=directive_id, _anchor=f"nv-{task_id}" if task_id else None)


def redrawn(directive_id: int, task_id: int | None = None) -> Any:
    """After a change: the draft's tasks, text and unclear places anew; `task_id` takes the focus."""
    if not is_htmx():
        return redirect(draft_url(directive_id, task_id), 303)
    page = queries.draft_page(current_user, queries.draft_card(current_user, directive_id))
    return render_template(
        "intake/swaps/draft_changed.html", page=page, forms=draft_forms(page), focus=task_id
    )
