"""Links and codes that work once: the first password, a forgotten one, a sign-in code by mail.

The database keeps a SHA-256 of each. A letter in the outbox holds only a mark such as `⟦secret:17⟧`; the secret is
derived again from the row and a key outside the database when the letter leaves (`fill`), so that neither an
administrator reading letters nor a copy of the database can come in with it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from time import sleep
from typing import Any

from sqlalchemy import select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import SYSTEM, Actor
from tracker.action import action
from tracker.audit import trail
from tracker.audit.models import SecurityEvent
from tracker.auth import passwords, rates, rules
from tracker.auth.actions import end_sessions, set_password
from tracker.auth.models import OneTimeSecret
from tracker.auth.queries import digest
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import NotFound, Refused
from tracker.outbox import post
from tracker.people.actions import create_person, enable_person, join_body
from tracker.people.models import Person
from tracker.people.queries import as_viewer, by_login

MARK = re.compile(r"⟦(secret|code):(\d+)⟧")
LINK = "/mat-khau/"
EVEN = 0.25  # seconds; queueing a letter takes a tenth of that
_key = b""


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A link to choose a password: its row's id and, for whoever may show it, its address."""

    id: int
    address: str


def use_key(key: bytes) -> None:
    """Set the key secrets are derived from."""
    global _key
    _key = key


@action
def make_password_link(
    actor: Actor, person: Person, *, base_url: str, life: int, by_mail: bool
) -> PasswordLink:
    """A new link to choose a password, good for `life` seconds and once; mailed, or handed over by the actor."""
    policy.require(actor, "person.invite", person)
    row = _make(person, "password", life)
    if by_mail:
        post.enqueue(
            f"password:{row.id}",
            kind="password",
            to=person.email,
            to_name=person.name,
            template="password",
            expires_at=row.expires_at,
            link=f"{base_url}{LINK}⟦secret:{row.id}⟧",
            name=person.name,
            is_first=person.password_hash is None,
            hours=life // rules.HOUR,
        )
    trail.record(actor, "person.invite", person, after={"hours": life // rules.HOUR, "by_mail": by_mail})
    return PasswordLink(row.id, f"{base_url}{LINK}{_derived(row)}")


@action
def create_account(
    actor: Actor, *, base_url: str, by_mail: bool, body_id: int = 0, is_focal: bool = False, **facts: Any
) -> PasswordLink:
    """Add a person (`facts` as for `people.actions.create_person`) with a link to choose the first password.

    Where a body is given, they work for it from today on. The answer's id is the person's.
    """
    policy.require(actor, "person.create")
    person = create_person(actor, **facts)
    if body := db.session.get(Body, body_id):
        join_body(actor, person, body, valid_from=clock.today(), is_focal=is_focal)
    link = make_password_link(actor, person, base_url=base_url, life=rules.FIRST_LIFE, by_mail=by_mail)
    return PasswordLink(person.id, link.address)


@action
def shut_account(actor: Actor, person: Person) -> Person:
    """Disable an account and end its sessions, so that enabling it later revives none of them."""
    policy.require(actor, "person.enable", person)
    enable_person(actor, person, is_enabled=False)
    end_sessions(actor, person)
    return person


def ask_reset(login: str, *, base_url: str, ip: str) -> None:
    """Mail a reset link to the person with this login or e-mail, if there is one. Says nothing about it.

    Raises TooMany after three letters an hour for one name or thirty askings in 15 minutes from one IP address.
    """
    person = _asked_for(login, "reset", ip)
    if person is not None:
        make_password_link(SYSTEM, person, base_url=base_url, life=rules.RESET_LIFE, by_mail=True)


def ask_code(login: str, *, browser: str, ip: str) -> None:
    """Mail a sign-in code bound to one browser, if the person may use one (never an administrator)."""
    person = _asked_for(login, "code", ip)
    if person is not None and person.role != "admin":
        send_code(SYSTEM, person, browser=browser)


@action
def send_code(actor: Actor, person: Person, *, browser: str) -> OneTimeSecret:
    """Make a code of six digits for one browser, good for ten minutes, and queue its letter."""
    policy.require(actor, "person.code", person)
    row = _make(person, "code", rules.CODE_LIFE, browser)
    post.enqueue(
        f"code:{row.id}",
        kind="code",
        to=person.email,
        to_name=person.name,
        template="code",
        expires_at=row.expires_at,
        code=f"⟦code:{row.id}⟧",
        name=person.name,
        minutes=rules.CODE_LIFE // rules.MINUTE,
    )
    trail.record(actor, "person.code", person)
    return row


@contextmanager
def evenly() -> Iterator[None]:
    """Let what runs inside take the same time whether there is such an account or not."""
    began = clock.monotonic()
    try:
        yield
    finally:
        sleep(max(0.0, EVEN - (clock.monotonic() - began)))


def owner(secret: str) -> Person:
    """Whose password link this is. Changes nothing; raises NotFound("link_used") when it works no more."""
    found = _live(secret)
    person = db.session.get(Person, found.person_id) if found else None
    if person is None or not person.is_enabled:
        raise NotFound("link_used")
    return person


def choose_password(secret: str, password: str) -> Person:
    """Take a new password behind a link; the link is spent. Raises NotFound("link_used"), Refused("password_…")."""
    person = owner(secret)
    hashed = passwords.hash_new(password, person)
    with transaction() as session:
        spent = session.execute(
            update(OneTimeSecret)
            .where(OneTimeSecret.secret_hash == digest(secret), OneTimeSecret.used_at.is_(None))
            .values(used_at=clock.now())
        )
        if spent.rowcount != 1:  # type: ignore[attr-defined]
            raise NotFound("link_used")
        set_password(as_viewer(person, clock.today()), person, hashed=hashed)
    return person


def prove_code(browser: str, code: str, *, ip: str) -> Person:
    """The person whose code this is. Raises Refused("wrong_code") for any reason, TooMany for too many from one IP."""
    address = f"sign-in:ip:{ip}"
    rates.attempt(address, limit=rules.TRIES_PER_ADDRESS, seconds=rules.QUARTER_HOUR)
    with transaction() as session:
        tried = session.scalar(_newest_code(browser).with_for_update())
        right = tried is not None and hmac.compare_digest(tried.secret_hash, _code_hash(tried, code))
        if tried is not None:
            tried.tries += 1
            tried.used_at = clock.now() if right or tried.tries >= rules.CODE_TRIES else None
        if not right:
            session.add(SecurityEvent(at=clock.now(), kind="wrong_code", ip=ip))
    person = db.session.get(Person, tried.person_id) if tried is not None and right else None
    if person is None or not person.is_enabled or person.role == "admin":
        raise Refused("wrong_code")
    rates.give_back(address, seconds=rules.QUARTER_HOUR)
    return person


def fill(text: str) -> str:
    """Put the secrets of one-time links and codes in the place of their marks, just before a letter leaves."""

    def secret(found: re.Match[str]) -> str:
        row = db.session.get(OneTimeSecret, int(found[2]))
        return found[0] if row is None else (_digits(row) if found[1] == "code" else _derived(row))

    return MARK.sub(secret, text)


def _asked_for(login: str, what: str, ip: str) -> Person | None:
    rates.count(f"{what}:ip:{ip}", limit=rules.TRIES_PER_ADDRESS, seconds=rules.QUARTER_HOUR)
    rates.count(
        f"{what}:{digest(login.strip().lower()).hex()}", limit=rules.LETTERS_PER_HOUR, seconds=rules.HOUR
    )
    person = by_login(login)
    return person if person is not None and person.is_enabled and person.email else None


def _make(person: Person, purpose: str, life: int, browser: str = "") -> OneTimeSecret:
    now = clock.now()
    row = OneTimeSecret(
        purpose=purpose,
        secret_hash=b"",
        person_id=person.id,
        browser_hash=digest(browser) if browser else None,
        created_at=now,
        expires_at=now + timedelta(seconds=life),
    )
    db.session.add(row)
    db.session.flush()
    row.secret_hash = _code_hash(row, _digits(row)) if purpose == "code" else digest(_derived(row))
    return row


def _derived(row: OneTimeSecret) -> str:
    """128 bits nobody can tell without the key."""
    facts = f"{row.purpose}:{row.id}:{row.person_id}:{row.created_at.isoformat()}"
    return hmac.digest(_key, facts.encode(), sha256)[:16].hex()


def _digits(row: OneTimeSecret) -> str:
    return f"{int(_derived(row), 16) % 1_000_000:06d}"


def _code_hash(row: OneTimeSecret, code: str) -> bytes:
    """A code is short: its hash is keyed, or a copy of the database would give it away."""
    return hmac.digest(_key, f"{row.id}:{code}".encode(), sha256)


def _live(secret: str) -> OneTimeSecret | None:
    return db.session.scalar(
        select(OneTimeSecret).where(
            OneTimeSecret.secret_hash == digest(secret),
            OneTimeSecret.purpose == "password",
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.expires_at > clock.now(),
        )
    )


def _newest_code(browser: str):  # type: ignore[no-untyped-def]
    return (
        select(OneTimeSecret)
        .where(
            OneTimeSecret.purpose == "code",
            OneTimeSecret.browser_hash == digest(browser),
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.expires_at > clock.now(),
        )
        .order_by(OneTimeSecret.id.desc())
        .limit(1)
    )
