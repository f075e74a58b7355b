"""Files as they came, stored once under their hash and named only here; and workbooks made behind the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference


class StoredFile(Base):
    """One uploaded file. The bytes lie under `sha256[:2]/sha256` in the instance's `files` folder."""

    __tablename__ = "stored_file"

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(default="", server_default="")
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    stored_by: Mapped[str]
    stored_at: Mapped[datetime]


EXPORT_STATES = ("waiting", "running", "ready", "failed", "gone")


class Export(Base):
    """One workbook asked for: which list, under which arguments of its address, and where it has come to.

    The file lies in the instance's `exports` folder under `secret`. `held_until`: how long whoever makes it is
    believed to be alive.
    """

    __tablename__ = "export"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("person.id", index=False)
    kind: Mapped[str] = mapped_column(String(30))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    title: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    number: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(default="")
    secret: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in EXPORT_STATES)})", name="state"),
        Index("ix_export_person", "person_id", "id"),
        Index("ix_export_state", "state", "id"),
    )
