"""The meeting's view of a review: one section a screen, big, with the side notes away."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from tracker.errors import NotFound
from tracker.reviews.labels import SECTIONS
from tracker.reviews.slides import slide
from tracker.reviews.views.blueprint import asked_version, bp


@bp.get("/<name>/hop")
def meeting(name: str) -> str:
    number = request.args.get("man", 1, type=int)
    if not 1 <= number <= len(SECTIONS):
        raise NotFound("page")
    return render_template("reviews/meeting.html", **slide(current_user, name, number, asked_version()))
