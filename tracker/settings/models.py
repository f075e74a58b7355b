"""Office rules and the authority's own facts: rows, so that a change is audited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base


class Setting(Base):
    """One stated rule; a rule without a row has the default of `rules.OfficeRules`."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]
