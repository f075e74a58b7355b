"""What has become of a directive since it was issued: one row for each time, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference

KINDS = ("corrected", "added", "recalled", "withdrawn", "replaced")


class DirectiveChange(Base):
    """A correction (of the directive, or of one task), a task added, an issue recalled, a withdrawal, a replacement.

    `before` and `after` hold the facts a correction changed; of a replacement `after` holds the other's id as `target`.
    """

    __tablename__ = "directive_change"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id")
    task_id: Mapped[int | None] = reference("task.id", nullable=True)
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime]
    by: Mapped[str]

    __table_args__ = (CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="kind"),)
