"""Slots: one row a run. Whoever inserts the row runs it; a run that was cut short is taken over when its lease ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.db import db, transaction
from tracker.outbox.models import Heartbeat
from tracker.scheduler.models import JobSlot

LEASE = timedelta(minutes=10)
AGAIN = timedelta(minutes=5)  # a run that failed is tried once more after this


def take(job: str, slot_at: datetime, owner: str) -> bool:
    """Whether this process is to run the slot: it came first, or the one before it did not finish in time."""
    known = db.session.execute(
        select(JobSlot.state, JobSlot.lease_until).where(JobSlot.job == job, JobSlot.slot_at == slot_at)
    ).one_or_none()
    if known is not None and known.state == "done":
        return False
    with transaction() as session:
        now = clock.database_now(session)
        facts: dict[str, Any] = {
            "state": "running",
            "owner": owner,
            "lease_until": now + LEASE,
            "started_at": now,
        }
        statement = _dialect().insert(JobSlot).values(job=job, slot_at=slot_at, **facts)
        if session.scalar(statement.on_conflict_do_nothing().returning(JobSlot.job)):
            return True
        stale = update(JobSlot).where(
            JobSlot.job == job,
            JobSlot.slot_at == slot_at,
            JobSlot.state.in_(("running", "failed")),
            JobSlot.lease_until <= now,
        )
        return bool(session.scalar(stale.values(**facts).returning(JobSlot.job)))


def hold(job: str, slot_at: datetime, owner: str) -> None:
    """Lengthen the lease of a run that takes long."""
    with transaction() as session:
        now = clock.database_now(session)
        mine = update(JobSlot).where(JobSlot.job == job, JobSlot.slot_at == slot_at, JobSlot.owner == owner)
        session.execute(mine.values(lease_until=now + LEASE))


def finish(job: str, slot_at: datetime, owner: str, result: dict[str, Any], *, failed: bool = False) -> None:
    """Write the end line of a run; only its owner may."""
    with transaction() as session:
        now = clock.database_now(session)
        session.execute(
            update(JobSlot)
            .where(JobSlot.job == job, JobSlot.slot_at == slot_at, JobSlot.owner == owner)
            .values(
                state="failed" if failed else "done",
                finished_at=now,
                result=result,
                lease_until=now + AGAIN if failed else now,
            )
        )


def beat(node: str, role: str, error: str = "") -> None:
    """Say that a process is alive, and what went wrong in its last round."""
    with transaction() as session:
        now = clock.database_now(session)
        statement = _dialect().insert(Heartbeat).values(node=node, role=role, at=now, last_error=error[:300])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["node", "role"], set_={"at": now, "last_error": error[:300]}
            )
        )


def _dialect() -> Any:
    return sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
