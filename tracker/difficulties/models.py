"""An obstacle reported on an assignment, who else has met it, and the answer given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.assignments.models import Assignment
from tracker.db import Base, Id, Versioned, reference


class Difficulty(Base, Versioned):
    """What stands in the way, who is asked to solve it, and the office's answer."""

    __tablename__ = "difficulty"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    report_id: Mapped[int] = reference("report.id")
    what: Mapped[str] = mapped_column(Text)
    asked_of: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    raised_on: Mapped[date]
    level: Mapped[str] = mapped_column(default="office")
    answer_due_on: Mapped[date | None]
    passed_at: Mapped[datetime | None]
    passed_by: Mapped[str] = mapped_column(default="")
    passed_note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        Index("ix_difficulty_open", "answered_at", "raised_on"),
        CheckConstraint("level IN ('office', 'leader')", name="level"),
    )


class SharedDifficulty(Base):
    """Another body with the same task has met the same obstacle ("cũng gặp") and gets the answer too."""

    __tablename__ = "shared_difficulty"

    id: Mapped[Id]
    difficulty_id: Mapped[int] = reference("difficulty.id")
    assignment_id: Mapped[int] = reference("assignment.id")
    said_by: Mapped[str]
    said_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("difficulty_id", "assignment_id"),)
