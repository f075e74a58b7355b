"""What every verb of an assignment asks first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from tracker.assignments import rules
from tracker.assignments.models import Assignment
from tracker.errors import Conflict


def require_move(assignment: Assignment, verb: str) -> None:
    if not rules.may_move(assignment.state, verb):
        raise Conflict("moved_on", state=assignment.state)


@contextmanager
def in_an_open_period() -> Iterator[None]:
    """The database refuses facts dated in a closed month (decision 14); say so instead of breaking."""
    try:
        yield
    except DBAPIError as error:
        if "period is closed" not in str(error.orig):
            raise
        raise Conflict("period_closed") from None
