"""Who sees which targets."""

from __future__ import annotations

from sqlalchemy import and_, exists
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from tracker.access.actors import Viewer
from tracker.directives.models import Directive, Target
from tracker.directives.queries import ISSUED
from tracker.targets.models import TargetShare

_OWN = aliased(TargetShare)


def in_sight_of(viewer: Viewer) -> ColumnElement[bool]:
    """Targets of directives that stand: all for who sees all, else those of which one's body has a part."""
    stands = and_(ISSUED, Directive.ending == "")
    if viewer.sees_all:
        return stands
    own = exists().where(_OWN.target_id == Target.id, _OWN.body_id.in_(viewer.body_ids))
    return and_(stands, own)
