"""The page behind a mailed link: a body reports without a password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body
from tracker.db import Base, Id, reference


class MailedLink(Base):
    """One row per (body, mailbox, assignment). The code in the address is an HMAC of id and version, never stored."""

    __tablename__ = "mailed_link"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id")
    mailbox: Mapped[str] = mapped_column(String(200))
    assignment_id: Mapped[int] = reference("assignment.id")
    secret_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("body_id", "mailbox", "assignment_id"),)
