"""Counting at night, by the clock, for the dashboard: the ended months, and what of the running one is finished."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import delete, text

from tracker import clock
from tracker.db import db, transaction
from tracker.overview.models import KeptMonth
from tracker.overview.queries.months import names_until
from tracker.reviews.queries import finished, total, totals
from tracker.reviews.rules import Cells, Span, judged, span
from tracker.settings.queries import office_rules


def keep_months(today: date) -> int:
    """Count every ended month of the last twelve that is not closed; the others are forgotten. How many were kept."""
    first_day = office_rules().period_first_day
    *names, running = names_until(today, first_day)
    closed = totals(names)
    made = []
    for name in names:
        days = span(name, first_day)
        if days is not None and name not in closed:
            made.append(_kept(days, total(days)))
    with transaction() as session:
        _stand_alone()
        session.execute(delete(KeptMonth))
        session.add_all(made)
        _keep_finished(span(running, first_day), today)
    return len(made)


def _stand_alone() -> None:
    """Wait for whoever writes work or counts it, and hold them off; writers on SQLite are one at a time anyway.

    A change under way would neither be counted nor take the count away, and of two counts one would find the other's
    rows in its way. First of all: who changes work takes counts away after it, and each would wait for the other.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE assignment IN SHARE ROW EXCLUSIVE MODE"))


def _keep_finished(days: Span | None, today: date) -> None:
    yesterday = today - timedelta(days=1)
    if days is None or yesterday < days.first_on:
        return
    found = finished(judged(days, today), yesterday)
    db.session.add(_kept(Span(days.name, days.first_on, yesterday), found, days.first_on))


def _kept(days: Span, cells: Cells, first_on: date | None = None) -> KeptMonth:
    counted = json.dumps(asdict(cells))
    return KeptMonth(
        name=days.name, first_on=first_on, cut_on=days.cut_on, total=counted, counted_at=clock.now()
    )
