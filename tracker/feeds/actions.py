"""Making and revoking the address of a calendar."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import NotFound
from tracker.feeds.models import Feed
from tracker.feeds.queries import Owner
from tracker.people.models import Person


@action
def make_own(actor: Actor, person: Person) -> Feed:
    """Make the address of one's own calendar; one that works stays as it is, after a revoked one comes another."""
    policy.require(actor, "feed.own", person)
    db.session.get(Person, person.id, with_for_update=True)  # two presses at once make one
    return _make(actor, select(Feed).where(Feed.person_id == person.id), person_id=person.id)


@action
def make_of_body(actor: Actor, body: Body) -> Feed:
    """The same for a body: by the office, or by whoever works there."""
    policy.require(actor, "feed.body", Owner(body.id))
    db.session.get(Body, body.id, with_for_update=True)
    return _make(actor, select(Feed).where(Feed.body_id == body.id), body_id=body.id)


@action
def revoke_own(actor: Actor, person: Person) -> Feed:
    """The address opens nothing any more. Raises NotFound where there is none."""
    policy.require(actor, "feed.own", person)
    return _revoke(actor, select(Feed).where(Feed.person_id == person.id))


@action
def revoke_of_body(actor: Actor, body: Body) -> Feed:
    """The same for a body."""
    policy.require(actor, "feed.body", Owner(body.id))
    return _revoke(actor, select(Feed).where(Feed.body_id == body.id))


def _make(actor: Actor, known: Any, **owner: int) -> Feed:
    row: Feed | None = db.session.scalar(known)
    if row is None:
        row = Feed(made_at=clock.now(), made_by=actor.label, secret_version=1, **owner)
        db.session.add(row)
    elif row.revoked_at is not None:
        row.secret_version, row.revoked_at = row.secret_version + 1, None
        row.made_at, row.made_by = clock.now(), actor.label
    db.session.flush()
    trail.record(actor, "feed.make", row, after=dict(owner))
    return row


def _revoke(actor: Actor, known: Any) -> Feed:
    row: Feed | None = db.session.scalar(known.where(Feed.revoked_at.is_(None)).with_for_update())
    if row is None:
        raise NotFound("feed")
    row.revoked_at = clock.now()
    trail.record(actor, "feed.revoke", row)
    return row
