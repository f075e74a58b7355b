"""People: who may sign in, for which bodies, and which posts they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body, Dated, Post
from tracker.db import Base, Id, Versioned, reference


class Person(Base, Versioned):
    """An official with (perhaps) an account. One account, one person."""

    __tablename__ = "person"

    id: Mapped[Id]
    name: Mapped[str]
    login: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    phone: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    language: Mapped[str | None]
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    is_enabled: Mapped[bool] = mapped_column(default=True)
    locked_until: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(index=True)
    folded: Mapped[str]
    created_at: Mapped[datetime]
    is_mailed_mentions: Mapped[bool] = mapped_column(default=True, server_default=true())
    keys: Mapped[str] = mapped_column(String(4), default="auto", server_default="auto")

    memberships: Mapped[list[Membership]] = relationship(
        lazy="raise", back_populates="person", foreign_keys="Membership.person_id"
    )

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("role IN ('office', 'leader', 'officer', 'auditor', 'admin')", name="role"),
        CheckConstraint("keys IN ('auto', 'on', 'off')", name="keys"),
    )


class Membership(Base, Dated):
    """A person works for a body from a day on; an officer sees the work of these bodies.

    `successor_id`: who carries on what the person had in hand there.
    """

    __tablename__ = "membership"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("person.id")
    body_id: Mapped[int] = reference("body.id")
    is_focal: Mapped[bool] = mapped_column(default=False)
    successor_id: Mapped[int | None] = reference("person.id", nullable=True)

    person: Mapped[Person] = relationship(
        lazy="raise", back_populates="memberships", foreign_keys="Membership.person_id"
    )
    body: Mapped[Body] = relationship(lazy="raise")


class PostHolding(Base, Dated):
    """A person holds a post from a day on."""

    __tablename__ = "post_holding"

    id: Mapped[Id]
    post_id: Mapped[int] = reference("post.id")
    person_id: Mapped[int] = reference("person.id")
    successor_id: Mapped[int | None] = reference("person.id", nullable=True)

    post: Mapped[Post] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys="PostHolding.person_id")
