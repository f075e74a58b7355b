"""Work the office puts before a leader (trình lãnh đạo), and what the leader says to each of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.assignments.models import Assignment
from tracker.db import Base, Id, reference
from tracker.people.models import Person
from tracker.submissions.rules import ANSWERS

WAITING = text("answer = '' AND withdrawn_at IS NULL")
_KNOWN = ", ".join(repr(answer) for answer in ("", *ANSWERS))


class Submission(Base):
    """One page before one leader: what the office proposes, and for which work."""

    __tablename__ = "submission"

    id: Mapped[Id]
    leader_id: Mapped[int] = reference("person.id")
    proposal: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str]
    made_at: Mapped[datetime]

    leader: Mapped[Person] = relationship(lazy="raise")


class SubmittedWork(Base):
    """One assignment on such a page; the leader answers once, the office may take back what has no answer."""

    __tablename__ = "submitted_work"

    submission_id: Mapped[int] = reference("submission.id", primary_key=True, index=False)
    assignment_id: Mapped[int] = reference("assignment.id", primary_key=True)
    answer: Mapped[str] = mapped_column(String(10), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint(f"answer IN ({_KNOWN})", name="answer"),
        Index("ix_submitted_work_waiting", "submission_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )
