"""What a person is told on the screen: the rows behind the bell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference

UNREAD = text("read_at IS NULL")


class Notice(Base):
    """A comment names this person; without one a file is ready for them, at `url`, or (no `url`) their body works no
    longer on a task with its leads. Read when opened or said to be read."""

    __tablename__ = "notice"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("person.id", index=False)
    comment_id: Mapped[int | None] = reference("comment.id", index=False, nullable=True)
    said: Mapped[str] = mapped_column(default="", server_default="")
    url: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )
