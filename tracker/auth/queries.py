"""Who a cookie belongs to, read afresh on each request: rights changed a moment ago hold now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import Viewer
from tracker.auth.models import UserSession
from tracker.db import db
from tracker.people.models import Membership, Person


def digest(secret: str) -> bytes:
    """How a session id or one-time secret is stored."""
    return sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Seen:
    """A valid session: its viewer and when it was last seen."""

    viewer: Viewer
    last_seen_at: datetime


def session_of(cookie: str, idle: timedelta) -> Seen | None:
    """The live session behind a cookie: not revoked, not over its limits, its person enabled. One statement."""
    now, day = clock.now(), clock.today()
    rows = db.session.execute(
        select(UserSession, Person, Membership.body_id)
        .join(Person, Person.id == UserSession.person_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.is_valid_on(day))
        .where(UserSession.id_hash == digest(cookie))
    ).all()
    if not rows:
        return None
    session, person, _ = rows[0]
    if (
        session.revoked_at
        or session.expires_at <= now
        or session.last_seen_at + idle <= now
        or not person.is_enabled
    ):
        return None
    viewer = Viewer(
        id=person.id,
        label=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        body_ids=frozenset(row.body_id for row in rows if row.body_id is not None),
        session_id=session.id,
        reauth_at=session.reauth_at,
    )
    return Seen(viewer, session.last_seen_at)
