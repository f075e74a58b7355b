"""Append-only lines of who did what, each chained to the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import KEY, Base, Id


class AuditLine(Base):
    """One deed. `mac` = HMAC-SHA-256 over the line before and every field of this one.

    `via` is the way in, `on_behalf_of` whose deputy did it; lines from before they were kept say nothing.
    """

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    request_id: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(KEY)
    actor_label: Mapped[str]
    verb: Mapped[str]
    thing: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reason: Mapped[str | None]
    via: Mapped[str | None]
    on_behalf_of: Mapped[str | None]
    prev: Mapped[bytes] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_audit_thing", "thing", "seq"),)


class AuditHead(Base):
    """Where the chain ends; locking this one row is what puts audited writes in line."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(KEY)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("id = 1", name="single"),)


class RequestOnce(Base):
    """A form's token, spent. Kept 48 hours."""

    __tablename__ = "request_once"

    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    verb: Mapped[str] = mapped_column(String(60), primary_key=True)
    answer_id: Mapped[int | None] = mapped_column(KEY)
    at: Mapped[datetime] = mapped_column(index=True)


class SecurityEvent(Base):
    """Refused and failed attempts: no chain, so that a storm of guesses cannot hold up the office."""

    __tablename__ = "security_event"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(KEY)
    ip: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
