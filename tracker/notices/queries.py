"""Reading one's own notices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.comments.models import Comment
from tracker.db import db
from tracker.errors import NotFound
from tracker.notices.models import Notice
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.tasks.models import Task


def rows(viewer: Viewer, after: str | None) -> Page[Any]:
    """A page of the viewer's notices, the newest first, as tuples; of work now out of their sight nothing is told."""
    seen = in_sight_of(viewer).label("is_in_sight")
    found = (
        select(
            Notice.id,
            Notice.at,
            Notice.read_at,
            Notice.said,
            Notice.url,
            Comment.assignment_id,
            Comment.id.label("comment_id"),
            Comment.author_name,
            Comment.text,
            Comment.withdrawn_at,
            Task.text.label("task"),
            Body.name.label("body"),
            seen,
        )
        .outerjoin(Comment, Comment.id == Notice.comment_id)
        .outerjoin(Assignment, Assignment.id == Comment.assignment_id)
        .outerjoin(Task, Task.id == Assignment.task_id)
        .outerjoin(Body, Body.id == Assignment.body_id)
        .where(Notice.person_id == viewer.id)
        .order_by(Notice.id.desc())
        .limit(PAGE + 1)
    )
    if (last := decode_key(after, int)) is not None:
        found = found.where(Notice.id < last[0])
    return page_of(db.session.execute(found).all(), key=lambda row: (row.id,))


def own(viewer: Viewer, notice_id: int) -> Any:
    """One of the viewer's own notices as (id, url, assignment_id, comment_id). Raises NotFound for anybody else's."""
    found = db.session.execute(
        select(Notice.id, Notice.url, Comment.assignment_id, Notice.comment_id)
        .outerjoin(Comment, Comment.id == Notice.comment_id)
        .where(Notice.id == notice_id, Notice.person_id == viewer.id)
    ).first()
    if found is None:
        raise NotFound("notice")
    return found
