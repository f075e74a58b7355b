"""Saying who of the office follows a body or a directive."""

from __future__ import annotations

from sqlalchemy import select

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.officials.models import Official
from tracker.people.models import Person


@action
def set_official(
    actor: Actor, thing: Body | Directive, *, person_id: int | None, version: int | None = None
) -> Official:
    """Say who follows a body or a directive from now on; None: nobody.

    Raises Conflict("stale") when it was said anew since `version` (0: never said before), Refused("not_of_office") for
    who is not of the office or may no longer sign in.
    """
    policy.require(actor, "official.set", thing)
    if person_id is not None and not _may_follow(person_id):
        raise Refused("not_of_office")
    db.session.get(type(thing), thing.id, with_for_update=True)  # the first row of two is made by one of them
    key = {"body_id": thing.id} if isinstance(thing, Body) else {"directive_id": thing.id}
    kept = db.session.scalar(select(Official).filter_by(**key))
    if version is not None and version != (kept.version if kept is not None else 0):
        raise Conflict("stale")
    before = kept.person_id if kept is not None else None
    if kept is None:
        kept = Official(**key)
        db.session.add(kept)
    kept.person_id = person_id
    trail.record(
        actor, "official.set", thing, before={"official_id": before}, after={"official_id": person_id}
    )
    return kept


def _may_follow(person_id: int) -> bool:
    person = db.session.get(Person, person_id)
    return person is not None and person.role == "office" and person.is_enabled
