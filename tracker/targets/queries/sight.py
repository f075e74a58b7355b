"""Who sees which targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


def standing_parts(columns: Any, bodies: Sequence[int]) -> Any:
    """Columns of some bodies' parts of targets that stand: their directive is in force, nobody else carries them on."""
    return (
        columns.select_from(TargetShare)
        .join(Target, Target.id == TargetShare.target_id)
        .join(Directive, Directive.id == Target.directive_id)
        .where(TargetShare.body_id.in_(bodies), TargetShare.moved_on.is_(None))
        .where(Directive.state == "issued", Directive.ending == "")
    )
