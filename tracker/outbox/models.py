"""Letters as rows: queued with the deed they report, claimed with a lease, marked before the body is handed over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import KEY, Base, Id, reference

STATES = ("pending", "sending", "sent", "held", "dead", "cancelled", "expired")
OUTCOMES = ("accepted", "transient", "permanent", "config", "not_sent", "unknown", "fenced")


def _among(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Letter(Base):
    """One letter to one mailbox. Same key, same letter; the text is evidence and holds no link secret."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    assignment_id: Mapped[int | None] = mapped_column(KEY, index=True)
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    batch_id: Mapped[int | None] = mapped_column(KEY, index=True)
    to_addr: Mapped[str]
    to_name: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    thread_id: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(12), default="pending")
    is_deadline: Mapped[bool] = mapped_column(default=False)
    is_optional: Mapped[bool] = mapped_column(default=False, server_default=false())
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    lease_no: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_class: Mapped[str] = mapped_column(String(12), default="")
    last_reply: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(_among("state", STATES), name="state"),
        CheckConstraint("(state = 'sending') = (lease_owner IS NOT NULL)", name="lease"),
        Index(
            "ix_outbox_due",
            "next_try_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_lease",
            "lease_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index("ix_outbox_mailbox", "to_addr", "due_at"),
        Index("ix_outbox_state", "state", "id"),
        Index(
            "ix_outbox_unknown",
            "id",
            sqlite_where=text("unknowns > 0"),
            postgresql_where=text("unknowns > 0"),
        ),
    )


class Attempt(Base):
    """One try at sending. `data_at` is committed just before the first byte of the body: the marker."""

    __tablename__ = "outbox_attempt"

    id: Mapped[Id]
    outbox_id: Mapped[int] = reference("outbox.id", index=False)
    n: Mapped[int]
    owner: Mapped[str]
    lease_no: Mapped[int]
    started_at: Mapped[datetime]
    data_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    phase: Mapped[str] = mapped_column(String(12), default="")
    code: Mapped[int | None]
    reply: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("outbox_id", "n"),
        CheckConstraint(_among("outcome", OUTCOMES), name="outcome"),
    )


class LetterAssignment(Base):
    """Which assignments a letter speaks of, so that each of them can show it."""

    __tablename__ = "letter_assignment"

    letter_id: Mapped[int] = reference("outbox.id", primary_key=True)
    assignment_id: Mapped[int] = mapped_column(KEY, primary_key=True, index=True)
    step: Mapped[str] = mapped_column(
        String(60), default="", server_default=""
    )  # of the ladder, told by this letter


class Breaker(Base):
    """The mail server's state of health: after five failures in a row nothing is tried for a while."""

    __tablename__ = "breaker"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    closed_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class Heartbeat(Base):
    """When a process last said it was alive."""

    __tablename__ = "heartbeat"

    node: Mapped[str] = mapped_column(String(120), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(default="")
