"""Parts whose figure of this month nobody has given yet: a body gives one a period, until its plan is reached."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Viewer
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive, Target
from tracker.errors import NotFound
from tracker.reviews.rules import Span, current, span
from tracker.settings.queries import office_rules
from tracker.targets.models import TargetShare

_PART = aliased(TargetShare)


def month(day: date) -> Span:
    """The period that figures are asked for on a day, by the office's own cut."""
    first_day = office_rules().period_first_day
    days = span(current(day, first_day), first_day)
    if days is None:  # a year our periods have no name for
        raise NotFound("period")
    return days


def owed(viewer: Viewer, day: date) -> int:
    """How many parts of the viewer's bodies wait for this month's figure."""
    if not viewer.body_ids:
        return 0
    rows = _owing(select(func.count()), day).where(TargetShare.body_id.in_(viewer.body_ids))
    return db.session.scalar(rows) or 0


def owed_by_body(day: date) -> dict[int, int]:
    """Body to how many of its parts wait for this month's figure; one statement for all letters of a day."""
    rows = _owing(select(TargetShare.body_id, func.count()), day).group_by(TargetShare.body_id)
    return {body_id: count for body_id, count in db.session.execute(rows)}


def has_owed(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Whether a target has a part in the viewer's sight that waits for this month's figure."""
    whose = and_(_PART.target_id == Target.id, _is_owed(_PART, day))
    return exists().where(whose if viewer.sees_all else and_(whose, _PART.body_id.in_(viewer.body_ids)))


def _owing(columns: Any, day: date) -> Any:
    return (
        columns.select_from(TargetShare)
        .join(Target, Target.id == TargetShare.target_id)
        .join(Directive, Directive.id == Target.directive_id)
        .join(Body, Body.id == TargetShare.body_id)
        .where(Directive.state == "issued", Directive.ending == "", Body.is_valid_on(day))
        .where(_is_owed(TargetShare, day))
    )


def _is_owed(part: Any, day: date) -> ColumnElement[bool]:
    begun = month(day).first_on
    return and_(
        part.moved_on.is_(None),
        or_(part.measured_on.is_(None), part.measured_on < begun),
        or_(part.actual.is_(None), part.actual < part.planned),
        or_(Target.due_on.is_(None), Target.due_on >= begun),
    )
