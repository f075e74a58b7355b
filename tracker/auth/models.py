"""Sessions, one-time secrets and counters of attempts. Secrets are stored as SHA-256 only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, reference
from tracker.people.models import Person


class UserSession(Base):
    """A signed-in browser. The cookie holds the random id, this row its hash."""

    __tablename__ = "user_session"

    id: Mapped[Id]
    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = reference("person.id")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    reauth_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ip: Mapped[str]
    agent: Mapped[str]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class OneTimeSecret(Base):
    """A link or code that works once, for one purpose: first password, reset, sign-in code."""

    __tablename__ = "one_time_secret"

    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    person_id: Mapped[int] = reference("person.id")
    browser_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(lazy="raise")


class RateCount(Base):
    """How often something was asked in a fixed window; counted by one upsert, shared by all processes."""

    __tablename__ = "rate_count"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    n: Mapped[int]
