"""Absences: who is away from when to when, and who stands in for them in one place."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, and_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.bodies.models import Body
from tracker.db import Base, Id, reference
from tracker.people.models import Person


def _running_sql(cls: type[Absence], day: date) -> ColumnElement[bool]:
    return and_(cls.first_on <= day, cls.last_on >= day, cls.ended_at.is_(None))


class Absence(Base):
    """From `first_on` to `last_on`, both included, `deputy` stands in for `person`; over by itself.

    The place is a body both work for, or (`body_id` None) the side of office and leaders. `may_decide`: a leader
    has lent the right to decide.
    """

    __tablename__ = "absence"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("person.id")
    deputy_id: Mapped[int] = reference("person.id")
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    may_decide: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    deputy: Mapped[Person] = relationship(lazy="raise", foreign_keys=[deputy_id])
    body: Mapped[Body | None] = relationship(lazy="raise")

    def _running(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on and self.ended_at is None

    is_running_on = hybrid_method(_running, _running_sql)

    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("person_id <> deputy_id", name="deputy"),
    )
