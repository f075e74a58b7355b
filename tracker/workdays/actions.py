"""Changing the table of days that differ from the ordinary week."""

from __future__ import annotations

from datetime import date

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.workdays import seed
from tracker.workdays.models import CalendarDay
from tracker.workdays.queries import days_of_year


@action
def seed_year(actor: Actor, year: int) -> list[date]:
    """Add the known holidays of a year; days already in the table stay as the office set them."""
    policy.require(actor, "workday.change")
    kept = {row.day for row in days_of_year(year)}
    added = [row for row in seed.proposed_days(year) if row.day not in kept]
    db.session.add_all(added)
    trail.record(
        actor, "workday.change", f"calendar:{year}", after={"added": [str(row.day) for row in added]}
    )
    return [row.day for row in added]


@action
def set_day(
    actor: Actor, day: date, *, is_working: bool, name: str, source: str, version: int | None = None
) -> CalendarDay:
    """Declare a day off or worked; `version` is that of the day typed over.

    Raises Refused without the name of the occasion or its source, Conflict("stale") for a day changed meanwhile.
    """
    policy.require(actor, "workday.change")
    if not name.strip() or not source.strip():
        raise Refused("workday_unnamed")
    trail.wait_turn()
    before = db.session.get(CalendarDay, day, populate_existing=True)
    if version is not None and version != (before.version if before else 0):
        raise Conflict("stale")
    told = {"is_working": before.is_working, "name": before.name, "source": before.source} if before else None
    row = db.session.merge(CalendarDay(day=day, is_working=is_working, name=name, source=source))
    trail.record(
        actor,
        "workday.change",
        f"calendar:{day}",
        before=told,
        after={"is_working": is_working, "name": name, "source": source},
    )
    return row


@action
def forget_day(actor: Actor, day: date) -> date:
    """Let a day follow the ordinary week again. Raises NotFound for one that does so already."""
    policy.require(actor, "workday.change")
    row = db.session.get(CalendarDay, day)
    if row is None:
        raise NotFound("calendar_day")
    told = {"is_working": row.is_working, "name": row.name, "source": row.source}
    db.session.delete(row)
    trail.record(actor, "workday.change", f"calendar:{day}", before=told, after={"removed": True})
    return day
