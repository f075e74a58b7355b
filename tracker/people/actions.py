"""Making people, their accounts, memberships and posts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import ROLES, Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body, Post
from tracker.db import db
from tracker.errors import Refused
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
    if role not in ROLES:
        raise Refused("role_unknown", role=role)
    if db.session.scalar(select(Person.id).where(or_(Person.login == login, Person.email == email))):
        raise Refused("login_taken", login=login)
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
    trail.record(actor, "person.edit", person, after={"body_id": body.id, "from": str(valid_from)})
    return made


@action
def take_post(actor: Actor, person: Person, post: Post, *, valid_from: date) -> PostHolding:
    """The person holds the post from a day on."""
    policy.require(actor, "person.edit", person)
    made = PostHolding(post_id=post.id, person_id=person.id, valid_from=valid_from)
    db.session.add(made)
    trail.record(actor, "person.edit", person, after={"post_id": post.id, "from": str(valid_from)})
    return made
