"""The blueprint of the review, and what its handlers share."""

from __future__ import annotations

from flask import Blueprint, request
from flask_login import current_user

from tracker.access.actors import SYSTEM
from tracker.errors import NotFound
from tracker.reviews import actions, queries
from tracker.reviews.models import Period

bp = Blueprint("reviews", __name__, url_prefix="/ra-soat")


def on_record(name: str) -> Period:
    """The period's row, put on record by the product itself where nobody did before."""
    row = queries.period(name)
    if row is None:
        actions.open_period(SYSTEM, name=name)
        row = queries.period(name)
    if row is None:
        raise NotFound("period")
    return row


def closed_row(name: str) -> Period:
    """A closed period that the viewer may see. Raises NotFound."""
    _, row = queries.found_days(current_user, name)
    if row is None or row.state != "closed":
        raise NotFound("period")
    return row


def asked_version() -> int | None:
    """`?ban=2`, what cannot be a version's number left out."""
    word = request.args.get("ban", "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 6 else None
