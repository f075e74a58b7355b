"""The office's letter of the morning."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.outbox import post
from tracker.reminders import queries, rules
from tracker.reminders.queries.morning import Morning, morning_of
from tracker.reminders.queries.readers import Reader, wishing
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import DAY, add_working_days


def queue_morning(actor: Actor, day: date) -> int:
    """Queue the office's letter of a working day, one to each who has not said no. Returns how many.

    Nothing to tell, no letter; silent on days off and in the evening.
    """
    if not queries.works_on(day) or clock.now() >= clock.on(day, rules.EVENING):
        return 0
    return int(_queue_morning(actor, day))


@action
def _queue_morning(actor: Actor, day: date) -> int:
    policy.require(actor, "reminder.ladder")
    before = add_working_days(day, -1, exceptions(day - 60 * DAY, day))
    found = morning_of(day, before)
    drafts = [_letter(reader, found, day) for reader in _readers(day)] if found else []
    known = post.queued([draft.key for draft in drafts])
    fresh = [draft for draft in drafts if draft.key not in known]
    post.enqueue_all(fresh)
    trail.record(actor, "reminder.ladder", f"morning:{day}", after={"letters": len(fresh)})
    return len(fresh)


def _readers(day: date) -> list[Reader]:
    """Who gets it; whoever heads a body that is told of today gets that letter instead: one a day."""
    readers = wishing("morning")
    at = clock.on(day, rules.MORNING)
    told = {letter.to.lower() for letter in queries.plan_of(day, at).letters} if readers else set()
    return [reader for reader in readers if reader.email.lower() not in told]


def _letter(reader: Reader, found: Morning, day: date) -> post.Draft:
    return post.Draft(
        key=f"daily:{reader.email.lower()}:{day}",
        kind="morning",
        to=reader.email,
        to_name=reader.name,
        template="morning",
        expires_at=clock.on(day, rules.EVENING),
        is_optional=True,
        facts=morning_facts(reader.name, found, day),
    )


def morning_facts(name: str, found: Morning, day: date) -> dict[str, Any]:
    """What the office's letter of the morning says."""
    return {"kind": "morning", "mode": "giao", "name": name, "figures": found, "day": day}
