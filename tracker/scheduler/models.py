"""Slots as rows: whoever inserts a slot runs it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class JobSlot(Base):
    """One run of one job at one time, on whichever machine came first."""

    __tablename__ = "job_slot"

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str]
    lease_until: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
