"""Who a cookie belongs to, read afresh on each request: rights changed a moment ago hold now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from tracker import clock
from tracker.absences.queries import STANDS, still_there, with_stands
from tracker.absences.rules import stands
from tracker.access.actors import Viewer
from tracker.auth import rules
from tracker.auth.models import UserSession
from tracker.db import db, fetch
from tracker.errors import NotFound
from tracker.notices.models import Notice
from tracker.outbox.models import Heartbeat
from tracker.people.models import Membership, Person
from tracker.reforms.models import Succession
from tracker.settings.seldom import MARK, mark_now, read_under
from tracker.sight import read_at, sight_now


def digest(secret: str) -> bytes:
    """How a session id or one-time secret is stored."""
    return sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Seen:
    """A valid session: its viewer and when it was last seen."""

    viewer: Viewer
    last_seen_at: datetime


_DAY: Any = bindparam("day", type_=Date)
_UNREAD = (
    select(func.count(Notice.id))
    .where(Notice.person_id == Person.id, Notice.read_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
)
_HEARD = select(func.max(Heartbeat.at)).where(Heartbeat.role == "jobs").scalar_subquery()
_SESSION = with_stands(
    select(
        UserSession.id,
        UserSession.last_seen_at,
        UserSession.reauth_at,
        UserSession.expires_at,
        UserSession.revoked_at,
        Person.id.label("person_id"),
        Person.name,
        Person.role,
        Person.email,
        Person.language,
        Person.keys,
        Person.is_enabled,
        _UNREAD.label("unread"),
        _HEARD.label("clock_at"),
        mark_now.label(MARK),
        sight_now().label("sight"),
        Membership.body_id,
        Succession.old_id,
        *STANDS,
        still_there(_DAY),
    )
    .join(Person, Person.id == UserSession.person_id)
    .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.is_valid_on(_DAY))
    .outerjoin(Succession, Succession.new_id == Membership.body_id)
    .where(UserSession.id_hash == bindparam("id_hash")),
    Person.id,
    _DAY,
)


def session_of(cookie: str, idle: timedelta) -> Seen | None:
    """The live session behind a cookie: not revoked, not over its limits, its person enabled. One statement."""
    now = clock.now()
    found = fetch(_SESSION, id_hash=digest(cookie), day=clock.today())
    if not found:
        return None
    row = found[0]
    read_under(row.mark)
    read_at(row.sight)
    is_over = row.expires_at <= now or row.last_seen_at + rules.idle_limit(row.role, idle) <= now
    if row.revoked_at or is_over or not row.is_enabled:
        return None
    body_ids = frozenset(id for each in found for id in (each.body_id, each.old_id) if id is not None)
    viewer = Viewer(
        id=row.person_id,
        label=row.name,
        role=row.role,
        email=row.email,
        language=row.language,
        keys=row.keys,
        body_ids=body_ids,
        stands=stands(row.role, body_ids, found) if row.absence_id else (),
        session_id=row.id,
        reauth_at=row.reauth_at,
        unread=row.unread,
        clock_at=row.clock_at,
    )
    return Seen(viewer, row.last_seen_at)


def own_sessions(viewer: Viewer, idle: timedelta) -> list[UserSession]:
    """The viewer's sessions that can still be used, the one seen last first."""
    now = clock.now()
    return list(
        db.session.scalars(
            select(UserSession)
            .where(
                UserSession.person_id == viewer.id,
                UserSession.revoked_at.is_(None),
                UserSession.expires_at > now,
                UserSession.last_seen_at > now - rules.idle_limit(viewer.role, idle),
            )
            .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
            .limit(50)
        )
    )


def own_session(viewer: Viewer, session_id: int) -> UserSession:
    """One of the viewer's own sessions; raises NotFound for anybody else's."""
    found = db.session.get(UserSession, session_id)
    if found is None or found.person_id != viewer.id:
        raise NotFound("session")
    return found
