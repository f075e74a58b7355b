"""Days that differ from the ordinary week."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base
from tracker.settings.rules import version_of


class CalendarDay(Base):
    """A holiday or substitute day off, or a weekend day that is worked."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str]
    source: Mapped[str]

    @property
    def version(self) -> int:
        """Of what a form was filled from; 0 is a day that is not in the table."""
        return version_of({"is_working": self.is_working, "name": self.name, "source": self.source})

    __table_args__ = (CheckConstraint("name <> ''", name="named"),)
