"""The further sections of a review as the database stands: by directive, targets, difficulties."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import and_, func, or_, select

from tracker import clock
from tracker.assignments.models import Assignment, Report
from tracker.bodies.models import Body
from tracker.db import db
from tracker.difficulties.models import Difficulty, SharedDifficulty
from tracker.directives.models import Directive
from tracker.reviews.parts import DifficultyLine, DirectiveLine, Parts, TargetLine
from tracker.reviews.queries.attention import attention
from tracker.reviews.queries.counting import bucket_sql, in_period, since_sql
from tracker.reviews.queries.moved import whose
from tracker.reviews.rules import CELLS, SINCE, Cells, Span, judged
from tracker.targets.queries import Row, at_cut

A = Assignment
FACTS = ("directives", "targets", "difficulties", "attention")
NEEDED: dict[str | None, frozenset[str]] = {
    None: frozenset(FACTS),
    "attention": frozenset(("attention", "targets", "difficulties")),
    **{key: frozenset((key,)) for key in FACTS[:3]},
}
"""Which facts a section shows."""


def parts(days: Span, as_of: date, only: str | None = None) -> Parts:
    """The further sections, judged as at `as_of` (the cut, or today before it); `only` what one of them shows."""
    there = judged(days, as_of)
    needed = NEEDED[only]
    return Parts(
        by_directive(there) if "directives" in needed else [],
        targets(as_of) if "targets" in needed else [],
        difficulties(there) if "difficulties" in needed else [],
        attention(there) if "attention" in needed else None,
    )


def by_directive(span: Span) -> list[DirectiveLine]:
    """What was given, directive by directive, those with most overdue first; what is only asked is left out."""
    cell, since = (
        bucket_sql(span.cut_on).label("cell"),
        since_sql(span.first_on, span.new_year).label("since"),
    )
    counted = (
        select(A.directive_id, since, cell, func.count().label("n"))
        .where(in_period(span), A.mode == "giao")
        .group_by(A.directive_id, since, cell)
        .subquery()
    )
    rows = db.session.execute(
        select(*counted.c, Directive.number, Directive.subject).join(
            Directive, Directive.id == counted.c.directive_id
        )
    )
    values: dict[tuple[int, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if CELLS[row.cell] != "cancelled":
            cells = values[row.directive_id, row.number, row.subject]
            cells[CELLS[row.cell]] += row.n
            cells["given" if SINCE[row.since] == "given" else "carried"] += row.n
    found = [DirectiveLine(*key, Cells(**cells)) for key, cells in values.items()]
    return sorted(found, key=lambda line: (-line.cells.open_overdue, -line.cells.total, line.directive_id))


def targets(day: date) -> list[TargetLine]:
    """Every target with what its parts add up to on a day, judged as the list of targets judges."""
    rows = (Row.of(facts, day) for facts in at_cut(day))
    return [
        TargetLine(
            row.facts.id,
            row.facts.unit,
            row.facts.number,
            row.reach.planned,
            row.reach.actual,
            round(float(row.passed), 4),
            row.facts.parts,
            row.facts.measured,
            row.is_behind,
            row.plans_differ or row.actuals_differ,
        )
        for row in rows
    ]


def difficulties(span: Span) -> list[DifficultyLine]:
    """Obstacles that waited at the cut, or were answered within the period: those that wait first, the oldest first."""
    start, after = clock.midnight(span.first_on), clock.end_of(span.cut_on)
    waited = or_(Difficulty.answered_at.is_(None), Difficulty.answered_at >= after)
    met = (
        select(func.count(SharedDifficulty.id))
        .where(SharedDifficulty.difficulty_id == Difficulty.id, SharedDifficulty.said_at < after)
        .correlate(Difficulty)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Difficulty, Body.name, Directive.number, met, waited)
        .join(A, A.id == Difficulty.assignment_id)
        .join(Body, Body.id == whose(span.cut_on))
        .join(Directive, Directive.id == A.directive_id)
        .join(Report, Report.id == Difficulty.report_id)
        .where(Difficulty.raised_on <= span.cut_on, Report.withdrawn_at.is_(None))
        .where(or_(waited, and_(Difficulty.answered_at >= start, Difficulty.answered_at < after)))
        .order_by(waited.desc(), Difficulty.raised_on, Difficulty.id)
    )
    return [
        DifficultyLine(
            one.assignment_id,
            one.what,
            body,
            number,
            one.level,
            one.raised_on,
            n_met,
            "" if waits else one.answer,
            "" if waits else one.answered_by,
        )
        for one, body, number, n_met, waits in rows
    ]
