"""The ledger of who was told what, written by letters and calls alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from tracker.access.actors import Actor
from tracker.db import db
from tracker.reminders.models import Reminder


def line(
    actor: Actor, assignment_id: int, step: str, how: str, now: datetime,
    *, letter_id: int | None = None, batch_id: int | None = None, note: str = "", spoken_to: str = "",
) -> dict[str, Any]:  # fmt: skip
    """One row of the ledger."""
    return {
        "assignment_id": assignment_id,
        "step": step,
        "how": how,
        "at": now,
        "by": actor.label,
        "note": note,
        "spoken_to": spoken_to,
        "letter_id": letter_id,
        "batch_id": batch_id,
    }


def write(ledger: list[dict[str, Any]]) -> None:
    """One statement for all rows; a step whose letter expired unsent is told again by the new letter."""
    if not ledger:
        return
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Reminder)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["assignment_id", "step"],
            set_={"letter_id": statement.excluded.letter_id, "at": statement.excluded.at},
        ),
        ledger,
    )
