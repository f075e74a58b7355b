"""Reading absences: whose deputy somebody is, who is away, and who could stand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from tracker.absences.models import Absence
from tracker.access.actors import LENDABLE, Viewer
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Membership, Person
from tracker.people.queries import works_for

SHOWN = 100
_ABSENT = aliased(Person, name="absent")
STANDS = (
    Absence.id.label("absence_id"),
    Absence.body_id.label("absent_body"),
    Absence.last_on.label("absent_until"),
    Absence.may_decide.label("absent_may_decide"),
    _ABSENT.id.label("absent_id"),
    _ABSENT.name.label("absent_name"),
    _ABSENT.role.label("absent_role"),
)
"""Columns `rules.stands` reads, with `still_there`."""


def still_there(day: Any) -> ColumnElement[bool]:
    """Whether the absent one still works for the body of the absence."""
    there = works_for(Absence.person_id, Absence.body_id, day)
    return there.correlate(Absence).label("is_still_there")


def with_stands(rows: Any, deputy: Any, day: Any) -> Any:
    """A statement about people with, of each, the absences in which they stand in on a day."""
    return rows.outerjoin(Absence, and_(Absence.deputy_id == deputy, Absence.is_running_on(day))).outerjoin(
        _ABSENT, and_(_ABSENT.id == Absence.person_id, _ABSENT.is_enabled.is_(True))
    )


def heads_stood_in_for(viewer: Any, body_id: int) -> list[int]:
    """The people whose post in a body the viewer has today: their own, and those they stand in for there."""
    return [viewer.id, *(stand.person_id for stand in viewer.stands if stand.body_id == body_id)]


class Place(NamedTuple):
    """Where somebody can have a deputy: a body, or the side of office and leaders (`id` 0)."""

    id: int
    name: str


def places(person: Person, day: date) -> list[Place]:
    """The places of a person; none for who administers or audits: such rights are not lent."""
    if person.role in LENDABLE:
        return [Place(0, "")]
    if person.role != "officer":
        return []
    rows = db.session.execute(
        select(Body.id, Body.name).where(works_for(person.id, Body.id, day)).order_by(Body.sort_key, Body.id)
    )
    return [Place(*row) for row in rows]


def deputies(person: Person, day: date) -> list[tuple[int, str]]:
    """Who could stand in for a person: (id, name with mailbox), of the same side or the same bodies."""
    rows = select(Person.id, Person.name, Person.email).where(Person.id != person.id, Person.is_enabled)
    if person.role in LENDABLE:
        rows = rows.where(Person.role.in_(LENDABLE))
    else:
        own = [place.id for place in places(person, day)]
        here = exists().where(
            Membership.person_id == Person.id, Membership.body_id.in_(own), Membership.is_valid_on(day)
        )
        rows = rows.where(Person.role == "officer", here)
    found = db.session.execute(rows.order_by(Person.sort_key, Person.id).limit(500))
    return [(id, f"{name} ({email})") for id, name, email in found]


def person(viewer: Viewer, person_id: int) -> Person:
    """The viewer, or whoever the office or an administrator enters an absence for. Raises NotFound."""
    found = db.session.get(Person, person_id)
    if found is None or not (found.id == viewer.id or _sees_all(viewer)):
        raise NotFound("person")
    return found


def deputy(person_id: int) -> Person:
    """Somebody chosen as a deputy. Raises NotFound."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound("person")
    return found


def absence(viewer: Viewer, absence_id: int) -> Absence:
    """One absence of the viewer's own, or any for the office and administrators. Raises NotFound."""
    found: Absence | None = db.session.scalar(_whole().where(Absence.id == absence_id, _in_sight(viewer)))
    if found is None:
        raise NotFound("absence")
    return found


def listed(viewer: Viewer, today: date) -> tuple[Sequence[Absence], Sequence[Absence]]:
    """(running or to come, over) in the viewer's sight: one's own and those one stands in for; all for the office."""
    open_ = and_(Absence.ended_at.is_(None), Absence.last_on >= today)
    rows = _whole().where(_in_sight(viewer)).limit(SHOWN)
    now = db.session.scalars(rows.where(open_).order_by(Absence.first_on, Absence.id)).all()
    return now, db.session.scalars(
        rows.where(~open_).order_by(Absence.last_on.desc(), Absence.id.desc())
    ).all()


def others(viewer: Viewer) -> list[tuple[int, str]]:
    """Whom the office or an administrator may enter an absence for: (id, name with mailbox)."""
    if not _sees_all(viewer):
        return []
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email)
        .where(Person.is_enabled, Person.role.in_(("office", "leader", "officer")))
        .order_by(Person.sort_key, Person.id)
        .limit(2000)
    )
    return [(id, f"{name} ({email})") for id, name, email in rows]


def overlapping(people: Sequence[int], first_on: date, last_on: date) -> Sequence[Absence]:
    """Absences in which one of some people is away or stands in, some day between two."""
    return db.session.scalars(
        select(Absence)
        .where(or_(Absence.person_id.in_(people), Absence.deputy_id.in_(people)))
        .where(Absence.first_on <= last_on, Absence.last_on >= first_on, Absence.ended_at.is_(None))
    ).all()


def all_work_for(people: Sequence[int], body_id: int, day: date) -> bool:
    """Whether each of some people works for a body on a day."""
    return all(db.session.scalar(select(works_for(each, body_id, day))) for each in people)


def _sees_all(viewer: Viewer) -> bool:
    return viewer.role in {"office", "admin"}


def _in_sight(viewer: Viewer) -> ColumnElement[bool]:
    if _sees_all(viewer):
        return true()
    return or_(Absence.person_id == viewer.id, Absence.deputy_id == viewer.id)


def _whole() -> Select[Any]:
    return select(Absence).options(
        joinedload(Absence.person), joinedload(Absence.deputy), joinedload(Absence.body)
    )
