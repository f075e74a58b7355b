"""The office's own words in a report, and its own Word templates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Id, reference
from tracker.files.models import StoredFile


class Wording(Base):
    """One version of a part of a report as the office words it; the newest `number` of a part counts.

    `words` is None where the generated sentences were taken back; `generated` is what these were at that moment, so
    that words written for other figures are told apart. `for_version` is the version of the figures it goes with.
    """

    __tablename__ = "report_wording"

    id: Mapped[Id]
    period_id: Mapped[int] = reference("period.id", index=False)
    part: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    words: Mapped[str | None] = mapped_column(Text)
    generated: Mapped[str] = mapped_column(Text)
    for_version: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("period_id", "part", "number"),
        CheckConstraint("part IN ('results', 'late', 'judgement', 'next')", name="part"),
    )


class OwnTemplate(Base):
    """A Word template of the office's own: tried first, then in force in place of ours, then set aside."""

    __tablename__ = "own_template"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(12))
    file_id: Mapped[int] = reference("stored_file.id")
    state: Mapped[str] = mapped_column(String(10), default="trial")
    by: Mapped[str]
    at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("state IN ('trial', 'in_force', 'aside')", name="state"),
        CheckConstraint("kind IN ('bao_cao', 'cong_van', 'phieu')", name="kind"),
        Index(
            "uq_own_template_standing",
            "kind",
            "state",
            unique=True,
            sqlite_where=text("state <> 'aside'"),
            postgresql_where=text("state <> 'aside'"),
        ),
    )
