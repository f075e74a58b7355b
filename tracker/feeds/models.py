"""The address of a calendar of due days: one for a person, one for a body, revocable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference


class Feed(Base):
    """One row per person or body. The code in the address is an HMAC of id and version, never stored."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    person_id: Mapped[int | None] = reference("person.id", nullable=True, unique=True)
    body_id: Mapped[int | None] = reference("body.id", nullable=True, unique=True)
    secret_version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (body_id IS NULL)", name="owner"),)
