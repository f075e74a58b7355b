"""Months counted ahead of time: the dashboard's line over a year never counts a year while somebody waits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class KeptMonth(Base):
    """The grand total of one ended period that is not closed, as it stood when it was counted."""

    __tablename__ = "kept_month"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    cut_on: Mapped[date]
    total: Mapped[str] = mapped_column(Text)
    counted_at: Mapped[datetime]
