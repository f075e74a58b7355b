"""A person's own word on the letters that are theirs to refuse."""

from __future__ import annotations

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Person
from tracker.reminders.models import Wish
from tracker.reminders.queries.readers import GIVEN, WISHED, usual_day


@action
def choose(actor: Actor, person: Person, *, kind: str, is_on: bool, weekday: int | None = None) -> Wish:
    """Switch one's own optional letter on or off, and say on which day of the week (1 is Monday) it comes.

    Raises NotFound for a kind that is not for this person's role.
    """
    policy.require(actor, "person.letters", person)
    day = weekday if weekday is not None else usual_day(kind)
    if WISHED.get(kind) != person.role:
        raise NotFound("letter")
    row = db.session.get(Wish, (person.id, kind), with_for_update=True)
    before = {
        "is_on": row.is_on if row else kind in GIVEN,
        "weekday": row.weekday if row else usual_day(kind),
    }
    if row is None:
        row = Wish(person_id=person.id, kind=kind, is_on=is_on, weekday=day)
        db.session.add(row)
    row.is_on, row.weekday = is_on, day
    after = {"kind": kind, "is_on": is_on, "weekday": day}
    trail.record(actor, "person.letters", person, before=before, after=after)
    return row
