"""Files on their way to a draft whose pages are read off pictures."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.intake.models import Reading

MOST_READINGS = 20


def reading(viewer: Actor, reading_id: int) -> Reading:
    """A file on its way to a draft; the office's alone. Raises NotFound, also for one given up."""
    found = db.session.get(Reading, reading_id, populate_existing=True)
    if found is None or found.state == "dropped" or not policy.may(viewer, "directive.draft"):
        raise NotFound("reading")
    return found


def unread_pages(directive: Directive) -> list[int]:
    """The pages, from 1, that a draft's text lacks because they could not be read."""
    if not directive.is_machine_read:
        return []
    went_on = select(Reading.unread).where(Reading.directive_id == directive.id, Reading.is_enough)
    return list(db.session.scalars(went_on.limit(1)).first() or [])


def open_readings(viewer: Actor) -> Sequence[Reading]:
    """Files being read, and those that could not be and still lie here, the oldest first."""
    if not policy.may(viewer, "directive.draft"):
        return []
    waits = Reading.state.in_(("waiting", "reading")) | ((Reading.state == "refused") & (Reading.held != ""))
    return db.session.scalars(select(Reading).where(waits).order_by(Reading.id).limit(MOST_READINGS)).all()
