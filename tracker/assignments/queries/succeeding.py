"""Who goes on with the work of a body that is no more. The system reads here: no viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.bodies.models import Body, Post
from tracker.db import db
from tracker.reforms.models import Succession


def heirs_of(bodies: Iterable[int], day: date) -> dict[int, int]:
    """Body to whoever exists in its place on a day; of several the first, who takes what nobody chose otherwise."""
    rows = db.session.execute(
        select(Succession.old_id, Succession.new_id)
        .join(Body, Body.id == Succession.new_id)
        .where(Succession.old_id.in_(list(bodies)), Body.is_valid_on(day))
        .order_by(Succession.id.desc())
    )
    return {old_id: new_id for old_id, new_id in rows if new_id is not None}


def same_posts(ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """(post, body) to the post of the same title in that body."""
    same = aliased(Post)
    rows = db.session.execute(
        select(Post.id, same.body_id, func.min(same.id))
        .join(same, same.title == Post.title)
        .where(Post.id.in_(list(ids)))
        .group_by(Post.id, same.body_id)
    )
    return {(post_id, body_id): id for post_id, body_id, id in rows}
