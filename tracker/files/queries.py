"""Reading the register of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, literal, select, union_all

from tracker.access.actors import Actor
from tracker.db import db
from tracker.files.models import StoredFile
from tracker.reforms.models import Succession

EARLIER = 30


class Sent(NamedTuple):
    """A file a body has sent before."""

    id: int
    name: str
    size: int
    stored_at: datetime


def _sent_by(body_id: int) -> ColumnElement[bool]:
    """A body's own files, and those of the bodies it has succeeded: their history is its own."""
    before = select(Succession.old_id).where(Succession.new_id == body_id)
    return StoredFile.body_id.in_(union_all(before, select(literal(body_id))))


def of_body(actor: Actor, body_id: int, ids: Iterable[int]) -> list[int]:
    """Which of these files are the body's own, so that a report may show them."""
    wanted = list(ids)
    if not wanted:
        return []
    return list(db.session.scalars(select(StoredFile.id).where(StoredFile.id.in_(wanted), _sent_by(body_id))))


def earlier(actor: Actor, body_id: int) -> Sequence[Sent]:
    """The body's latest files, the newest first; the same bytes under one name once."""
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.name, StoredFile.size, StoredFile.stored_at, StoredFile.sha256)
        .where(_sent_by(body_id))
        .order_by(StoredFile.id.desc())
        .limit(EARLIER * 2)
    ).all()
    seen = {(row.sha256, row.name): Sent(*row[:4]) for row in reversed(rows)}
    return sorted(seen.values(), reverse=True)[:EARLIER]
