"""Writing down that all that is kept about a person was given out."""

from __future__ import annotations

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.people.models import Person


@action
def note_export(actor: Actor, person: Person) -> Person:
    """Somebody takes a copy of what is kept about a person: the person, or an administrator for them."""
    policy.require(actor, "person.export", person)
    trail.record(actor, "person.export", person)
    return person
