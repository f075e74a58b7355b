"""The steps by which a draft was mended, kept so that each can be taken back and done again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference


class DraftStep(Base):
    """One change of a draft's tasks by one person, never changed but for `is_undone`.

    `before` and `after` hold, by task, only the facts that the step changed. A step taken back or done again is
    a row of its own (`way` undo or redo) without facts, so that whoever looks on sees it as a change too.
    `remembered` is the alias a choice made: {"kind": body or group, "id", "words"}.
    """

    __tablename__ = "draft_step"

    id: Mapped[Id]
    directive_id: Mapped[int] = reference("directive.id", index=False)
    actor_id: Mapped[int | None] = reference("person.id", nullable=True)
    actor_label: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(10), default="do")
    number: Mapped[int | None]
    task_id: Mapped[int | None] = reference("task.id", nullable=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    remembered: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    is_undone: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_draft_step_directive", "directive_id", "id"),)
