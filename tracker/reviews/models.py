"""The monthly review: a period, its frozen snapshots, and what was said about each section."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, Versioned, reference
from tracker.files.models import StoredFile
from tracker.reviews.rules import Span, span


class Period(Base, Versioned):
    """A review period, named by the month of its cut: `2026-11` is 15/10 to 14/11 (decision 13)."""

    __tablename__ = "period"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(20), unique=True)
    first_on: Mapped[date]
    cut_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    snapshot_number: Mapped[int | None]

    snapshots: Mapped[list[Snapshot]] = relationship(lazy="raise", order_by="Snapshot.number")
    remarks: Mapped[list[Remark]] = relationship(lazy="raise")
    conclusions: Mapped[list[Conclusion]] = relationship(lazy="raise", order_by="Conclusion.id")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    @property
    def days(self) -> Span:
        """Its days as it was opened, whatever a month's first day is now."""
        named = span(self.name)
        return Span(self.name, self.first_on, self.cut_on, named.given_to if named else None)


class Snapshot(Base):
    """Frozen figures: canonical JSON and its SHA-256. Never changed; a correction makes the next number.

    `figures` holds what the page shows first (read once, `queries/shown.py`) and the fingerprints of `annex` (every
    overdue task and counted assignment, read for exports and lists only) and of `parts` (its further sections, read
    when asked for); `total` is the grand total for the index of periods.
    """

    __tablename__ = "snapshot"

    id: Mapped[Id]
    period_id: Mapped[int] = reference("period.id")
    number: Mapped[int]
    total: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    signer_name: Mapped[str]
    signer_position: Mapped[str]
    authority_lines: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    # last: SQLite reads through a row's long texts to reach what stands behind them
    figures: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    annex: Mapped[str] = mapped_column(Text, deferred=True, deferred_raiseload=True)
    parts: Mapped[str] = mapped_column(
        Text, default="", server_default="", deferred=True, deferred_raiseload=True
    )

    __table_args__ = (UniqueConstraint("period_id", "number"),)


class SignedCopy(Base):
    """The signed paper of one version, scanned: a file as it came, with its SHA-256. Another is added beside it."""

    __tablename__ = "signed_copy"

    id: Mapped[Id]
    period_id: Mapped[int] = reference("period.id")
    number: Mapped[int]
    file_id: Mapped[int] = reference("stored_file.id")
    sha256: Mapped[str] = mapped_column(String(64))
    by: Mapped[str]
    at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")


class Remark(Base, Versioned):
    """The office's or a leader's words on one section of a review."""

    __tablename__ = "remark"

    id: Mapped[Id]
    period_id: Mapped[int] = reference("period.id")
    section: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (UniqueConstraint("period_id", "section"),)


class Conclusion(Base, Versioned):
    """One line of what the meeting concluded; `task_id` once it has been given out as a task."""

    __tablename__ = "conclusion"

    id: Mapped[Id]
    period_id: Mapped[int] = reference("period.id")
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime]
    task_id: Mapped[int | None] = reference("task.id", nullable=True)

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
