"""Making and changing the register of bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import (
    Body,
    BodyAlias,
    BodyGroup,
    BodyPlace,
    BodyType,
    GroupAlias,
    GroupMember,
    Post,
)
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.vietnamese import fold, name_key, sort_key


@action
def create_type(actor: Actor, *, code: str, name: str, position: int, mode: str = "giao") -> BodyType:
    """Add a kind of body. `mode` is `giao` (given work) or `de_nghi` (asked)."""
    policy.require(actor, "body.create")
    made = BodyType(code=code, name=name, position=position, mode=mode)
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "body.create", made, after={"code": code, "name": name, "mode": mode})
    return made


@action
def create_body(
    actor: Actor,
    *,
    name: str,
    type_id: int,
    valid_from: date,
    parent_id: int | None = None,
    email: str = "",
    phone: str = "",
    code: str | None = None,
    aliases: Iterable[str] = (),
) -> Body:
    """Add a body, its place in the tree and the other names texts use for it."""
    policy.require(actor, "body.create")
    made = Body(
        name=name,
        type_id=type_id,
        valid_from=valid_from,
        email=email,
        phone=phone,
        code=code,
        sort_key=sort_key(name),
        folded=fold(name),
    )
    db.session.add(made)
    db.session.flush()
    if parent_id is not None:
        db.session.add(BodyPlace(body_id=made.id, parent_id=parent_id, valid_from=valid_from))
    for alias in aliases:
        db.session.add(BodyAlias(body_id=made.id, alias=alias, key=name_key(alias)))
    trail.record(
        actor, "body.create", made, after={"name": name, "type_id": type_id, "from": str(valid_from)}
    )
    return made


@action
def edit_body(actor: Actor, body: Body, *, name: str, phone: str, version: int | None = None) -> Body:
    """Correct a body's name and telephone. Mailboxes, and a renaming with a date of its own, are other verbs.

    Raises Conflict("stale") when it was saved by someone else since `version`.
    """
    policy.require(actor, "body.edit", body)
    if version is not None and body.version != version:
        raise Conflict("stale")
    before = {"name": body.name, "phone": body.phone}
    body.name, body.phone = name, phone
    body.sort_key, body.folded = sort_key(name), fold(name)
    trail.record(actor, "body.edit", body, before=before, after={"name": name, "phone": phone})
    return body


@action
def add_alias(actor: Actor, owner: Body | BodyGroup, *, alias: str) -> BodyAlias | GroupAlias | None:
    """Remember another name for a body or group; the same name twice is one (None then).

    Raises Refused("alias_taken") if it is the name of another of its kind.
    """
    policy.require(actor, "body.alias", owner)
    key = name_key(alias)
    kind, whose = _alias_of(owner)
    taken = db.session.scalar(select(whose).where(kind.key == key))
    if taken is not None and taken != owner.id:
        raise Refused("alias_taken", alias=alias)
    made = None
    if taken is None:
        made = kind(**{whose.key: owner.id}, alias=alias, key=key)
        db.session.add(made)
    trail.record(actor, "body.alias", owner, after={"alias": alias})
    return made


@action
def forget_alias(actor: Actor, owner: Body | BodyGroup, *, alias: str) -> Body | BodyGroup:
    """A name is no longer one of a body's or group's."""
    policy.require(actor, "body.alias", owner)
    kind, whose = _alias_of(owner)
    db.session.execute(delete(kind).where(whose == owner.id, kind.key == name_key(alias)))
    trail.record(actor, "body.alias", owner, before={"alias": alias})
    return owner


def _alias_of(owner: Body | BodyGroup) -> tuple[type[BodyAlias | GroupAlias], InstrumentedAttribute[int]]:
    """The table of its other names, and the column that points to the owner."""
    if isinstance(owner, Body):
        return BodyAlias, BodyAlias.body_id
    return GroupAlias, GroupAlias.group_id


@action
def create_group(
    actor: Actor, *, name: str, type_id: int | None = None, aliases: Iterable[str] = ()
) -> BodyGroup:
    """Add a group: every body of a type, or (without one) a list filled by `add_member`."""
    policy.require(actor, "group.create")
    made = BodyGroup(name=name, type_id=type_id, sort_key=sort_key(name))
    db.session.add(made)
    db.session.flush()
    for alias in aliases:
        db.session.add(GroupAlias(group_id=made.id, alias=alias, key=name_key(alias)))
    trail.record(actor, "group.create", made, after={"name": name, "type_id": type_id})
    return made


@action
def add_member(
    actor: Actor, group: BodyGroup, *, body_id: int, valid_from: date, post_id: int | None = None
) -> GroupMember:
    """Put a body, or one post in it, on a group's list from a day on."""
    policy.require(actor, "group.edit", group)
    made = GroupMember(group_id=group.id, body_id=body_id, post_id=post_id, valid_from=valid_from)
    db.session.add(made)
    trail.record(
        actor, "group.edit", group, after={"body_id": body_id, "post_id": post_id, "from": str(valid_from)}
    )
    return made


@action
def create_post(actor: Actor, body: Body, *, title: str, is_head: bool = False) -> Post:
    """Add a post to a body; a head may object to a task (decision 15)."""
    policy.require(actor, "body.edit", body)
    made = Post(body_id=body.id, title=title, is_head=is_head)
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "body.edit", body, after={"post": title, "is_head": is_head})
    return made


@action
def correct_body(
    actor: Actor, body: Body, *, name: str, phone: str, parent_id: int, day: date, version: int
) -> Body:
    """What the edit page says: name, telephone, and from `day` on the body it stands under (0 for none)."""
    policy.require(actor, "body.edit", body)
    edit_body(actor, body, name=name, phone=phone, version=version)
    places = db.session.execute(
        select(BodyPlace.parent_id, BodyPlace.valid_from <= day).where(
            BodyPlace.body_id == body.id,
            or_(BodyPlace.valid_to.is_(None), BodyPlace.valid_to > day),
            or_(BodyPlace.valid_to.is_(None), BodyPlace.valid_to > BodyPlace.valid_from),
        )
    ).all()
    if [tuple(place) for place in places] != ([(parent_id, True)] if parent_id else []):
        place_body(actor, body, parent_id=parent_id or None, valid_from=day)
    return body


@action
def place_body(actor: Actor, body: Body, *, parent_id: int | None, valid_from: date) -> Body:
    """Put a body under another (or under none) from a day on, whatever was entered for later days.

    Raises Refused("place_circle") below itself.
    """
    policy.require(actor, "body.edit", body)
    above, seen = parent_id, set[int]()
    while above is not None and above not in seen:
        if above == body.id:
            raise Refused("place_circle")
        seen.add(above)
        above = db.session.scalar(
            select(BodyPlace.parent_id).where(BodyPlace.body_id == above, BodyPlace.is_valid_on(valid_from))
        )
    db.session.execute(
        update(BodyPlace)
        .where(
            BodyPlace.body_id == body.id, or_(BodyPlace.valid_to.is_(None), BodyPlace.valid_to > valid_from)
        )
        .values(valid_to=case((BodyPlace.valid_from > valid_from, BodyPlace.valid_from), else_=valid_from))
        .execution_options(**PLAIN)
    )
    if parent_id is not None:
        db.session.add(BodyPlace(body_id=body.id, parent_id=parent_id, valid_from=valid_from))
    trail.record(actor, "body.edit", body, after={"parent_id": parent_id, "from": str(valid_from)})
    return body
