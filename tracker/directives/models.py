"""The document: its number, date, issuer, text and file, and what it cites. A draft is a directive not yet issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, Versioned, reference
from tracker.directives.rules import RELATIONS, percent_disagrees
from tracker.files.models import StoredFile


class Directive(Base, Versioned):
    """A directive (văn bản chỉ đạo), ours or a superior's, or an oral conclusion typed by hand.

    Issued, it may be recalled until `recall_until`, when the letters leave; each time it is issued anew is a round.
    `ending` says how an issued one came to its end (withdrawn, replaced), "" while it stands.
    """

    __tablename__ = "directive"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    origin: Mapped[str] = mapped_column(String(20), default="own")
    kind: Mapped[str] = mapped_column(String(30), default="cong_van")
    number: Mapped[str] = mapped_column(String(80), default="")
    number_key: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date | None]
    issued_month: Mapped[str] = mapped_column(String(7), default="")
    issuer: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    signer_name: Mapped[str] = mapped_column(default="")
    signer_position: Mapped[str] = mapped_column(default="")
    urgency: Mapped[str] = mapped_column(String(20), default="thuong")
    text: Mapped[str] = mapped_column(Text, default="")
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    recipients: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_machine_read: Mapped[bool] = mapped_column(default=False)
    demands_sign_in: Mapped[bool] = mapped_column(default=False)
    demands_file: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[int | None] = reference("stored_file.id", nullable=True)
    created_by_id: Mapped[int | None] = reference("person.id", nullable=True)
    created_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = reference("person.id", nullable=True)
    released_at: Mapped[datetime | None]
    issue_round: Mapped[int] = mapped_column(default=1, server_default="1")
    recall_until: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(String(12), default="", server_default="")
    ended_on: Mapped[date | None]
    folded: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[StoredFile | None] = relationship(lazy="raise")
    links: Mapped[list[DirectiveLink]] = relationship(
        lazy="raise",
        foreign_keys="DirectiveLink.directive_id",
        order_by="DirectiveLink.id",
        back_populates="directive",
    )
    targets: Mapped[list[Target]] = relationship(lazy="raise", order_by="Target.position")

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'issued', 'withdrawn')", name="state"),
        CheckConstraint("origin IN ('own', 'upper', 'oral')", name="origin"),
        Index("ix_directive_register", "state", "issued_on", "id"),
        Index("ix_directive_number_key", "number_key"),
    )

    @property
    def stands(self) -> bool:
        """Whether its tasks are given out and it is neither withdrawn nor replaced."""
        return self.state == "issued" and not self.ending

    @property
    def title(self) -> str:
        """How people name it in a list: kind-less number, else its subject."""
        return self.number or self.subject or "—"


class Passage(Base):
    """A part of a document's text, from character `start` to `end`, as it is searched."""

    __tablename__ = "passage"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id", index=False)
    start: Mapped[int]
    end: Mapped[int]
    folded: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_passage_directive_id", "directive_id", "id"),)


class DirectiveLink(Base, Versioned):
    """A document cited by number, and what this one does to it; `target_id` when it is in the register.

    `is_by_hand` says that the office tied or untied it, so that recognition leaves it alone.
    """

    __tablename__ = "directive_link"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id")
    relation: Mapped[str] = mapped_column(String(20), default="can_cu")
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(default="", index=True)
    issued_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(default="")
    target_id: Mapped[int | None] = reference("directive.id", nullable=True)
    is_by_hand: Mapped[bool] = mapped_column(default=False)

    directive: Mapped[Directive] = relationship(
        lazy="raise", foreign_keys=[directive_id], back_populates="links"
    )
    target: Mapped[Directive | None] = relationship(lazy="raise", foreign_keys=[target_id])

    __mapper_args__ = {"version_id_col": Versioned.version}  # noqa: RUF012 - the shape SQLAlchemy asks for
    __table_args__ = (CheckConstraint(f"relation IN ({', '.join(map(repr, RELATIONS))})", name="relation"),)


class Target(Base):
    """A number the directive sets or measures: plan and actual with their unit and the words they stand in."""

    __tablename__ = "target"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id")
    position: Mapped[int]
    quote: Mapped[str]
    unit: Mapped[str]
    planned: Mapped[float | None] = mapped_column(Float)
    actual: Mapped[float | None] = mapped_column(Float)
    printed_percent: Mapped[float | None] = mapped_column(Float)

    @property
    def disagrees(self) -> bool:
        """Whether the percentage the text prints is not that of its figures."""
        return percent_disagrees(self.planned, self.actual, self.printed_percent)
