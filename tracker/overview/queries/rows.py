"""The rows behind the dashboard's own figures, and the names its lists are headed with."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.access.actors import Viewer
from tracker.db import db
from tracker.directives.models import Directive, Target
from tracker.errors import NotFound
from tracker.home.queries.desk import require_all_in_sight
from tracker.overview.queries.figures import Moment, conditions, of_target
from tracker.overview.rules import Asked
from tracker.paging import Page
from tracker.reviews.queries import Line, listed
from tracker.targets.queries import Row
from tracker.targets.queries import listed as reached

CHOICES = 12  # directives
TARGETS = 12
_NAME = func.coalesce(func.nullif(Directive.number, ""), Directive.subject)


def rows(viewer: Viewer, asked: Asked, moment: Moment, after: str | None) -> tuple[Page[Line], int]:
    """One page of a figure's rows as they stand today, the earliest due first, and how many there are."""
    require_all_in_sight(viewer)
    return listed(conditions(asked, moment), moment.today, after)


def directives(viewer: Viewer) -> list[Any]:
    """The latest directives in force: (id, name, subject, sections)."""
    require_all_in_sight(viewer)
    latest = (
        select(Directive.id, _NAME.label("name"), Directive.subject, Directive.sections)
        .where(Directive.state == "issued")
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
        .limit(CHOICES)
    )
    return list(db.session.execute(latest))


def directive(viewer: Viewer, directive_id: int) -> Any:
    """(id, name, subject, sections) of one that has been issued. Raises NotFound."""
    require_all_in_sight(viewer)
    one = select(Directive.id, _NAME.label("name"), Directive.subject, Directive.sections).where(
        Directive.id == directive_id, Directive.state == "issued"
    )
    found = db.session.execute(one).one_or_none()
    if found is None:
        raise NotFound("directive")
    return found


def targets(viewer: Viewer, today: date) -> list[tuple[Row, int]]:
    """Targets with a plan and a figure, the latest directives' first, each with how much work serves it."""
    require_all_in_sight(viewer)
    measured = [row for row in reached(viewer, today).rows if row.reach.share is not None][:TARGETS]
    serving = select(
        Target.id, select(func.count()).where(of_target(Target.id)).correlate(Target).scalar_subquery()
    )
    counts: dict[int, int] = dict(
        db.session.execute(serving.where(Target.id.in_([row.facts.id for row in measured]))).all()
    )
    return [(row, counts[row.facts.id]) for row in measured]


def target(viewer: Viewer, target_id: int) -> Any:
    """(unit, quote, name of its directive) of a target. Raises NotFound."""
    require_all_in_sight(viewer)
    found = db.session.execute(
        select(Target.unit, Target.quote, _NAME.label("name"))
        .join(Directive, Directive.id == Target.directive_id)
        .where(Target.id == target_id, Directive.state == "issued")
    ).one_or_none()
    if found is None:
        raise NotFound("directive")
    return found
