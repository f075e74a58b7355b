"""Open due days follow the calendar of working days (decision 7; domain 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.extensions import queries, rules
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.workdays.actions import forget_day, set_day

AT_ONCE = 5_000  # ids in one statement


@action
def change_day(
    actor: Actor,
    day: date,
    *,
    is_working: bool | None,
    name: str = "",
    source: str = "",
    version: int | None = None,
) -> dict[tuple[date, date], int]:
    """Declare a day off or worked, or (`is_working` None) ordinary again; open due days move with it.

    Returns how many moved, by (old day, new day). Raises what `set_day` and `forget_day` raise.
    """
    policy.require(actor, "workday.change")
    found = queries.moved_by_calendar(actor, day, is_working=is_working)
    if is_working is None:
        forget_day(actor, day)
    else:
        set_day(actor, day, is_working=is_working, name=name, source=source, version=version)
    return {(old, new): _move(actor, day, ids, old, new) for (old, new), ids in found.items()}


def _move(actor: Actor, day: date, ids: Sequence[int], old: date, new: date) -> int:
    """Give assignments their new day, with one line of the log; letters about the old one are called back."""
    moved: list[int] = []
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        still = (Assignment.id.in_(some), Assignment.due_on == old, Assignment.is_owed)
        statement = update(Assignment).where(*still).values(due_on=new, version=Assignment.version + 1)
        moved += db.session.scalars(statement.returning(Assignment.id).execution_options(**PLAIN))
        waiting = (Extension.assignment_id.in_(some), Extension.state == "asked", Extension.old_due_on == old)
        asked = update(Extension).where(*waiting).values(old_due_on=new, version=Extension.version + 1)
        db.session.execute(asked.execution_options(**PLAIN))
        post.cancel(some, rules.REMINDING)
    db.session.expire_all()
    after = {"old": str(old), "new": str(new), "assignments": sorted(moved)}
    trail.record(actor, "workday.change", f"calendar:{day}", after=after)
    return len(moved)
