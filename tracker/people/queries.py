"""Reading people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from tracker.access.actors import Viewer
from tracker.db import db
from tracker.people.models import Membership, Person


def by_login(login: str) -> Person | None:
    """The person who signs in with this login or e-mail (folded to lower case)."""
    wanted = login.strip().lower()
    return db.session.scalar(select(Person).where(or_(Person.login == wanted, Person.email == wanted)))


def body_ids(person_id: int, day: date) -> frozenset[int]:
    """The bodies a person works for on a day."""
    rows = db.session.scalars(
        select(Membership.body_id).where(Membership.person_id == person_id, Membership.is_valid_on(day))
    )
    return frozenset(rows)


def as_viewer(person: Person, day: date) -> Viewer:
    """A person as an actor, outside a request (commands, the demonstration, tests)."""
    return Viewer(
        id=person.id,
        label=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        body_ids=body_ids(person.id, day),
    )
