"""How a body carries out one assignment inside: who, by which day of its own, in which steps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, Versioned, reference
from tracker.handling.rules import KINDS


class Handling(Base, Versioned):
    """The person of the body an assignment was passed on to, and the body's own day for it; the body stays answerable.

    It counts while `body_id` leads the assignment: what the body before had arranged is nobody's any more.
    """

    __tablename__ = "handling"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id", index=False, unique=True)
    body_id: Mapped[int] = reference("body.id")
    person_id: Mapped[int | None] = reference("person.id", nullable=True)
    own_due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    passed_on: Mapped[date | None]
    passed_by: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for


class Step(Base, Versioned):
    """One of the body's own steps towards the result; no figure knows of it."""

    __tablename__ = "step"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id", index=False)
    position: Mapped[int]
    title: Mapped[str]
    person_id: Mapped[int | None] = reference("person.id", nullable=True)
    given_on: Mapped[date | None]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (Index("ix_step_assignment_id", "assignment_id", "position"),)


class HandlingEvent(Base):
    """A line of the assignment's history: what was arranged inside the body. Names as they were then."""

    __tablename__ = "handling_event"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    at: Mapped[datetime]
    by: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    person: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")
    day: Mapped[date | None]

    __table_args__ = (CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="kind"),)
