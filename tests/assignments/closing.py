"""A closed month, for tests of what it forbids."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.db import transaction
from tracker.reviews.models import Period


def close_period(cut: date) -> None:
    """The period that ends on this day is closed."""
    facts = {"first_on": cut - timedelta(days=27), "cut_on": cut, "state": "closed"}
    with transaction() as session:
        session.add(Period(name=f"{cut:%Y-%m}", **facts))
