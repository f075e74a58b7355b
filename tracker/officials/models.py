"""Who of the office follows a body or a directive (chuyên viên theo dõi)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from tracker.bodies.models import Body
from tracker.db import Base, Id, Versioned, reference
from tracker.directives.models import Directive
from tracker.people.models import Person


class Official(Base, Versioned):
    """One body's or one directive's official; `person_id` None once nobody is. The row stays, for its version."""

    __tablename__ = "official"

    id: Mapped[Id]
    person_id: Mapped[int | None] = reference("person.id", nullable=True)
    body_id: Mapped[int | None] = reference("body.id", nullable=True, index=False)
    directive_id: Mapped[int | None] = reference("directive.id", nullable=True, index=False)

    person: Mapped[Person | None] = relationship(lazy="raise")
    body: Mapped[Body | None] = relationship(lazy="raise")
    directive: Mapped[Directive | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("(body_id IS NULL) <> (directive_id IS NULL)", name="one_thing"),
        UniqueConstraint("body_id"),
        UniqueConstraint("directive_id"),
    )
