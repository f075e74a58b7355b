"""Signing in and out, passwords, and what ends a session."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, Viewer
from tracker.action import action
from tracker.audit import trail
from tracker.audit.models import SecurityEvent
from tracker.auth import passwords, rates, rules
from tracker.auth.models import OneTimeSecret, UserSession
from tracker.auth.queries import digest
from tracker.db import db, transaction
from tracker.errors import NotFound, Refused
from tracker.people.models import Person
from tracker.people.queries import by_login


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


def prove(login: str, password: str, *, ip: str) -> Person:
    """The enabled person with this login (or e-mail) and password.

    Raises Refused("wrong_credentials") whatever was wrong, TooMany after five wrong passwords for one account,
    thirty from one IP address (both in any 15 minutes) or 300 attempts a minute in all; hashes in every case (S2).
    """
    rates.count("sign-in", limit=rules.TRIES_IN_ALL, seconds=rules.MINUTE)
    address = f"sign-in:ip:{ip}"
    rates.attempt(address, limit=rules.TRIES_PER_ADDRESS, seconds=rules.QUARTER_HOUR)
    person = by_login(login)
    _try(person, login, password, ip)
    rates.give_back(address, seconds=rules.QUARTER_HOUR)
    if person is None or not person.is_enabled:
        raise Refused("wrong_credentials")
    return person


def confirm_identity(viewer: Viewer, password: str, *, ip: str = "") -> None:
    """Ask a signed-in person for the password again, as before closing a period; marks the session as confirmed now.

    Call from a handler before the action it guards. Raises Refused("wrong_credentials") or TooMany.
    """
    person = _own(viewer)
    _try(person, person.login, password, ip)
    note_identity(viewer, person)


def change_password(viewer: Viewer, *, current: str, new: str) -> None:
    """A signed-in person's new password. Raises Refused("wrong_credentials") or Refused("password_…")."""
    person = _own(viewer)
    _try(person, person.login, current, "")
    set_password(viewer, person, hashed=passwords.hash_new(new, person), keep_session=viewer.session_id)


@action
def note_identity(actor: Viewer, person: Person) -> None:
    """The person of this session has just proved again who they are."""
    policy.require(actor, "session.confirm", person)
    db.session.execute(
        update(UserSession).where(UserSession.id == actor.session_id).values(reauth_at=clock.now())
    )
    trail.record(actor, "session.confirm", person)


@action
def set_password(actor: Actor, person: Person, *, hashed: str, keep_session: int | None = None) -> Person:
    """Store a password's hash; every other session and every outstanding link of the person ends with it."""
    policy.require(actor, "person.password", person)
    now = clock.now()
    person.password_hash, person.password_set_at, person.locked_until = hashed, now, None
    rates.forget(_account(person, ""))
    db.session.execute(
        update(OneTimeSecret)
        .where(OneTimeSecret.person_id == person.id, OneTimeSecret.used_at.is_(None))
        .values(used_at=now)
    )
    end_sessions(actor, person, except_id=keep_session)
    trail.record(actor, "person.password", person)
    return person


@action
def unlock(actor: Actor, person: Person) -> Person:
    """Let a person try passwords again before the quarter of an hour is over."""
    policy.require(actor, "person.unlock", person)
    person.locked_until = None
    rates.forget(_account(person, ""))
    trail.record(actor, "person.unlock", person)
    return person


def _try(person: Person | None, login: str, password: str, ip: str) -> None:
    """One counted try at an account's password; the same work and the same answer for an account nobody has."""
    account = _account(person, login)
    left = rates.attempt(account, limit=rules.TRIES_PER_ACCOUNT, seconds=rules.QUARTER_HOUR)
    if passwords.fits(password, person.password_hash if person else None):
        rates.forget(account)
        return
    with transaction() as session:
        session.add(
            SecurityEvent(
                at=clock.now(), kind="wrong_password", person_id=person.id if person else None, ip=ip
            )
        )
        if person and not left:
            until = clock.now() + timedelta(seconds=rules.QUARTER_HOUR)
            session.execute(update(Person).where(Person.id == person.id).values(locked_until=until))
    raise Refused("wrong_credentials")


def _account(person: Person | None, login: str) -> str:
    return f"password:{person.id}" if person else f"password:?{digest(login.strip().lower()).hex()}"


def _own(viewer: Viewer) -> Person:
    person = db.session.get(Person, viewer.id)
    if person is None:
        raise NotFound("person")
    return person
