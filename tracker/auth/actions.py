"""Signing in and out, and what ends a session."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.auth.models import UserSession
from tracker.auth.queries import digest
from tracker.db import db
from tracker.people.models import Person


class Started:
    """A new session: its row's id and the secret for the cookie, which is stored nowhere."""

    def __init__(self, id: int, cookie: str) -> None:
        self.id = id
        self.cookie = cookie


@action
def start_session(actor: Actor, person: Person, *, hours: int, ip: str, agent: str) -> Started:
    """Open a session for a person who has just proved who they are. A fresh random id every time."""
    policy.require(actor, "session.start", person)
    cookie, now = secrets.token_urlsafe(32), clock.now()
    row = UserSession(
        id_hash=digest(cookie),
        person_id=person.id,
        created_at=now,
        last_seen_at=now,
        reauth_at=now,
        expires_at=now + timedelta(hours=hours),
        ip=ip,
        agent=agent[:200],
    )
    db.session.add(row)
    db.session.flush()
    trail.record(actor, "session.start", person, after={"ip": ip})
    return Started(row.id, cookie)


@action
def end_sessions(
    actor: Actor, person: Person, *, only: int | None = None, except_id: int | None = None
) -> None:
    """End one session (`only`), or all of a person's sessions but one (`except_id`)."""
    policy.require(actor, "session.end", person)
    ended = update(UserSession).where(UserSession.person_id == person.id, UserSession.revoked_at.is_(None))
    if only is not None:
        ended = ended.where(UserSession.id == only)
    if except_id is not None:
        ended = ended.where(UserSession.id != except_id)
    db.session.execute(ended.values(revoked_at=clock.now()))
    trail.record(actor, "session.end", person, after={"session": only, "but": except_id})
