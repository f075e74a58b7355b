"""The ledger of who was reminded of what: automatic steps and urging by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
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
    spoken_to: Mapped[str] = mapped_column(default="", server_default="")
    letter_id: Mapped[int | None] = reference("outbox.id", nullable=True)
    batch_id: Mapped[int | None] = reference("urge_batch.id", nullable=True)

    batch: Mapped[UrgeBatch | None] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("assignment_id", "step"),)


class LetterNotice(Base):
    """What an automatic letter tells besides its tasks, so that it is told once: `review:2026-11:ahead`."""

    __tablename__ = "letter_notice"

    letter_id: Mapped[int] = reference("outbox.id", primary_key=True)
    what: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)


class Wish(Base):
    """Whether a person wants one kind of optional letter, and on which day of the week where it is weekly."""

    __tablename__ = "letter_wish"

    person_id: Mapped[int] = reference("person.id", primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    is_on: Mapped[bool]
    weekday: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("weekday BETWEEN 1 AND 5", name="weekday"),)
