"""Bodies as a dated tree of any depth; types are data; groups resolve on a date."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, and_, or_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from tracker.db import Base, Id, Versioned, reference


def _valid_sql(cls: type[Dated], day: date) -> ColumnElement[bool]:
    return and_(cls.valid_from <= day, or_(cls.valid_to.is_(None), cls.valid_to > day))


class Dated:
    """Valid from a day (inclusive) until a day (exclusive); an open end is None."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def _valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    is_valid_on = hybrid_method(_valid, _valid_sql)


class BodyType(Base):
    """A kind of body: commune, department, Front… `mode` decides whether it is given work or asked (decision 6)."""

    __tablename__ = "body_type"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    position: Mapped[int]
    mode: Mapped[str] = mapped_column(default="giao")

    __table_args__ = (CheckConstraint("mode IN ('giao', 'de_nghi')", name="mode"),)


class Body(Base, Dated, Versioned):
    """An agency, a commune, an organisation: whoever can be given a task."""

    __tablename__ = "body"

    id: Mapped[Id]
    code: Mapped[str | None] = mapped_column(String(35), unique=True)
    name: Mapped[str]
    type_id: Mapped[int] = reference("body_type.id")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str]
    folded: Mapped[str]

    type: Mapped[BodyType] = relationship(lazy="raise")
    aliases: Mapped[list[BodyAlias]] = relationship(lazy="raise", back_populates="body")
    mailboxes: Mapped[list[BodyMailbox]] = relationship(lazy="raise", order_by="BodyMailbox.id")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (Index("ix_body_sort", "sort_key"),)


class BodyMailbox(Base):
    """A mailbox of a body besides its main one (`Body.email`): with links of its own, or only to be told (`is_copy`).

    Addresses are kept in lower case. Several bodies may share one.
    """

    __tablename__ = "body_mailbox"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id", index=False)
    address: Mapped[str] = mapped_column(String(200))
    is_copy: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("body_id", "address"),)


class BodyPlace(Base, Dated):
    """Where a body stands in the tree, from a day on."""

    __tablename__ = "body_place"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id")
    parent_id: Mapped[int] = reference("body.id")


class BodyAlias(Base):
    """Another name a text may use for a body; `key` is `vietnamese.name_key(alias)`."""

    __tablename__ = "body_alias"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id")
    alias: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)

    body: Mapped[Body] = relationship(lazy="raise", back_populates="aliases")

    __table_args__ = (UniqueConstraint("body_id", "key"),)


class BodyGroup(Base):
    """ "UBND các xã", "các thành viên BCĐ": every body of a type, or a dated list, on the day asked."""

    __tablename__ = "body_group"

    id: Mapped[Id]
    name: Mapped[str]
    type_id: Mapped[int | None] = reference("body_type.id", nullable=True)
    sort_key: Mapped[str]

    aliases: Mapped[list[GroupAlias]] = relationship(lazy="raise")


class GroupAlias(Base):
    """Another name a text may use for a group."""

    __tablename__ = "group_alias"

    id: Mapped[Id]
    group_id: Mapped[int] = reference("body_group.id")
    alias: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)


class Post(Base):
    """An office a person holds in a body: head, focal officer, member of the committee."""

    __tablename__ = "post"

    id: Mapped[Id]
    body_id: Mapped[int] = reference("body.id")
    title: Mapped[str]
    is_head: Mapped[bool] = mapped_column(default=False)

    body: Mapped[Body] = relationship(lazy="raise")


class GroupMember(Base, Dated):
    """A body (or one post in it) that belongs to a listed group from a day on."""

    __tablename__ = "group_member"

    id: Mapped[Id]
    group_id: Mapped[int] = reference("body_group.id")
    body_id: Mapped[int] = reference("body.id")
    post_id: Mapped[int | None] = reference("post.id", nullable=True)
