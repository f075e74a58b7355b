"""Who may open a kept file: whoever may see the work it was sent with."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Evidence, Report
from tracker.assignments.queries.one import in_sight_of
from tracker.comments.models import Comment, CommentFile
from tracker.db import db
from tracker.errors import NotFound
from tracker.files.models import StoredFile


def readable(viewer: Viewer, file_id: int) -> StoredFile:
    """A file the viewer may open. Raises NotFound."""
    found = db.session.scalar(select(StoredFile).where(StoredFile.id == file_id, _in_sight_of(viewer)))
    if found is None:
        raise NotFound("file")
    return found


def _in_sight_of(viewer: Viewer) -> ColumnElement[bool]:
    """All for who sees all; else what one's body sent, and what stands on work in sight and was not taken back."""
    if viewer.sees_all:
        return true()
    reported = (
        select(Evidence.file_id)
        .join(Report, Report.id == Evidence.report_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(Evidence.file_id == StoredFile.id, Report.withdrawn_at.is_(None), in_sight_of(viewer))
    )
    said = (
        select(CommentFile.file_id)
        .join(Comment, Comment.id == CommentFile.comment_id)
        .join(Assignment, Assignment.id == Comment.assignment_id)
        .where(CommentFile.file_id == StoredFile.id, Comment.withdrawn_at.is_(None), in_sight_of(viewer))
    )
    own = StoredFile.body_id.in_(viewer.body_ids)
    return or_(own, reported.correlate(StoredFile).exists(), said.correlate(StoredFile).exists())
