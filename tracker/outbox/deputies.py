"""Who gets the letters of people who are away. Letters that open an account name no person: they go to nobody else."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tracker import clock
from tracker.absences.models import Absence
from tracker.db import db
from tracker.people.models import Person


class StandIn(NamedTuple):
    """An absence that runs or is to come, and its deputy's name and mailbox."""

    absence: Absence
    name: str
    email: str


def stand_ins(people: Collection[int]) -> list[StandIn]:
    """The deputies of some people, those entered last first; one statement, or none."""
    if not people:
        return []
    rows = db.session.execute(
        select(Absence, Person.name, Person.email)
        .join(Person, Person.id == Absence.deputy_id)
        .where(
            Absence.person_id.in_(people), Absence.ended_at.is_(None), Person.is_enabled, Person.email != ""
        )
        .where(Absence.last_on >= clock.today())
        .order_by(Absence.id.desc())
    )
    return [StandIn(*row) for row in rows]
