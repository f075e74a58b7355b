"""Making people, their accounts, memberships and posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import ROLES, Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body, Post
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.people.models import Membership, Person, PostHolding
from tracker.vietnamese import fold, sort_key


@action
def create_person(
    actor: Actor,
    *,
    name: str,
    login: str,
    email: str,
    role: str,
    phone: str = "",
    language: str | None = None,
) -> Person:
    """Add a person with an account that has no password yet. Raises Refused for a taken login or e-mail."""
    policy.require(actor, "person.create")
    login, email = login.strip().lower(), email.strip().lower()
    _require_free(role, login, email)
    made = Person(
        name=name,
        login=login,
        email=email,
        role=role,
        phone=phone,
        language=language,
        sort_key=sort_key(name),
        folded=fold(name),
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "person.create", made, after={"name": name, "login": login, "role": role})
    return made


@action
def join_body(
    actor: Actor, person: Person, body: Body, *, valid_from: date, is_focal: bool = False
) -> Membership:
    """The person works for the body from a day on; a focal officer is its contact (cán bộ đầu mối)."""
    policy.require(actor, "person.edit", person)
    made = Membership(person_id=person.id, body_id=body.id, valid_from=valid_from, is_focal=is_focal)
    db.session.add(made)
    _placed(actor, person.id, {"body_id": body.id, "from": str(valid_from)})
    return made


@action
def take_post(actor: Actor, person: Person, post: Post, *, valid_from: date) -> PostHolding:
    """The person holds the post from a day on."""
    policy.require(actor, "person.edit", person)
    made = PostHolding(post_id=post.id, person_id=person.id, valid_from=valid_from)
    db.session.add(made)
    _placed(actor, person.id, {"post_id": post.id, "from": str(valid_from)})
    return made


@action
def edit_person(
    actor: Actor, person: Person, *, name: str, login: str, email: str, phone: str, role: str, version: int
) -> Person:
    """Correct a person's record or give them another role.

    Raises Refused("login_taken") for somebody else's login or e-mail, Refused("last_admin") when nobody would be
    left to keep accounts, Conflict("stale") when it was saved by someone else since `version`.
    """
    policy.require(actor, "person.edit", person)
    login, email = login.strip().lower(), email.strip().lower()
    if person.version != version:
        raise Conflict("stale")
    _require_free(role, login, email, but=person.id)
    if role != "admin":
        _keep_one_admin(person)
    before = {field: getattr(person, field) for field in ("name", "login", "email", "phone", "role")}
    person.name, person.login, person.email, person.phone, person.role = name, login, email, phone, role
    person.sort_key, person.folded = sort_key(name), fold(name)
    after = {"name": name, "login": login, "email": email, "phone": phone, "role": role}
    trail.record(actor, "person.edit", person, before=before, after=after)
    return person


@action
def enable_person(actor: Actor, person: Person, *, is_enabled: bool) -> Person:
    """Let an account sign in, or shut it: its sessions end with its next request. Raises Refused("last_admin")."""
    policy.require(actor, "person.enable", person)
    if not is_enabled:
        _keep_one_admin(person)
    before, person.is_enabled = person.is_enabled, is_enabled
    trail.record(actor, "person.enable", person, before={"enabled": before}, after={"enabled": is_enabled})
    return person


@action
def choose_language(actor: Actor, person: Person, *, language: str) -> Person:
    """The language a person reads, on every browser of theirs."""
    policy.require(actor, "person.language", person)
    before, person.language = person.language, language
    trail.record(actor, "person.language", person, before={"language": before}, after={"language": language})
    return person


@action
def choose_keys(actor: Actor, person: Person, *, keys: str) -> Person:
    """Whether keys move through lists: where there is a keyboard ("auto"), always ("on") or never ("off")."""
    policy.require(actor, "person.keys", person)
    before, person.keys = person.keys, keys
    trail.record(actor, "person.keys", person, before={"keys": before}, after={"keys": keys})
    return person


@action
def leave_body(
    actor: Actor, membership: Membership, *, valid_to: date, successor: Person | None = None
) -> Membership:
    """The person no longer works for the body from a day on (that day excluded).

    `successor` carries on what the person had in hand: works for the body from that day, and is its contact where
    the person was. The body stays answerable all the while.
    """
    policy.require(actor, "person.edit", membership)
    membership.valid_to = max(valid_to, membership.valid_from)
    membership.successor_id = successor.id if successor else None
    until = {"body_id": membership.body_id, "until": str(membership.valid_to)}
    _placed(actor, membership.person_id, until | _to(successor))
    if successor is not None:
        _carry_on(actor, membership, successor, valid_to)
    return membership


@action
def leave_post(
    actor: Actor, holding: PostHolding, *, valid_to: date, successor: Person | None = None
) -> PostHolding:
    """The person no longer holds the post from a day on (that day excluded); `successor` holds it from then.

    What was given to the post is the post's: its open work goes to the successor with it.
    """
    policy.require(actor, "person.edit", holding)
    holding.valid_to = max(valid_to, holding.valid_from)
    holding.successor_id = successor.id if successor else None
    until = {"post_id": holding.post_id, "until": str(holding.valid_to)}
    _placed(actor, holding.person_id, until | _to(successor))
    if successor is not None:
        post = db.session.get_one(Post, holding.post_id)
        if not _works_for(successor, post.body_id, valid_to):
            join_body(actor, successor, db.session.get_one(Body, post.body_id), valid_from=valid_to)
        take_post(actor, successor, post, valid_from=valid_to)
    return holding


def _carry_on(actor: Actor, membership: Membership, successor: Person, day: date) -> None:
    """The successor works for the body, as its contact where the one who leaves was."""
    here = _works_for(successor, membership.body_id, day)
    if here is not None and (here.is_focal or not membership.is_focal):
        return
    if here is not None:  # what somebody was until now stays readable
        here.valid_to = max(day, here.valid_from)
    body = db.session.get_one(Body, membership.body_id)
    join_body(actor, successor, body, valid_from=day, is_focal=membership.is_focal)


def _works_for(person: Person, body_id: int, day: date) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(
            Membership.person_id == person.id, Membership.body_id == body_id, Membership.is_valid_on(day)
        )
    )


def _to(successor: Person | None) -> dict[str, Any]:
    return {"successor_id": successor.id} if successor is not None else {}


def _require_free(role: str, login: str, email: str, but: int = 0) -> None:
    """Raise Refused for a role there is not, and for a login or e-mail that is another person's than `but`."""
    if role not in ROLES:
        raise Refused("role_unknown", role=role)
    taken = select(Person.id).where(or_(Person.login.in_((login, email)), Person.email.in_((login, email))))
    if db.session.scalar(taken.where(Person.id != but)):
        raise Refused("login_taken", login=login)


def _placed(actor: Actor, person_id: int, after: dict[str, Any]) -> None:
    """Write down where a person works, or what post they hold, from or until when."""
    trail.record(actor, "person.edit", f"person:{person_id}", after=after)


def _keep_one_admin(person: Person) -> None:
    others = select(Person.id).where(Person.role == "admin", Person.is_enabled, Person.id != person.id)
    if person.role == "admin" and not db.session.scalar(others.limit(1)):
        raise Refused("last_admin")
