"""The blueprint of the review, and what its handlers share."""

from __future__ import annotations

from flask import Blueprint

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
