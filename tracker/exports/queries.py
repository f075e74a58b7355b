"""One's own workbooks: nobody else's can be seen or fetched."""

from __future__ import annotations

from sqlalchemy import select

from tracker.access.actors import Viewer
from tracker.db import db
from tracker.errors import NotFound
from tracker.files.models import Export


def own(viewer: Viewer, export_id: int) -> Export:
    """A workbook the viewer asked for. Raises NotFound for anybody else's."""
    found = db.session.scalar(
        select(Export)
        .where(Export.id == export_id, Export.person_id == viewer.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("file")
    return found
