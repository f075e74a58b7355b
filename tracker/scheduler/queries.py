"""Reading the clock's own lines: when each job ran last, and which processes are alive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db
from tracker.scheduler.models import Heartbeat, JobSlot


def last_runs() -> dict[str, JobSlot]:
    """Job to its latest slot."""
    newest = select(JobSlot.job, func.max(JobSlot.slot_at).label("slot_at")).group_by(JobSlot.job).subquery()
    rows = db.session.scalars(
        select(JobSlot).join(newest, (JobSlot.job == newest.c.job) & (JobSlot.slot_at == newest.c.slot_at))
    )
    return {row.job: row for row in rows}


def recent_runs(limit: int = 50) -> Sequence[JobSlot]:
    """The latest slots of all jobs, newest first."""
    return db.session.scalars(select(JobSlot).order_by(JobSlot.slot_at.desc()).limit(limit)).all()


def last_heartbeat(role: str = "jobs") -> datetime | None:
    """When a process of this kind last said it was alive, on any machine."""
    return db.session.scalar(select(func.max(Heartbeat.at)).where(Heartbeat.role == role))


def heartbeats() -> Sequence[Heartbeat]:
    """Every known process, the latest sign of life first."""
    return db.session.scalars(select(Heartbeat).order_by(Heartbeat.at.desc()).limit(50)).all()
