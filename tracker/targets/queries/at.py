"""Targets as they stood at the end of a day: plans before later revisions, the last figure each body had given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive, Target
from tracker.targets.models import Measure, Revision, TargetShare


def at_cut(day: date) -> Sequence[Any]:
    """Rows of every target of the directives that stood: id, unit, number, planned, actual, first_on, due_on,
    issued_on, created_at, and of its parts parts, measured, planned_sum, actual_sum; by directive and its text."""
    after = clock.end_of(day)
    parts, whole = _parts(day), _plan_then(day, Revision.target_id == Target.id, Revision.share_id.is_(None))
    stood = and_(Directive.state == "issued", or_(Directive.ended_on.is_(None), Directive.ended_on > day))
    return db.session.execute(
        select(
            Target.id,
            Target.unit,
            Directive.number,
            func.coalesce(whole, Target.planned).label("planned"),
            Target.actual,
            Target.first_on,
            Target.due_on,
            Directive.issued_on,
            Directive.created_at,
            func.coalesce(parts.c.parts, 0).label("parts"),
            func.coalesce(parts.c.measured, 0).label("measured"),
            parts.c.planned_sum,
            parts.c.actual_sum,
        )
        .join(Directive, Directive.id == Target.directive_id)
        .outerjoin(parts, parts.c.target_id == Target.id)
        .where(stood, Directive.released_at < after)
        .order_by(Directive.id.desc(), Target.position, Target.id)
    ).all()


def _parts(day: date) -> Any:
    said = (
        select(Measure.actual)
        .where(Measure.share_id == TargetShare.id, Measure.day <= day)
        .order_by(Measure.day.desc(), Measure.id.desc())
        .limit(1)
        .correlate(TargetShare)
        .scalar_subquery()
    )
    plan = func.coalesce(_plan_then(day, Revision.share_id == TargetShare.id), TargetShare.planned)
    counts = and_(
        or_(TargetShare.moved_on.is_(None), TargetShare.moved_on > day),
        or_(TargetShare.begun_on.is_(None), TargetShare.begun_on <= day),
    )
    each = select(TargetShare.target_id, plan.label("planned"), said.label("actual")).where(counts).subquery()
    return (
        select(
            each.c.target_id,
            func.count().label("parts"),
            func.count(each.c.actual).label("measured"),
            func.sum(each.c.planned).label("planned_sum"),
            func.sum(each.c.actual).label("actual_sum"),
        )
        .group_by(each.c.target_id)
        .subquery()
    )


def _plan_then(day: date, *of: ColumnElement[bool]) -> ScalarSelect[Any]:
    """The plan before the first revision approved after a day; nothing where there was none."""
    found = select(Revision.old).where(*of, Revision.day > day)
    return found.order_by(Revision.day, Revision.id).limit(1).scalar_subquery()
