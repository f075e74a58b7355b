"""What is said about an assignment besides reports, with files and the people it is meant for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.comments.rules import SIDES
from tracker.db import Base, Id, Versioned, reference


class Comment(Base, Versioned):
    """A comment, kept as typed. `side` and `body_id` say for whom its author spoke; withdrawn, its trace stays."""

    __tablename__ = "comment"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id", index=False)
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    side: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = reference("person.id")
    author_name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint(f"side IN ({', '.join(repr(side) for side in SIDES)})", name="side"),
        Index("ix_comment_assignment", "assignment_id", "id"),
    )


class CommentFile(Base):
    """A file shown with a comment; the same one may serve reports and other comments."""

    __tablename__ = "comment_file"

    comment_id: Mapped[int] = reference("comment.id", primary_key=True)
    file_id: Mapped[int] = reference("stored_file.id", primary_key=True)


class Mention(Base):
    """A person or a body a comment names."""

    __tablename__ = "mention"

    id: Mapped[Id]
    comment_id: Mapped[int] = reference("comment.id")
    person_id: Mapped[int | None] = reference("person.id", nullable=True)
    body_id: Mapped[int | None] = reference("body.id", nullable=True)

    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (body_id IS NULL)", name="one"),)
