"""Months counted ahead of time: the dashboard's line over a year never counts a year while somebody waits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class KeptMonth(Base):
    """The grand total of one ended period that is not closed, as it stood when it was counted.

    With `first_on`, of the running period what was finished from that day to `cut_on`: whatever changes any of that
    work takes the row away (triggers of migration 0031), so what is here is true.
    """

    __tablename__ = "kept_month"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    first_on: Mapped[date | None]
    cut_on: Mapped[date]
    total: Mapped[str] = mapped_column(Text)
    counted_at: Mapped[datetime]
