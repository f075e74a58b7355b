"""Reading the register of bodies: by name, by group, by place in the tree, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, String, cast, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from tracker.bodies.models import Body, BodyAlias, BodyGroup, BodyType, GroupAlias, GroupMember, Post
from tracker.db import db
from tracker.vietnamese import name_key


@dataclass(frozen=True, slots=True)
class Member:
    """One recipient of a task: a body, or one post in it, whose `name` says both."""

    body_id: int
    post_id: int | None
    name: str
    body_name: str
    mode: str
    email: str


_SHOWN = (Body.name, BodyType.mode, Body.email, Body.sort_key)


def members(group_ids: Iterable[int], day: date) -> dict[int, list[Member]]:
    """Who belongs to each group on a day, in Vietnamese order; listed members and every body of the group's type."""
    wanted = list(group_ids)
    found: dict[int, list[Member]] = {group_id: [] for group_id in wanted}
    listed = (
        select(
            GroupMember.group_id.label("group_id"),
            Body.id.label("body_id"),
            GroupMember.post_id.label("post_id"),
            Post.title.label("title"),
            *_SHOWN,
            literal(0).label("rank"),
        )
        .join(Body, Body.id == GroupMember.body_id)
        .join(BodyType, BodyType.id == Body.type_id)
        .outerjoin(Post, Post.id == GroupMember.post_id)
        .where(GroupMember.group_id.in_(wanted), GroupMember.is_valid_on(day), Body.is_valid_on(day))
    )
    typed = (
        select(
            BodyGroup.id,
            Body.id,
            cast(null(), BigInteger),
            cast(null(), String),
            *_SHOWN,
            literal(1).label("rank"),
        )
        .join(BodyType, BodyType.id == BodyGroup.type_id)
        .join(Body, Body.type_id == BodyType.id)
        .where(BodyGroup.id.in_(wanted), Body.is_valid_on(day))
    )
    both = union_all(listed, typed).subquery()
    ordered = select(both).order_by(both.c.rank, both.c.sort_key, both.c.body_id)
    for row in db.session.execute(ordered):
        label = f"{row.name} ({row.title})" if row.title else row.name
        found[row.group_id].append(Member(row.body_id, row.post_id, label, row.name, row.mode, row.email))
    return found


def bodies_by_id(ids: Iterable[int]) -> dict[int, Member]:
    """Single bodies as members, by id."""
    rows = db.session.execute(
        select(Body.id, Body.name, BodyType.mode, Body.email)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.id.in_(list(ids)))
    )
    return {body_id: Member(body_id, None, name, name, mode, email) for body_id, name, mode, email in rows}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name the register knows: key, what it names ("body" or "group") and its id."""

    key: str
    kind: str
    id: int
    name: str


def name_entries(day: date) -> list[Entry]:
    """Every name and alias of bodies valid on a day and of all groups; what matching a text needs."""
    body = select(Body.id, Body.name, BodyAlias.key).outerjoin(BodyAlias).where(Body.is_valid_on(day))
    group = select(BodyGroup.id, BodyGroup.name, GroupAlias.key).outerjoin(GroupAlias)
    entries = []
    for kind, names in (("body", body), ("group", group)):
        rows = db.session.execute(names).all()
        own = dict.fromkeys((row.id, row.name) for row in rows)
        entries += [Entry(name_key(name), kind, id, name) for id, name in own]
        entries += [Entry(row.key, kind, row.id, row.name) for row in rows if row.key is not None]
    return entries


def choices(day: date) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """(groups, bodies) as (id, name) in Vietnamese order, for a list to choose from."""
    groups = db.session.execute(select(BodyGroup.id, BodyGroup.name).order_by(BodyGroup.sort_key)).all()
    bodies = db.session.execute(
        select(Body.id, Body.name).where(Body.is_valid_on(day)).order_by(Body.sort_key, Body.id)
    ).all()
    return [(r.id, r.name) for r in groups], [(r.id, r.name) for r in bodies]


def body_with_type(body_id: int) -> Body | None:
    """One body with its type."""
    return db.session.scalar(select(Body).where(Body.id == body_id).options(joinedload(Body.type)))
