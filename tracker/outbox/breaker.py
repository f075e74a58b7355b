"""The mail server's health as one row: after five failures in a row nothing is tried for a while, then one letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker.db import db
from tracker.outbox import rules
from tracker.outbox.models import Breaker
from tracker.outbox.transport import Outcome

NAME = "smtp"
REACHING = frozenset({"connect", "ehlo", "starttls", "auth", "reset"})
"""Phases whose failure says something of the server or our settings, not of one letter."""


def state(now: datetime) -> str:
    """`closed` (send), `open` (send nothing) or `probe` (send one letter and see). Within a transaction."""
    row = db.session.get(Breaker, NAME, populate_existing=True)
    if row is None or row.closed_until is None:
        return "closed"
    if row.closed_until > now:
        return "open"
    row = db.session.get(Breaker, NAME, populate_existing=True, with_for_update=True)
    return "probe" if row and row.closed_until and row.closed_until <= now else "open"


def hold(until: datetime) -> None:
    """Keep the others waiting while one letter is tried."""
    db.session.execute(update(Breaker).where(Breaker.name == NAME).values(closed_until=until))


def learn(outcome: Outcome, now: datetime) -> None:
    """Count a failure to reach the server, or forget them all when it was reached. Within a transaction."""
    failed = outcome.outcome == "config" or (outcome.outcome == "transient" and outcome.phase in REACHING)
    row = db.session.get(Breaker, NAME, populate_existing=True, with_for_update=True)
    if not failed:
        if row is not None and (row.failures or row.closed_until):
            row.failures, row.closed_until, row.reason = 0, None, ""
        return
    if row is None:
        dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
        db.session.execute(
            dialect.insert(Breaker).values(name=NAME, failures=0, reason="").on_conflict_do_nothing()
        )
        row = db.session.scalars(select(Breaker).where(Breaker.name == NAME).with_for_update()).one()
    least = (
        rules.FAILURES_TO_OPEN if outcome.outcome == "config" else 1
    )  # a wrong setting does not mend itself
    row.failures = max(row.failures + 1, least)
    pause = rules.pause_after(row.failures)
    row.closed_until = now + pause if pause else None
    row.reason = f"{outcome.phase}: {outcome.code or ''} {outcome.reply}".replace("  ", " ")[:300]
