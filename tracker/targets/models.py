"""What each body is to reach of a target, what it says it has reached, and how plans were revised."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Float, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body
from tracker.db import Base, Id, Versioned, reference
from tracker.directives.models import Target


class TargetShare(Base, Versioned):
    """One body's part of a target. `actual` and `measured_on` are those of its latest measure; `moved_on` is the day
    the part went to the body's successor, from which on it counts there; `begun_on` the day it came to one first."""

    __tablename__ = "target_share"

    id: Mapped[Id]
    target_id: Mapped[int] = reference("target.id", index=False)
    body_id: Mapped[int] = reference("body.id")
    planned: Mapped[float] = mapped_column(Float)
    actual: Mapped[float | None] = mapped_column(Float)
    measured_on: Mapped[date | None]
    moved_on: Mapped[date | None]
    begun_on: Mapped[date | None]

    target: Mapped[Target] = relationship(lazy="raise")
    body: Mapped[Body] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (UniqueConstraint("target_id", "body_id"),)


class Measure(Base):
    """What a body has reached by a day, as it says itself. Never changed: a correction is another of the same day."""

    __tablename__ = "measure"

    id: Mapped[Id]
    share_id: Mapped[int] = reference("target_share.id", index=False)
    day: Mapped[date]
    actual: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime]
    said_by: Mapped[str]

    __table_args__ = (Index("ix_measure_share", "share_id", "day", "id"),)


class Revision(Base):
    """A plan changed: of the whole target, or of one body's share. Never changed itself."""

    __tablename__ = "target_revision"

    id: Mapped[Id]
    target_id: Mapped[int] = reference("target.id")
    share_id: Mapped[int | None] = reference("target_share.id", nullable=True)
    day: Mapped[date]
    old: Mapped[float | None] = mapped_column(Float)
    new: Mapped[float] = mapped_column(Float)
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    share: Mapped[TargetShare | None] = relationship(lazy="raise")


class ShareMove(Base):
    """A body's part went to its successor's with the plan and the figure it had; from `day` on it counts there."""

    __tablename__ = "share_move"

    id: Mapped[Id]
    reform_id: Mapped[int] = reference("reform.id")
    from_id: Mapped[int] = reference("target_share.id", index=False)
    to_id: Mapped[int] = reference("target_share.id")
    day: Mapped[date]
    planned: Mapped[float] = mapped_column(Float)
    actual: Mapped[float | None] = mapped_column(Float)

    __table_args__ = (UniqueConstraint("from_id"),)
