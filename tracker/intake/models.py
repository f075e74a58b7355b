"""What entering a directive leaves behind: files whose pages are being read, and the steps that mended a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference

SILENCE = timedelta(seconds=90)  # a page takes a minute at the very most: whoever is silent longer has died


class Reading(Base):
    """One upload on its way to a draft. `held` names its bytes in the quarantine of the machine `node`.

    waiting -> reading -> done (`directive_id`) | refused (`problem`, a code). Refused, the file is left (`held`) only
    where the office may still want it: not_a_directive, or unread_pages, whose numbers from 1 are in `unread`;
    `is_enough` says that it wants the draft without these.
    """

    __tablename__ = "reading"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    name: Mapped[str]
    held: Mapped[str] = mapped_column(String(80))
    node: Mapped[str]
    origin: Mapped[str] = mapped_column(String(20))
    is_taken_anyway: Mapped[bool]
    pages_done: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int]
    problem: Mapped[str] = mapped_column(String(40), default="")
    unread: Mapped[list[int]] = mapped_column(JSON, default=list)
    is_enough: Mapped[bool] = mapped_column(default=False)
    directive_id: Mapped[int | None] = reference("directive.id", nullable=True)
    started_by_id: Mapped[int] = reference("person.id")
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'reading', 'done', 'refused', 'dropped')", name="state"),
    )

    @property
    def is_open(self) -> bool:
        """Whether it is still to be read."""
        return self.state in ("waiting", "reading")

    def has_stalled(self, now: datetime) -> bool:
        """Whether the process that should read it has died or was never started."""
        return self.is_open and now - self.beat_at > SILENCE


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
