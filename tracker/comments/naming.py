"""Who can be mentioned in a comment, and whom one mentions: only people who may see the assignment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from tracker.access.actors import SEES_ALL
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.comments import rules
from tracker.db import db
from tracker.errors import Refused
from tracker.people.models import Membership, Person
from tracker.reforms.models import Succession

MOST_PEOPLE = 500  # who may be chosen in one form


class Reader(NamedTuple):
    """Somebody who sees an assignment; `body` is where they work for, "" for whom it does not matter."""

    id: int
    name: str
    login: str
    email: str
    role: str
    is_mailed: bool
    body_id: int | None
    body: str


def parties(assignment: Assignment) -> list[Body]:
    """The bodies an assignment concerns: who leads, then who works with them."""
    return list(
        {
            body.id: body for body in (assignment.body, *(each.body for each in assignment.coordinators))
        }.values()
    )


def readers(assignment: Assignment, day: date) -> list[Reader]:
    """Who may see an assignment on a day: the office, leaders, auditors, and the people of its bodies.

    The office and leaders first. A person of two of its bodies stands once for each.
    """
    bodies = [body.id for body in parties(assignment)]
    heirs = select(Succession.new_id).where(Succession.old_id.in_(bodies), Succession.new_id.is_not(None))
    concerned = or_(Membership.body_id.in_(bodies), Membership.body_id.in_(heirs))
    works = (Membership.person_id == Person.id) & Membership.is_valid_on(day) & concerned
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.login,
            Person.email,
            Person.role,
            Person.is_mailed_mentions,
            Membership.body_id,
            Body.name,
        )
        .select_from(Person)
        .outerjoin(Membership, works)
        .outerjoin(Body, Body.id == Membership.body_id)
        .where(Person.is_enabled, or_(Person.role.in_(SEES_ALL), Membership.id.is_not(None)))
        .order_by(Body.sort_key.is_not(None), Body.sort_key, Person.sort_key, Person.id)
        .limit(MOST_PEOPLE)
    )
    return [Reader(*row[:7], row[7] or "") for row in rows]


def names(assignment: Assignment, people: Sequence[Reader]) -> list[rules.Name]:
    """The ways to write who can be mentioned."""
    once = {each.id: each for each in people}
    found = [rules.Name(f"p{each.id}", rules.person_forms(each.name, each.login)) for each in once.values()]
    return found + [rules.Name(f"b{body.id}", rules.body_forms(body.name)) for body in parties(assignment)]


def named_by(
    assignment: Assignment, people: Sequence[Reader], text: str, chosen: Collection[str] = ()
) -> list[str]:
    """The keys of whom a comment mentions: chosen in the form or named in its words.

    Raises Refused("reader_gone") for a choice that is none now: who cannot see the work cannot be mentioned.
    """
    known = names(assignment, people)
    if set(chosen) - {each.key for each in known}:
        raise Refused("reader_gone")
    return list(dict.fromkeys((*chosen, *rules.meant(text, known).keys)))


def people_of(body_ids: Collection[int], people: Sequence[Reader]) -> list[int]:
    """Those of an assignment's readers who work for some of its bodies, or for what these have become."""
    if not body_ids:
        return []
    heirs = db.session.scalars(select(Succession.new_id).where(Succession.old_id.in_(body_ids)))
    there = {*body_ids, *heirs}
    return list(dict.fromkeys(each.id for each in people if each.body_id in there))
