"""What a directive demands, and of whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Float, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body, BodyGroup, Post
from tracker.db import Base, Id, Versioned, reference
from tracker.directives.models import Directive, Target
from tracker.tasks.rules import DEADLINE_KINDS

KINDS = ", ".join(f"'{kind}'" for kind in DEADLINE_KINDS)


class Task(Base, Versioned):
    """One task (nhiệm vụ). In a draft it is proposed, accepted or dropped; issuing takes what is not dropped.

    `serves_id` is the upper task it helps to carry out, of another directive of the register.
    `was_state` is where an issued one stood in the draft, for the way back when the whole issue is recalled.
    `is_gone` is a dropped one that another took in or whose making was undone: shown nowhere, kept for the way back.
    """

    __tablename__ = "task"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id", index=False)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="proposed")
    was_state: Mapped[str] = mapped_column(String(20), default="", server_default="")
    is_gone: Mapped[bool] = mapped_column(default=False)
    section: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    start: Mapped[int | None]
    end: Mapped[int | None]
    verb: Mapped[str] = mapped_column(default="")
    deadline_kind: Mapped[str] = mapped_column(String(20), default="none")
    due_on: Mapped[date | None]
    deadline_phrase: Mapped[str] = mapped_column(default="")
    recurrence: Mapped[str] = mapped_column(String(20), default="")
    expected_output: Mapped[str] = mapped_column(default="Báo cáo kết quả")
    confidence: Mapped[float | None] = mapped_column(Float)
    target_id: Mapped[int | None] = reference("target.id", nullable=True)
    folded: Mapped[str] = mapped_column(Text, default="")
    serves_id: Mapped[int | None] = reference("task.id", nullable=True)

    directive: Mapped[Directive] = relationship(lazy="raise")
    addressees: Mapped[list[Addressee]] = relationship(lazy="raise", order_by="Addressee.position")
    target: Mapped[Target | None] = relationship(lazy="raise")
    serves: Mapped[Task | None] = relationship(lazy="raise", remote_side="Task.id")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'accepted', 'dropped', 'issued')", name="state"),
        CheckConstraint(f"deadline_kind IN ({KINDS})", name="deadline_kind"),
        Index("ix_task_directive", "directive_id", "position"),
    )


class Addressee(Base):
    """Who a task goes to, as the text says it and as the register knows it (a body, a group or a post)."""

    __tablename__ = "addressee"

    id: Mapped[Id]
    task_id: Mapped[int] = reference("task.id")
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(String(20), default="lead")
    words: Mapped[str] = mapped_column(default="")
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    group_id: Mapped[int | None] = reference("body_group.id", nullable=True)
    post_id: Mapped[int | None] = reference("post.id", nullable=True)
    due_on: Mapped[date | None]

    body: Mapped[Body | None] = relationship(lazy="raise")
    group: Mapped[BodyGroup | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")

    __table_args__ = (CheckConstraint("role IN ('lead', 'coordinating')", name="role"),)

    @property
    def is_known(self) -> bool:
        """Whether the register knows whom the words mean."""
        return self.body_id is not None or self.group_id is not None
