"""Whom letters reach by name: heads of bodies, leaders, the office, officers who asked for the week's letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from tracker.bodies.models import Post
from tracker.db import db
from tracker.people.models import Membership, Person, PostHolding
from tracker.reminders.models import Wish
from tracker.reminders.queries.texts import chunks
from tracker.settings.queries import letter_rules

WISHED = {"weekly": "officer", "leader": "leader", "morning": "office"}
"""Kinds of optional letters, each with the role it is for."""
GIVEN = frozenset({"leader", "morning"})
"""Those a person gets until they say no; the others only once they say yes."""


class Reader(NamedTuple):
    """A person who gets a kind of letter, and on which day of the week where it is weekly."""

    id: int
    name: str
    email: str
    weekday: int


def heads(body_ids: Collection[int], day: date) -> dict[str, tuple[Reader, set[int]]]:
    """Mailbox to the head behind it and the bodies they head on a day."""
    found: dict[str, tuple[Reader, set[int]]] = {}
    for part in chunks(body_ids):
        rows = db.session.execute(
            select(Person.id, Person.name, Person.email, Post.body_id)
            .join(PostHolding, PostHolding.person_id == Person.id)
            .join(Post, Post.id == PostHolding.post_id)
            .where(Post.body_id.in_(part), Post.is_head.is_(True), PostHolding.is_valid_on(day))
            .where(Person.is_enabled.is_(True), Person.email != "")
            .order_by(Person.id)
        )
        for row in rows:
            reader = Reader(row.id, row.name, row.email, letter_rules().weekly_weekday)
            found.setdefault(row.email.lower(), (reader, set()))[1].add(row.body_id)
    return found


def wishing(kind: str) -> list[Reader]:
    """Everybody who gets an optional kind of letter."""
    if not in_force(kind):
        return []
    wanted = Wish.is_on.is_(True) if kind not in GIVEN else or_(Wish.is_on.is_(None), Wish.is_on.is_(True))
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, func.coalesce(Wish.weekday, usual_day(kind)))
        .outerjoin(Wish, (Wish.person_id == Person.id) & (Wish.kind == kind))
        .where(Person.role == WISHED[kind], Person.is_enabled.is_(True), Person.email != "", wanted)
        .order_by(Person.id)
    )
    return [Reader(*row) for row in rows]


def in_force(kind: str) -> bool:
    """Whether the office has this optional letter sent at all."""
    limits = letter_rules()
    return bool(
        {"leader": limits.leader_weekday and limits.leader_after, "morning": limits.morning}.get(kind, 1)
    )


def usual_day(kind: str) -> int:
    """The day of the week a weekly letter goes to whoever has not chosen one; Monday where the office has none."""
    limits = letter_rules()
    return (limits.leader_weekday if kind == "leader" else limits.weekly_weekday) or 1


def bodies_of(readers: Collection[Reader], day: date) -> dict[int, set[int]]:
    """Person to the bodies they work for on a day."""
    found: dict[int, set[int]] = defaultdict(set)
    for part in chunks([reader.id for reader in readers]):
        rows = db.session.execute(
            select(Membership.person_id, Membership.body_id).where(
                Membership.person_id.in_(part), Membership.is_valid_on(day)
            )
        )
        for person_id, body_id in rows:
            found[person_id].add(body_id)
    return found
