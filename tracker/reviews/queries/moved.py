"""Whose an assignment was at a cut: after a change of bodies a period before it counts for the body of that time."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.reforms.models import AssignmentMove, Succession

A, M = Assignment, AssignmentMove


def has_moved_since(cut: date) -> bool:
    """Whether any assignment went to a successor after the cut; only then is it worth asking of each."""
    return db.session.scalar(select(M.id).where(M.day > cut).limit(1)) is not None


def body_at(cut: Any) -> ColumnElement[int]:
    """The body an assignment belonged to at the end of a day, as SQL."""
    before = select(M.from_id).where(M.assignment_id == A.id, M.day > cut).order_by(M.day, M.id).limit(1)
    return func.coalesce(before.correlate(A).scalar_subquery(), A.body_id)


def whose(cut: date) -> ColumnElement[int]:
    """`body_at` where something moved after the cut, and the plain column where nothing did."""
    return body_at(cut) if has_moved_since(cut) else A.body_id.expression


def became() -> dict[int, str]:
    """Body id to ", nay là ..." for the bodies that are others now: their names in figures of the past."""
    rows = db.session.execute(
        select(Succession.old_id, Body.name)
        .join(Body, Body.id == Succession.new_id)
        .where(Body.valid_to.is_(None))
        .order_by(Succession.old_id, Body.sort_key)
    ).all()
    found: dict[int, list[str]] = {}
    for old_id, name in rows:
        found.setdefault(old_id, []).append(name)
    return {old_id: f" (nay là {', '.join(names)})" for old_id, names in found.items()}
