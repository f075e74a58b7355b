"""What a review puts before the meeting first: long overdue work, and bodies that said nothing in the period."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, or_, select

from tracker import clock
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.reviews.parts import Attention, SilentLine
from tracker.reviews.queries.annexes import is_late
from tracker.reviews.queries.counting import in_period
from tracker.reviews.rules import Span

A = Assignment
LONG = 30
"""Overdue for more calendar days than that is put before the meeting (product, section 2, J3)."""


def attention(days: Span) -> Attention:
    """As things stand at the cut of the days."""
    before = days.cut_on - timedelta(days=LONG)
    number = db.session.scalar(select(func.count(A.id)).where(is_late(days), A.due_on < before)) or 0
    return Attention(before, number, silent_bodies(days))


def silent_bodies(days: Span) -> list[SilentLine]:
    """Bodies that still owe work of the period, and have said nothing since it began."""
    spoke = func.max(A.last_report_at)
    quiet = (
        select(A.body_id, func.count(A.id).label("owed"))
        .where(in_period(days), A.mode == "giao", A.is_open.is_(True))
        .group_by(A.body_id)
        .having(or_(spoke.is_(None), spoke < clock.midnight(days.first_on)))
        .subquery()
    )
    rows = select(Body.id, Body.name, quiet.c.owed).join(quiet, quiet.c.body_id == Body.id)
    return [SilentLine(*row) for row in db.session.execute(rows.order_by(Body.sort_key, Body.id))]
