"""Reading the register of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select, true

from tracker.access.actors import Actor, Viewer
from tracker.db import db
from tracker.errors import NotFound
from tracker.files.models import StoredFile

EARLIER = 10


def in_sight_of(viewer: Viewer) -> ColumnElement[bool]:
    """A body's officers open its own evidence; office, leaders and auditors open everything."""
    return true() if viewer.sees_all else StoredFile.body_id.in_(viewer.body_ids)


def readable(viewer: Viewer, file_id: int) -> StoredFile:
    """A file the viewer may open. Raises NotFound."""
    found = db.session.scalar(select(StoredFile).where(in_sight_of(viewer), StoredFile.id == file_id))
    if found is None:
        raise NotFound("file")
    return found


def of_body(actor: Actor, body_id: int, ids: Iterable[int]) -> list[int]:
    """Which of these files are the body's own, so that a report may show them."""
    wanted = list(ids)
    if not wanted:
        return []
    rows = select(StoredFile.id).where(StoredFile.id.in_(wanted), StoredFile.body_id == body_id)
    return list(db.session.scalars(rows))


def earlier(actor: Actor, body_id: int) -> Sequence[tuple[int, str]]:
    """The body's latest files as (id, name), the newest first; the same bytes under one name once."""
    rows = db.session.execute(
        select(StoredFile.id, StoredFile.name, StoredFile.sha256)
        .where(StoredFile.body_id == body_id)
        .order_by(StoredFile.id.desc())
        .limit(EARLIER * 2)
    ).all()
    seen = {(row.sha256, row.name): (row.id, row.name) for row in reversed(rows)}
    return sorted(seen.values(), reverse=True)[:EARLIER]
