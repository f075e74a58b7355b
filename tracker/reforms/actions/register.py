"""What a change of bodies does to the register: people, posts, groups, places and names, each read and written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, or_, select, update

from tracker.absences.models import Absence
from tracker.bodies.models import Body, BodyAlias, BodyPlace, GroupMember, Post
from tracker.db import Base, db
from tracker.people.models import Membership, PostHolding
from tracker.reforms.models import Reform
from tracker.reforms.rules import BRINGS_PEOPLE
from tracker.vietnamese import name_key


def hand_over(made: Reform, old: Sequence[int], heirs: Sequence[int], people: Mapping[int, int]) -> None:
    """All of the old bodies' that is dated ends on the day and goes on with their successors.

    `people` says for a split whom a person works for; the others work for the first. Of a dissolved body nobody
    is moved: its work is carried on by people of the body that takes it over.
    """
    if made.kind in BRINGS_PEOPLE:
        _people(made, old, heirs, people)
        _absences(made, old, heirs, people)
        posts = _posts(made, old, heirs)
        _groups(made, old, heirs, posts)
        _names(made, old, heirs)
    _end(made, Membership, Membership.body_id.in_(old))
    _end(made, PostHolding, PostHolding.post_id.in_(select(Post.id).where(Post.body_id.in_(old))))
    _end(made, GroupMember, GroupMember.body_id.in_(old))
    _places(made, old, heirs)


def _end(made: Reform, kind: Any, which: ColumnElement[bool]) -> None:
    """What held until now holds no longer; what had not begun never does."""
    last = case((kind.valid_from > made.day, kind.valid_from), else_=made.day)
    db.session.execute(
        update(kind)
        .where(which, or_(kind.valid_to.is_(None), kind.valid_to > made.day))
        .values(valid_to=last)
        .execution_options(synchronize_session=False)
    )


def _people(made: Reform, old: Sequence[int], heirs: Sequence[int], chosen: Mapping[int, int]) -> None:
    here = select(Membership.person_id).where(Membership.body_id.in_(heirs), Membership.valid_to.is_(None))
    rows = db.session.execute(
        select(Membership.person_id, Membership.is_focal).where(
            Membership.body_id.in_(old), Membership.is_valid_on(made.day), Membership.person_id.not_in(here)
        )
    ).all()
    focal = {row.person_id for row in rows if row.is_focal}
    _insert(
        Membership,
        [
            {
                "person_id": person_id,
                "body_id": chosen.get(person_id, heirs[0]),
                "is_focal": person_id in focal,
                "valid_from": made.day,
            }
            for person_id in dict.fromkeys(row.person_id for row in rows)
        ],
    )


def _absences(made: Reform, old: Sequence[int], heirs: Sequence[int], chosen: Mapping[int, int]) -> None:
    """Whoever is away has their deputy in the body they work for now; over for two whom a split has parted."""
    place = (
        case(
            *((Absence.person_id == person, heir) for person, heir in chosen.items() if heir in heirs[1:]),
            else_=heirs[0],
        )
        if any(heir in heirs[1:] for heir in chosen.values())
        else heirs[0]
    )
    db.session.execute(
        update(Absence)
        .where(Absence.body_id.in_(old), Absence.ended_at.is_(None), Absence.last_on >= made.day)
        .values(body_id=place)
        .execution_options(synchronize_session=False)
    )


def _posts(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> dict[tuple[int, int], int]:
    """Every successor has the posts of the old body. (old post, successor) to the post there.

    Of one body made another the holders stay in office; of several made one the office says who leads.
    """
    there = _by_title(heirs)
    posts = db.session.execute(
        select(Post.id, Post.title, Post.is_head).where(Post.body_id.in_(old)).order_by(Post.id)
    ).all()
    lacking = {
        (heir, post.title): {"body_id": heir, "title": post.title, "is_head": post.is_head}
        for heir in heirs
        for post in posts
        if (heir, post.title) not in there
    }
    _insert(Post, list(lacking.values()))
    there = _by_title(heirs)
    found = {(post.id, heir): there[heir, post.title] for post in posts for heir in heirs}
    if made.kind == "rename":
        held = db.session.execute(
            select(PostHolding.person_id, PostHolding.post_id).where(
                PostHolding.post_id.in_([post.id for post in posts]),
                PostHolding.valid_from <= made.day,
                or_(PostHolding.valid_to.is_(None), PostHolding.valid_to > made.day),
            )
        )
        going_on = [(found[post_id, heirs[0]], person_id) for person_id, post_id in held]
        _insert(
            PostHolding,
            [{"post_id": post, "person_id": person, "valid_from": made.day} for post, person in going_on],
        )
    return found


def _by_title(bodies: Sequence[int]) -> dict[tuple[int, str], int]:
    rows = db.session.execute(
        select(Post.body_id, Post.title, func.min(Post.id))
        .where(Post.body_id.in_(bodies))
        .group_by(Post.body_id, Post.title)
    )
    return {(body_id, title): id for body_id, title, id in rows}


def _groups(
    made: Reform, old: Sequence[int], heirs: Sequence[int], posts: Mapping[tuple[int, int], int]
) -> None:
    """Listed groups name the successors from the day on; groups of a type find them by themselves."""
    rows = db.session.execute(
        select(GroupMember.group_id, GroupMember.body_id, GroupMember.post_id).where(
            or_(GroupMember.body_id.in_(old), GroupMember.body_id.in_(heirs)),
            GroupMember.is_valid_on(made.day),
        )
    ).all()
    known = {(row.group_id, row.body_id, row.post_id) for row in rows}
    wanted = dict.fromkeys(
        (row.group_id, heir, posts[row.post_id, heir] if row.post_id else None)
        for row in rows
        if row.body_id in old
        for heir in heirs
    )
    _insert(
        GroupMember,
        [
            {"group_id": group, "body_id": body, "post_id": post, "valid_from": made.day}
            for group, body, post in wanted
            if (group, body, post) not in known
        ],
    )


def _names(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> None:
    """Texts may go on using the old names for the one successor; of a split nobody knows whom they mean."""
    if len(heirs) != 1:
        return
    own = select(Body.name.label("alias")).where(Body.id.in_(old))
    others = select(BodyAlias.alias).where(BodyAlias.body_id.in_(old))
    names = {name_key(alias): alias for alias in db.session.scalars(own.union_all(others))}
    taken = set(db.session.scalars(select(BodyAlias.key).where(BodyAlias.body_id == heirs[0])))
    _insert(
        BodyAlias,
        [
            {"body_id": heirs[0], "alias": alias, "key": key}
            for key, alias in names.items()
            if key not in taken
        ],
    )


def _places(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> None:
    """What stood below stands below the first successor, or (of a dissolved body) below whatever was above it."""
    rows = db.session.execute(
        select(BodyPlace.body_id, BodyPlace.parent_id).where(
            or_(BodyPlace.parent_id.in_(old), BodyPlace.body_id.in_(old)), BodyPlace.is_valid_on(made.day)
        )
    ).all()
    above = {body_id: parent_id for body_id, parent_id in rows if body_id in old}
    below = [
        (body_id, above.get(parent_id) if made.kind == "dissolve" or body_id in heirs else heirs[0])
        for body_id, parent_id in rows
        if body_id not in old
    ]
    _end(made, BodyPlace, or_(BodyPlace.parent_id.in_(old), BodyPlace.body_id.in_(old)))
    _insert(
        BodyPlace,
        [
            {"body_id": body_id, "parent_id": parent_id, "valid_from": made.day}
            for body_id, parent_id in below
            if parent_id is not None
        ],
    )


def _insert(kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(kind), rows)
