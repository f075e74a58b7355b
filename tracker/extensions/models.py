"""A request to move a due day and the decision on it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.assignments.models import Assignment
from tracker.db import Base, Id, Versioned, reference


class Extension(Base, Versioned):
    """Asked by the body before the due day; decided by the leader, recorded by him or the office (decision 15)."""

    __tablename__ = "extension"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id", index=False)
    state: Mapped[str] = mapped_column(String(10), default="asked")
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decision_note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(default="")

    assignment: Mapped[Assignment] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'granted', 'refused')", name="state"),
        Index("ix_extension_assignment", "assignment_id", "state"),
        Index("ix_extension_state", "state", "asked_at"),
        Index("ix_extension_decided", "state", "decided_at"),
    )
