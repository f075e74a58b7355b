"""Views of the desk somebody has saved, and the one a person begins with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, Versioned, reference
from tracker.people.models import Person


class SavedView(Base, Versioned):
    """A name for an address of the desk, shared by all who see it; `query` is what the desk writes into the address."""

    __tablename__ = "saved_view"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = reference("person.id")
    saved_at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for


class FirstView(Base):
    """The saved view a person comes to after signing in."""

    __tablename__ = "first_view"

    person_id: Mapped[int] = reference("person.id", primary_key=True, index=False)
    view_id: Mapped[int] = reference("saved_view.id")
