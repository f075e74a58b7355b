"""The blueprint all of intake's handlers hang on, and the answer they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import policy
from tracker.errors import NotFound
from tracker.intake import labels, queries, readers, scans
from tracker.intake.forms import draft_forms
from tracker.web.local_path import current_page
from tracker.web.sentences import register

NEXT = "chua-ro"

bp = Blueprint("intake", __name__, url_prefix="/van-ban")
bp.add_app_template_global(labels.confidence, "confidence_said")
bp.add_app_template_filter(labels.fact_said, "fact_said")
bp.add_app_template_global(labels.pages_unread, "pages_unread")
bp.add_app_template_global(labels.step_said, "step_said")
bp.add_app_template_global(labels.step_told, "step_told")
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


ON_PAGE = {"HX-Retarget": "#de-xuat", "HX-Reswap": "outerHTML"}


def draft_url(directive_id: int, place: int | str | None = None) -> str:
    """The page of a draft, at one of its tasks (by id) or at what is still unclear (`NEXT`)."""
    anchor = f"nv-{place}" if isinstance(place, int) else place
    return url_for("directives.show", directive_id=directive_id, _anchor=anchor)


def redrawn(directive_id: int, focus: int | str | None = None) -> Any:
    """After a change: the draft's tasks, text and unclear places anew; `focus` is a task or the next unclear place.

    A form opened on a page of its own leads back to the draft instead.
    """
    url = draft_url(directive_id, focus)
    page_asking = (current_page(request.headers.get("HX-Current-URL"), request.host) or "").split("?")[0]
    if page_asking != draft_url(directive_id):
        return redirect(url, 303)
    page = queries.draft_page(current_user, queries.draft_card(current_user, directive_id))
    facts = {"page": page, "forms": draft_forms(page), "focus": focus}
    return render_template("intake/swaps/draft_changed.html", **facts), 200, ON_PAGE
