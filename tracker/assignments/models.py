"""One task given to one body: its state, its reports and decisions. Lateness is computed, never stored."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Computed,
    Index,
    SmallInteger,
    String,
    Text,
    and_,
    false,
    select,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.assignments.rules import OPEN, OWED, STATES
from tracker.bodies.models import Body, Post
from tracker.db import Base, Id, Versioned, reference
from tracker.directives.models import Directive
from tracker.directives.rules import ORDINARY
from tracker.files.models import StoredFile
from tracker.tasks.models import Task


def _among(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


_OWN = "NOT is_moved"
LAST = "coalesce(due_on, '9999-12-31')"


def _unique_unit(name: str, where: str, *columns: str) -> Index:
    """Unique per (task, body, post, period); NULL posts would each count as different in one plain constraint.

    What a successor took over stands beside its own: three communes made one carry a task three times, each as given.
    """
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


def _overdue_sql(cls: type[Assignment], today: date) -> ColumnElement[bool]:
    return and_(cls.is_owed.is_(True), cls.due_on < today)


class Assignment(Base, Versioned):
    """A lead assignment (phân công). `is_owed`/`is_open` are computed by the database from the state.

    `urgency` is the directive's (0 express to 3 ordinary), kept here so that the desk's order is that of an index;
    `order_on` is the due day with work without one last, on either engine.
    """

    __tablename__ = "assignment"

    id: Mapped[Id]
    task_id: Mapped[int] = reference("task.id", index=False)
    directive_id: Mapped[int] = reference("directive.id", index=False)
    body_id: Mapped[int] = reference("body.id", index=False)
    post_id: Mapped[int | None] = reference("post.id", nullable=True, index=False)
    period: Mapped[str] = mapped_column(String(20), default="")
    mode: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default="assigned")
    is_owed: Mapped[bool] = mapped_column(Boolean, Computed(_among(OWED), persisted=True))
    is_open: Mapped[bool] = mapped_column(Boolean, Computed(_among(OPEN), persisted=True))
    deadline_kind: Mapped[str] = mapped_column(String(20))
    assigned_on: Mapped[date]
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    order_on: Mapped[date] = mapped_column(Computed(LAST), nullable=True)
    received_at: Mapped[datetime | None]
    last_report_at: Mapped[datetime | None]
    reported_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    round: Mapped[int] = mapped_column(default=1)
    is_moved: Mapped[bool] = mapped_column(default=False, server_default=false())
    urgency: Mapped[int] = mapped_column(SmallInteger, default=ORDINARY, server_default=str(ORDINARY))

    demands_file: Mapped[bool] = column_property(
        select(Directive.demands_file).where(Directive.id == directive_id).scalar_subquery(), deferred=True
    )
    """Whether a report must carry a file: the directive's, read with the row where a report follows."""

    task: Mapped[Task] = relationship(lazy="raise")
    body: Mapped[Body] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    reports: Mapped[list[Report]] = relationship(
        lazy="raise", order_by="Report.id", back_populates="assignment"
    )
    decisions: Mapped[list[Decision]] = relationship(lazy="raise", order_by="Decision.id")
    coordinators: Mapped[list[Coordinator]] = relationship(lazy="raise")
    noted: Mapped[list[OnBehalf]] = relationship(lazy="raise", order_by="OnBehalf.id")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        _unique_unit("uq_assignment_body", f"post_id IS NULL AND {_OWN}", "task_id", "body_id", "period"),
        _unique_unit(
            "uq_assignment_post",
            f"post_id IS NOT NULL AND {_OWN}",
            "task_id",
            "body_id",
            "post_id",
            "period",
        ),
        CheckConstraint(_among(STATES), name="state"),
        CheckConstraint("mode IN ('giao', 'de_nghi')", name="mode"),
        Index("ix_assignment_desk", "is_owed", "mode", "due_on", "urgency", "id", "body_id"),
        Index("ix_assignment_stage", "state", "order_on", "urgency", "id", "body_id"),
        Index("ix_assignment_open", "is_open", "order_on", "urgency", "id", "body_id"),
        Index("ix_assignment_task", "task_id", "body_id"),
        Index("ix_assignment_directive", "directive_id", "body_id", "is_open"),
        Index("ix_assignment_body", "body_id", "is_open", "due_on", "id", "is_owed"),
        Index("ix_assignment_body_state", "body_id", "state", "due_on", "id"),
        Index("ix_assignment_done", "body_id", "confirmed_on", "id"),
        Index("ix_assignment_state", "state", "reported_on", "id"),
        Index("ix_assignment_silent", "is_owed", "last_report_at", "assigned_on"),
        Index(
            "ix_assignment_review",
            "confirmed_on",
            "assigned_on",
            "body_id",
            "mode",
            "deadline_kind",
            "due_on",
            "reported_on",
            "stopped_on",
            "state",
            "task_id",
            "directive_id",
        ),
    )

    def _overdue(self, today: date) -> bool:
        return self.is_owed and self.due_on is not None and self.due_on < today

    is_overdue = hybrid_method(_overdue, _overdue_sql)
    """The due day itself is in time; what waits for the office is never overdue."""


class Coordinator(Base):
    """A body that works with the lead, with a date of its own where one is given; never counted."""

    __tablename__ = "coordinator"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    body_id: Mapped[int] = reference("body.id")
    due_on: Mapped[date | None]

    body: Mapped[Body] = relationship(lazy="raise")


class Report(Base):
    """What a body said of its work, when, and in whose name. Withdrawn reports stay."""

    __tablename__ = "report"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    round: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    state_before: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    result_number: Mapped[str] = mapped_column(default="")
    result_on: Mapped[date | None]
    via: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    reported_at: Mapped[datetime]
    reporter_id: Mapped[int | None] = reference("person.id", nullable=True)
    reporter_name: Mapped[str]
    withdrawn_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship(lazy="raise", back_populates="reports")
    files: Mapped[list[StoredFile]] = relationship(lazy="raise", secondary="evidence")

    __table_args__ = (
        CheckConstraint("status IN ('doing', 'done', 'difficulty')", name="status"),
        CheckConstraint("via IN ('web', 'link', 'office')", name="via"),
    )


class OnBehalf(Base):
    """What the office wrote down for a body: who told it, by which way, on which day, and the paper where there is one.

    `deed` is accept, report or withdraw; `report_id` names the report made or taken back.
    """

    __tablename__ = "on_behalf"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    report_id: Mapped[int | None] = reference("report.id", nullable=True)
    deed: Mapped[str] = mapped_column(String(12))
    told_by: Mapped[str]
    channel: Mapped[str] = mapped_column(String(12))
    told_on: Mapped[date]
    document: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("deed IN ('accept', 'report', 'withdraw')", name="deed"),
        CheckConstraint("channel IN ('phone', 'paper', 'person')", name="channel"),
    )


class Evidence(Base):
    """A file shown with a report; one file may serve several."""

    __tablename__ = "evidence"

    report_id: Mapped[int] = reference("report.id", primary_key=True)
    file_id: Mapped[int] = reference("stored_file.id", primary_key=True)


class Decision(Base):
    """A step of an assignment that carries a reason: decided by the office or a leader, or a body's objection.

    `document` carries the leader's decision, `state_before` is where the assignment stood.
    """

    __tablename__ = "decision"

    id: Mapped[Id]
    assignment_id: Mapped[int] = reference("assignment.id")
    verb: Mapped[str] = mapped_column(String(20))
    round: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(default="")
    state_before: Mapped[str] = mapped_column(String(20), default="")
    day: Mapped[date]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]

    __table_args__ = (Index("ix_decision_day", "verb", "day"),)
