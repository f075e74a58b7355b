"""Reading the register for its own pages: the list, a body's card, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyAlias, BodyGroup, BodyPlace, BodyType, GroupMember, Post
from tracker.db import db
from tracker.errors import NotFound
from tracker.paging import Page, as_count, capped_count, decode_key, page_of
from tracker.vietnamese import fold, name_key


class BodyRow(NamedTuple):
    """One line of the register."""

    id: int
    name: str
    code: str | None
    email: str
    phone: str
    type_name: str
    mode: str
    position: int
    sort_key: str


def register_rows(day: date, *, words: str = "", type_id: int = 0, after: str = "") -> Page[BodyRow]:
    """Bodies valid on a day by type and name, a page at a time; `words` match names and aliases without marks."""
    rows: Any = (
        select(
            Body.id, Body.name, Body.code, Body.email, Body.phone,
            BodyType.name, BodyType.mode, BodyType.position, Body.sort_key,
        )
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.is_valid_on(day), *_matching(words))
    )  # fmt: skip
    if type_id:
        rows = rows.where(Body.type_id == type_id)
    count = as_count(db.session.scalar(capped_count(rows)))
    if key := decode_key(after, int, str, int):
        rows = rows.where(
            or_(
                BodyType.position > key[0],
                and_(BodyType.position == key[0], Body.sort_key > key[1]),
                and_(BodyType.position == key[0], Body.sort_key == key[1], Body.id > key[2]),
            )
        )
    found = db.session.execute(rows.order_by(BodyType.position, Body.sort_key, Body.id).limit(51)).all()
    return page_of(
        [BodyRow(*row) for row in found], key=lambda row: (row.position, row.sort_key, row.id), count=count
    )


def _matching(words: str) -> Iterator[ColumnElement[bool]]:
    """Every word somewhere in the name, or the whole being another name of the body."""
    found = fold(words).split()
    if not found:
        return
    likes = ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in found]
    alias = select(BodyAlias.body_id).where(BodyAlias.key == name_key(words))
    yield or_(
        and_(*(Body.folded.like(like, escape="\\") for like in likes)),
        Body.code == words.strip(),
        Body.id.in_(alias),
    )


def types() -> list[BodyType]:
    """The kinds of bodies, in their order."""
    return list(db.session.scalars(select(BodyType).order_by(BodyType.position, BodyType.id)))


def card(body_id: int) -> Body:
    """A body with its type and other names. Raises NotFound."""
    found = (
        db.session.scalars(
            select(Body)
            .where(Body.id == body_id)
            .options(joinedload(Body.type), joinedload(Body.mailboxes), selectinload(Body.aliases))
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound("body")
    return found


def parents(body_id: int, day: date) -> list[tuple[int, str]]:
    """The bodies above, the nearest first, on a day. (id, name); at most ten levels."""
    found: list[tuple[int, str]] = []
    at = body_id
    for _ in range(10):
        row = db.session.execute(
            select(Body.id, Body.name)
            .join(BodyPlace, BodyPlace.parent_id == Body.id)
            .where(BodyPlace.body_id == at, BodyPlace.is_valid_on(day))
            .limit(1)
        ).one_or_none()
        if row is None or row.id in {body_id, *(id for id, _ in found)}:
            break
        found.append((row.id, row.name))
        at = row.id
    return found


def children(body_id: int, day: date) -> list[tuple[int, str]]:
    """The bodies directly below on a day: (id, name), at most 200."""
    rows = db.session.execute(
        select(Body.id, Body.name)
        .join(BodyPlace, BodyPlace.body_id == Body.id)
        .where(BodyPlace.parent_id == body_id, BodyPlace.is_valid_on(day), Body.is_valid_on(day))
        .order_by(Body.sort_key)
        .limit(200)
    )
    return [(id, name) for id, name in rows]


def posts_of(body_id: int) -> list[Post]:
    """The posts of a body, its head first."""
    return list(
        db.session.scalars(
            select(Post).where(Post.body_id == body_id).order_by(Post.is_head.desc(), Post.id).limit(200)
        )
    )


def post(post_id: int) -> Post | None:
    """One post."""
    return db.session.get(Post, post_id)


class OpenWork(NamedTuple):
    """A body's lead assignments that are not finished; `overdue` among them, `waiting` for the office."""

    open: int
    overdue: int
    waiting: int


def open_work(viewer: Viewer, body_id: int, today: date) -> OpenWork | None:
    """How much a body has open, for whoever may see its work; None for others."""
    if not viewer.sees_all and body_id not in viewer.body_ids:
        return None
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(Assignment.is_overdue(today)),
            func.count().filter(Assignment.state == "submitted"),
        ).where(Assignment.body_id == body_id, Assignment.is_open)
    ).one()
    return OpenWork(*row)


class GroupRow(NamedTuple):
    """A group: every body of a type (`type_name`), or a list."""

    id: int
    name: str
    type_id: int | None
    type_name: str | None


def groups() -> list[GroupRow]:
    """All groups by name, at most 500."""
    rows = db.session.execute(
        select(BodyGroup.id, BodyGroup.name, BodyGroup.type_id, BodyType.name)
        .outerjoin(BodyType, BodyType.id == BodyGroup.type_id)
        .order_by(BodyGroup.sort_key, BodyGroup.id)
        .limit(500)
    )
    return [GroupRow(*row) for row in rows]


def group(group_id: int) -> BodyGroup:
    """A group with its other names. Raises NotFound."""
    found = db.session.scalar(
        select(BodyGroup).where(BodyGroup.id == group_id).options(selectinload(BodyGroup.aliases))
    )
    if found is None:
        raise NotFound("group")
    return found


def groups_of(body_id: int, type_id: int, day: date) -> list[tuple[int, str]]:
    """The groups a body belongs to on a day, by its type or by list: (id, name)."""
    listed = select(GroupMember.group_id).where(GroupMember.body_id == body_id, GroupMember.is_valid_on(day))
    rows = db.session.execute(
        select(BodyGroup.id, BodyGroup.name)
        .where(or_(BodyGroup.type_id == type_id, BodyGroup.id.in_(listed)))
        .order_by(BodyGroup.sort_key)
    )
    return [(id, name) for id, name in rows]


class Common(NamedTuple):
    """What bodies have in common on a day: their type and who is above them; None where they differ."""

    type_id: int | None
    parent_id: int | None
    email: str
    phone: str


def in_common(bodies: Sequence[int], day: date) -> Common:
    """What a new body in the place of these takes over when nothing else is said; one alone also its mailbox."""
    above = and_(BodyPlace.body_id == Body.id, BodyPlace.is_valid_on(day))
    rows = db.session.execute(
        select(Body.type_id, BodyPlace.parent_id, Body.email, Body.phone)
        .outerjoin(BodyPlace, above)
        .where(Body.id.in_(list(bodies)))
    ).all()
    types, parents = {row.type_id for row in rows}, {row.parent_id for row in rows}
    return Common(
        types.pop() if len(types) == 1 else None,
        parents.pop() if len(parents) == 1 else None,
        rows[0].email if len(rows) == 1 else "",
        rows[0].phone if len(rows) == 1 else "",
    )
