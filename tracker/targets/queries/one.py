"""One target and its parts, to be read and changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import joinedload

from tracker.access.actors import Viewer
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Target
from tracker.errors import NotFound
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.targets.models import Measure, Revision, ShareMove, TargetShare
from tracker.targets.queries.sight import in_sight_of

HISTORY = 60  # measures and revisions shown of one target


def card(viewer: Viewer, target_id: int) -> Target:
    """One target with its directive, to be changed. Raises NotFound."""
    found: Target | None = db.session.scalar(
        select(Target)
        .join(Target.directive)
        .where(Target.id == target_id, in_sight_of(viewer))
        .options(joinedload(Target.directive))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("target")
    return found


def share_card(viewer: Viewer, share_id: int) -> TargetShare:
    """A part with its target, directive and body: one's own body's, or any for who sees all. Raises NotFound."""
    whole = joinedload(TargetShare.target).joinedload(Target.directive)
    rows = (
        select(TargetShare)
        .join(TargetShare.target)
        .join(Target.directive)
        .where(TargetShare.id == share_id, in_sight_of(viewer))
        .options(whole, joinedload(TargetShare.body))
        .execution_options(populate_existing=True)
    )
    if not viewer.sees_all:
        rows = rows.where(TargetShare.body_id.in_(viewer.body_ids))
    found: TargetShare | None = db.session.scalar(rows)
    if found is None:
        raise NotFound("target")
    return found


def shares(viewer: Viewer, target_id: int, after: str | None = None) -> Page[Any]:
    """A target's parts in Vietnamese order of the bodies: id, version, body, planned, actual, measured_on, moved_on."""
    rows = (
        select(
            TargetShare.id,
            TargetShare.version,
            TargetShare.body_id,
            TargetShare.planned,
            TargetShare.actual,
            TargetShare.measured_on,
            TargetShare.moved_on,
            Body.name,
            Body.sort_key,
        )
        .join(Body, Body.id == TargetShare.body_id)
        .where(TargetShare.target_id == target_id)
        .order_by(Body.sort_key, Body.id)
        .limit(PAGE + 1)
    )
    if not viewer.sees_all:
        rows = rows.where(TargetShare.body_id.in_(viewer.body_ids))
    if (key := decode_key(after, str, int)) is not None:
        rows = rows.where((Body.sort_key > key[0]) | and_(Body.sort_key == key[0], Body.id > key[1]))
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.sort_key, row.body_id))


def sharing(target_id: int) -> set[int]:
    """The bodies that have a part of a target."""
    return set(db.session.scalars(select(TargetShare.body_id).where(TargetShare.target_id == target_id)))


def measures(share_id: int) -> Sequence[Measure]:
    """What a body has said it has reached, the latest first."""
    rows = select(Measure).where(Measure.share_id == share_id)
    return db.session.scalars(rows.order_by(Measure.day.desc(), Measure.id.desc()).limit(HISTORY)).all()


def moves(share_id: int) -> Sequence[Any]:
    """What came to a part from bodies that its own succeeds, and where it went itself: came, day, planned, actual,
    share_id and name of the other, reform_id; the latest first."""
    came = ShareMove.to_id == share_id
    other = case((came, ShareMove.from_id), else_=ShareMove.to_id)
    return db.session.execute(
        select(
            came.label("came"),
            ShareMove.day,
            ShareMove.planned,
            ShareMove.actual,
            ShareMove.reform_id,
            TargetShare.id.label("share_id"),
            Body.name,
        )
        .join(TargetShare, TargetShare.id == other)
        .join(Body, Body.id == TargetShare.body_id)
        .where(or_(came, ShareMove.from_id == share_id))
        .order_by(ShareMove.day.desc(), Body.sort_key, ShareMove.id)
        .limit(HISTORY)
    ).all()


def revisions(target_id: int, share_id: int | None = None) -> Sequence[Revision]:
    """How the plan of a target (and of its parts), or of one part, was changed; the latest first."""
    rows = select(Revision).where(Revision.target_id == target_id)
    if share_id is not None:
        rows = rows.where((Revision.share_id == share_id) | Revision.share_id.is_(None))
    whole = joinedload(Revision.share).joinedload(TargetShare.body)
    return db.session.scalars(rows.options(whole).order_by(Revision.id.desc()).limit(HISTORY)).all()
