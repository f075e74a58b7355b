"""Parts whose figure of this month nobody has given yet: a body gives one a period, until its plan is reached."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Viewer
from tracker.bodies.models import Body, BodyType
from tracker.db import db, fetch
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
    bodies = list(viewer.body_ids)
    alone = len(bodies) == 1
    whose = {"body": bodies[0]} if alone else {"bodies": bodies}
    [(count,)] = fetch(_owed(alone), day=day, begun=month(day).first_on, **whose)
    return int(count)


@cache
def _owed(alone: bool) -> Any:
    """Built once: each look at a body's list asks it, and building it costs more than running it."""
    body, several = bindparam("body", type_=Integer), bindparam("bodies", type_=Integer, expanding=True)
    day, begun = (cast(date, bindparam(name, type_=Date)) for name in ("day", "begun"))
    whose = TargetShare.body_id == body if alone else TargetShare.body_id.in_(several)
    return _owing(select(func.count()), day, begun).where(whose)


def owed_by_body(day: date) -> dict[int, int]:
    """Body to how many of its parts wait for this month's figure; one statement for all letters of a day."""
    counted = _owing(select(TargetShare.body_id, func.count()), day, month(day).first_on)
    return {body: count for body, count in db.session.execute(counted.group_by(TargetShare.body_id))}


def bodies_owing(day: date) -> Sequence[Any]:
    """(body_id, name, email, mode, figures) of each body with parts that wait for this month's figure, in order."""
    columns = (Body.id.label("body_id"), Body.name, Body.email, BodyType.mode)
    counted = _owing(select(*columns, func.count().label("figures")), day, month(day).first_on)
    counted = counted.join(BodyType, BodyType.id == Body.type_id).group_by(*columns, Body.sort_key)
    return db.session.execute(counted.order_by(Body.sort_key, Body.id)).all()


def awaited(viewer: Viewer, day: date, begun: date, bodies: Collection[int] | None = None) -> Sequence[Any]:
    """Each part without a figure since a month began, body by body, in the order of its directive: whose it is and
    `mode`, the document it comes from, plan, and the figure it had last. `bodies` are the only ones asked for."""
    columns = (Body.id.label("body_id"), Body.name, BodyType.mode, Directive.number, Directive.subject)
    more = (
        Directive.issued_on,
        Target.unit,
        TargetShare.planned,
        TargetShare.actual,
        TargetShare.measured_on,
    )
    found = _owing(select(*columns, *more), day, begun).join(BodyType, BodyType.id == Body.type_id)
    if not viewer.sees_all:
        found = found.where(TargetShare.body_id.in_(viewer.body_ids))
    if bodies is not None:
        found = found.where(TargetShare.body_id.in_(bodies))
    order = (Body.sort_key, Body.id, Target.directive_id, Target.position, Target.id)
    return db.session.execute(found.order_by(*order)).all()


def has_owed(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Whether a target has a part in the viewer's sight that waits for this month's figure."""
    whose = and_(_PART.target_id == Target.id, _is_owed(_PART, month(day).first_on))
    return exists().where(whose if viewer.sees_all else and_(whose, _PART.body_id.in_(viewer.body_ids)))


def _owing(columns: Any, day: date, begun: date) -> Any:
    return (
        columns.select_from(TargetShare)
        .join(Target, Target.id == TargetShare.target_id)
        .join(Directive, Directive.id == Target.directive_id)
        .join(Body, Body.id == TargetShare.body_id)
        .where(Directive.state == "issued", Directive.ending == "", Body.is_valid_on(day))
        .where(_is_owed(TargetShare, begun))
    )


def _is_owed(part: Any, begun: date) -> ColumnElement[bool]:
    """No figure since the month began, the plan not reached, its day not past."""
    return and_(
        part.moved_on.is_(None),
        or_(part.measured_on.is_(None), part.measured_on < begun),
        or_(part.actual.is_(None), part.actual < part.planned),
        or_(Target.due_on.is_(None), Target.due_on >= begun),
    )
