"""A file whose pages are being read off pictures, which takes seconds for each."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Id, reference

SILENCE = timedelta(seconds=90)  # a page takes a minute at the very most: whoever is silent longer has died


class Reading(Base):
    """One upload on its way to a draft. `held` names its bytes in the quarantine of the machine `node`.

    waiting -> reading -> done (`directive_id`) | refused (`problem`, a code; nothing of the file is left).
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
