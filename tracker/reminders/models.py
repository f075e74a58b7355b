"""The ledger of who was reminded of what: automatic steps and urging by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, reference


class UrgeBatch(Base):
    """One press of [Gửi nhắc]: who, when, with which opening sentence."""

    __tablename__ = "urge_batch"

    id: Mapped[Id]
    sent_by_id: Mapped[int | None] = reference("person.id", nullable=True)
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    opening: Mapped[str] = mapped_column(Text, default="")
    letters: Mapped[int] = mapped_column(default=0)
    assignments: Mapped[int] = mapped_column(default=0)


class Reminder(Base):
    """One assignment, one step, once: by letter (automatic or by hand) or by telephone."""

    __tablename__ = "reminder"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id", index=False)
    step: Mapped[str] = mapped_column(String(60))
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    letter_id: Mapped[int | None] = reference("outbox.id", nullable=True)
    batch_id: Mapped[int | None] = reference("urge_batch.id", nullable=True)

    batch: Mapped[UrgeBatch | None] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("assignment_id", "step"),)
