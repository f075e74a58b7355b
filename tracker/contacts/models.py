"""A body changes its own mailbox: asked for from a letter's link, confirmed by the new one, told to the old one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body
from tracker.db import Base, Id, Versioned, reference


class MailboxChange(Base, Versioned):
    """One wish about a body's mailboxes and what became of it. Codes in its letters are HMACs of its id, never stored.

    The new mailbox confirms, the old one may object. When a further one comes (`add`; `is_copy` only to be told) the
    main mailbox is the old one; when it goes (`remove`) the main mailbox is the new one.
    """

    __tablename__ = "mailbox_change"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id")
    assignment_id: Mapped[int] = reference("assignment.id")
    old_mailbox: Mapped[str] = mapped_column(String(200))
    new_mailbox: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(10), default="replace", server_default="replace")
    is_copy: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    objected_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(Text, default="")

    body: Mapped[Body] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("what IN ('replace', 'add', 'remove')", name="what"),
        CheckConstraint("state IN ('asked', 'confirmed', 'stopped', 'undone', 'replaced')", name="state"),
    )
