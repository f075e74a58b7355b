"""Reading the clock's own lines: when each job ran last."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.db import db
from tracker.scheduler.models import JobSlot


def last_runs() -> dict[str, JobSlot]:
    """Job to its latest slot."""
    newest = select(JobSlot.job, func.max(JobSlot.slot_at).label("slot_at")).group_by(JobSlot.job).subquery()
    rows = db.session.scalars(
        select(JobSlot).join(newest, (JobSlot.job == newest.c.job) & (JobSlot.slot_at == newest.c.slot_at))
    )
    return {row.job: row for row in rows}
