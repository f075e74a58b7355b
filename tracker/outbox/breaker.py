"""The mail server's health as one row: after five failures in a row nothing is tried for a while, then one letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker.db import db, fetch
from tracker.outbox import rules
from tracker.outbox.models import Breaker
from tracker.outbox.transport import Outcome

NAME = "smtp"
_STATE = select(Breaker.failures, Breaker.closed_until).where(Breaker.name == NAME)
_LOCKED = _STATE.with_for_update()
REACHING = frozenset({"connect", "ehlo", "starttls", "auth", "reset"})
"""Phases whose failure says something of the server or our settings, not of one letter."""


def state(now: datetime) -> str:
    """`closed` (send), `open` (send nothing) or `probe` (send one letter and see). Within a transaction."""
    found = _known()
    if found is None or found.closed_until is None:
        return "closed"
    if found.closed_until > now:
        return "open"
    [locked] = fetch(_LOCKED)
    return "probe" if locked.closed_until is not None and locked.closed_until <= now else "open"


def _known() -> Any:
    """How the line to the server stands; None before it first failed."""
    found = fetch(_STATE)
    return found[0] if found else None


def hold(until: datetime) -> None:
    """Keep the others waiting while one letter is tried."""
    db.session.execute(update(Breaker).where(Breaker.name == NAME).values(closed_until=until))


def learn(outcome: Outcome, now: datetime) -> bool:
    """Count a failure to reach the server, or forget them all when it was reached; True while it can be.

    Within a transaction.
    """
    failed = outcome.outcome == "config" or (outcome.outcome == "transient" and outcome.phase in REACHING)
    found = _known()
    if not failed:
        if found is not None and (found.failures or found.closed_until):
            _write(0, None, "")
        return True
    failures = lock(NAME) + 1
    if outcome.outcome == "config":  # a wrong setting does not mend itself
        failures = max(failures, rules.FAILURES_TO_OPEN)
    pause = rules.pause_after(failures)
    said = f"{outcome.phase}: {outcome.code or ''} {outcome.reply}".replace("  ", " ")
    _write(failures, now + pause if pause else None, said[:300])
    return pause is None


def lock(name: str) -> int:
    """Hold a row of this table until the transaction ends, so that processes wait for each other; its failures."""
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    fresh = dialect.insert(Breaker).values(name=name, failures=0, reason="")
    db.session.execute(fresh.on_conflict_do_nothing())
    held = select(Breaker.failures).where(Breaker.name == name).with_for_update()
    return int(db.session.execute(held).scalar_one())


def _write(failures: int, closed_until: datetime | None, reason: str) -> None:
    db.session.execute(
        update(Breaker)
        .where(Breaker.name == NAME)
        .values(failures=failures, closed_until=closed_until, reason=reason)
    )
