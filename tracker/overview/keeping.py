"""Counting the ended months for the dashboard's line: at night, by the clock."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete

from tracker import clock
from tracker.db import transaction
from tracker.overview.models import KeptMonth
from tracker.overview.queries.months import names_until
from tracker.reviews.queries import total, totals
from tracker.reviews.rules import span
from tracker.settings.queries import office_rules


def keep_months(today: date) -> int:
    """Count every ended month of the last twelve that is not closed; the others are forgotten. How many were kept."""
    first_day = office_rules().period_first_day
    names = names_until(today, first_day)[:-1]
    closed = totals(names)
    made = []
    for name in names:
        days = span(name, first_day)
        if days is not None and name not in closed:
            cells = json.dumps(asdict(total(days)))
            made.append(KeptMonth(name=name, cut_on=days.cut_on, total=cells, counted_at=clock.now()))
    with transaction() as session:
        session.execute(delete(KeptMonth))
        session.add_all(made)
    return len(made)
