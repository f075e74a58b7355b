"""Changes of bodies from a day on: what became of whom, and the assignments that moved with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference
from tracker.reforms.rules import KINDS

_KNOWN = ", ".join(repr(kind) for kind in KINDS)


class Reform(Base):
    """One change of the register with a day and the document that orders it. Never changed afterwards."""

    __tablename__ = "reform"

    id: Mapped[Id]
    kind: Mapped[str]
    day: Mapped[date]
    document: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    moved: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint(f"kind IN ({_KNOWN})", name="kind"),
        Index("ix_reform_day", "day", "id"),
    )


PLAN_STATES = ("planned", "done", "failed", "called_off")


class ReformPlan(Base):
    """A change whose day is still to come: `facts` are what the verb will be told; the clock does it on the day.

    `title` names the bodies that change, as they were called when it was planned.
    """

    __tablename__ = "reform_plan"

    id: Mapped[Id]
    kind: Mapped[str]
    day: Mapped[date]
    title: Mapped[str]
    document: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="planned")
    problem: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_id: Mapped[int | None] = reference("person.id", nullable=True)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    reform_id: Mapped[int | None] = reference("reform.id", nullable=True)

    __table_args__ = (
        CheckConstraint(f"kind IN ({_KNOWN})", name="kind"),
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in PLAN_STATES)})", name="state"),
        Index("ix_reform_plan_state", "state", "day"),
    )


class Succession(Base):
    """`old` is now `new`, at once or (`is_direct` false) by way of others in between: the chain, written out.

    Without `new` the old body is no more and nobody succeeds it.
    """

    __tablename__ = "succession"

    id: Mapped[Id]
    reform_id: Mapped[int] = reference("reform.id")
    old_id: Mapped[int] = reference("body.id", index=False)
    new_id: Mapped[int | None] = reference("body.id", nullable=True)
    day: Mapped[date]
    is_direct: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (UniqueConstraint("old_id", "new_id"),)


class AssignmentMove(Base):
    """An assignment went from one body to its successor: before `day` it counts for the old one."""

    __tablename__ = "assignment_move"

    id: Mapped[Id]
    reform_id: Mapped[int] = reference("reform.id")
    assignment_id: Mapped[int] = reference("assignment.id", index=False)
    from_id: Mapped[int] = reference("body.id")
    to_id: Mapped[int] = reference("body.id")
    day: Mapped[date]

    __table_args__ = (
        Index("ix_assignment_move_work", "assignment_id", "day"),
        Index("ix_assignment_move_day", "day"),
    )
