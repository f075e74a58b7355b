"""Targets as lists and charts show them: plan, what is reached as the parts add up, and whether it keeps pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, func, null, select

from tracker import clock
from tracker.access.actors import Viewer
from tracker.db import db
from tracker.directives.models import Directive, Target
from tracker.errors import NotFound
from tracker.paging import CAP, PAGE, Page, decode_key, page_of
from tracker.targets.models import TargetShare
from tracker.targets.queries.owing import has_owed
from tracker.targets.queries.sight import in_sight_of
from tracker.targets.rules import Reach, days_of, differ, pace

_COUNTS = and_(TargetShare.target_id == Target.id, TargetShare.moved_on.is_(None))


@dataclass(frozen=True, slots=True)
class Row:
    """One target as a list or chart shows it: `reach` from its parts, from the text where nothing was measured."""

    facts: Any
    reach: Reach
    first_on: date
    due_on: date
    passed: Fraction

    @classmethod
    def of(cls, facts: Any, day: date) -> Row:
        """A line read by `_rows` or `at.at_cut`, judged on a day."""
        first_on, due_on = span_of(facts, facts)
        planned = facts.planned if facts.planned is not None else facts.planned_sum
        reach = Reach(planned, facts.actual_sum if facts.measured else facts.actual)
        return cls(facts, reach, first_on, due_on, pace(first_on, due_on, day))

    @property
    def is_behind(self) -> bool:
        return self.reach.is_behind(self.passed)

    @property
    def plans_differ(self) -> bool:
        """Whether the plans of the parts do not add up to the directive's own figure."""
        return bool(self.facts.parts) and differ(self.facts.planned, self.facts.planned_sum)

    @property
    def actuals_differ(self) -> bool:
        """Whether what the parts report is not what the directive says was reached."""
        return bool(self.facts.measured) and differ(self.facts.actual, self.facts.actual_sum)


def span_of(target: Any, directive: Any) -> tuple[date, date]:
    """Between which days a target is to be reached; one row may carry the columns of both."""
    given_on = directive.issued_on or clock.local(directive.created_at).date()
    return days_of(target.first_on, target.due_on, given_on)


def listed(
    viewer: Viewer,
    day: date,
    *,
    directive_id: int | None = None,
    without_figure: bool = False,
    after: str | None = None,
) -> Page[Row]:
    """Targets of standing directives in the viewer's sight, the latest directive first, in the order of its text.

    Who works for a body reads its own part of each. `without_figure`: where this month's figure is still to come.
    """
    rows = _rows(viewer).order_by(Target.directive_id.desc(), Target.position, Target.id).limit(PAGE + 1)
    if without_figure:
        rows = rows.where(has_owed(viewer, day))
    if directive_id is not None:
        rows = rows.where(Target.directive_id == directive_id)
    if (key := decode_key(after, int, int, int)) is not None:
        directive, position, id = key
        later = and_(Target.directive_id == directive, Target.position > position)
        same = and_(Target.directive_id == directive, Target.position == position, Target.id > id)
        rows = rows.where((Target.directive_id < directive) | later | same)
    found = [Row.of(facts, day) for facts in db.session.execute(rows)]
    return page_of(found, key=lambda row: (row.facts.directive_id, row.facts.position, row.facts.id))


def behind(viewer: Viewer, day: date) -> list[Row]:
    """Targets that do not keep pace, the furthest behind first; looked for among the latest thousand."""
    rows = _rows(viewer).order_by(Target.directive_id.desc(), Target.position, Target.id).limit(CAP)
    found = [row for row in (Row.of(facts, day) for facts in db.session.execute(rows)) if row.is_behind]
    return sorted(found, key=lambda row: (row.reach.share or 0) - float(row.passed))


def row(viewer: Viewer, target_id: int, day: date) -> Row:
    """One target as it stands on a day. Raises NotFound."""
    facts = db.session.execute(_rows(viewer).where(Target.id == target_id)).first()
    if facts is None:
        raise NotFound("target")
    return Row.of(facts, day)


def _rows(viewer: Viewer) -> Any:
    """Targets with what their parts add up to; for who works for a body, its own part alone."""
    counts = _COUNTS if viewer.sees_all else and_(_COUNTS, TargetShare.body_id.in_(viewer.body_ids))

    def part(column: Any) -> Any:
        return select(column).where(counts).correlate(Target).scalar_subquery()

    return (
        select(
            Target.id,
            Target.version,
            Target.position,
            Target.unit,
            Target.quote,
            Target.planned,
            Target.actual,
            Target.printed_percent,
            Target.first_on,
            Target.due_on,
            Target.directive_id,
            Directive.number,
            Directive.subject,
            Directive.issued_on,
            Directive.created_at,
            part(func.count(TargetShare.id)).label("parts"),
            part(func.count(TargetShare.actual)).label("measured"),
            part(func.sum(TargetShare.planned)).label("planned_sum"),
            part(func.sum(TargetShare.actual)).label("actual_sum"),
            part(func.max(TargetShare.measured_on)).label("measured_on"),
        )
        # coalesce: begun with the directives, the plan goes through all of them for a few targets
        .join(Directive, Directive.id == func.coalesce(Target.directive_id, null()))
        .where(in_sight_of(viewer))
    )
