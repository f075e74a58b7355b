"""One act on many things at once, and what it did to each, so that it has a page and can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.bulk.rules import VERBS
from tracker.db import Base, Id, reference

_KNOWN = ", ".join(repr(verb) for verb in VERBS)


class BulkBatch(Base):
    """Who did what to how many; `facts` is what was typed, and what was made for all of them (`made`, `step`)."""

    __tablename__ = "bulk_batch"

    id: Mapped[Id]
    verb: Mapped[str] = mapped_column(String(12))
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (CheckConstraint(f"verb IN ({_KNOWN})", name="verb"),)


class BulkRow(Base):
    """What became of one assignment in a batch; of one body for a mailbox, of a body or a directive for an official.

    `reason` says why it was left out; `version` is how the batch left the thing, `facts` what it was and became;
    `undone` is "yes", or why it could not be taken back.
    """

    __tablename__ = "bulk_row"

    id: Mapped[Id]
    batch_id: Mapped[int] = reference("bulk_batch.id", index=False)
    assignment_id: Mapped[int | None] = reference("assignment.id", nullable=True)
    body_id: Mapped[int | None] = reference("body.id", nullable=True)
    directive_id: Mapped[int | None] = reference("directive.id", nullable=True)
    reason: Mapped[str] = mapped_column(String(30), default="")
    version: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone: Mapped[str] = mapped_column(String(30), default="")

    __table_args__ = (
        CheckConstraint("(body_id IS NULL) <> (directive_id IS NULL)", name="one_thing"),
        Index("ix_bulk_row_batch", "batch_id", "reason", "id"),
    )
