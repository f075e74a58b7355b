"""What a change of bodies does to the register: people, posts, groups, places and names, each read and written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import case, func, or_, select, update

from tracker.absences.models import Absence
from tracker.bodies.models import Body, BodyAlias, BodyMailbox, BodyPlace, GroupMember, Post
from tracker.db import PLAIN, db
from tracker.people.models import Membership, PostHolding
from tracker.reforms.actions.dated import Span, add, end, going_on, grouped, lasting, together
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
        _mailboxes(old, heirs)
    end(made.day, Membership, Membership.body_id.in_(old))
    end(made.day, PostHolding, PostHolding.post_id.in_(select(Post.id).where(Post.body_id.in_(old))))
    end(made.day, GroupMember, GroupMember.body_id.in_(old))
    _places(made, old, heirs)


def _people(made: Reform, old: Sequence[int], heirs: Sequence[int], chosen: Mapping[int, int]) -> None:
    """Whoever works there goes along, also who is to begin later; who is to leave leaves on the same day."""
    here = select(Membership.person_id).where(Membership.body_id.in_(heirs), Membership.valid_to.is_(None))
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.body_id.in_(old), lasting(Membership, made.day), Membership.person_id.not_in(here))
        .order_by(Membership.person_id, Membership.valid_from, Membership.id)
    )
    add(
        Membership,
        [
            {
                "person_id": person_id,
                "body_id": chosen.get(person_id, heirs[0]),
                "is_focal": any(row.is_focal for row in theirs),
                "successor_id": theirs[-1].successor_id,
                **going_on(together((row.valid_from, row.valid_to) for row in theirs), made.day),
            }
            for person_id, theirs in grouped(rows, lambda row: row.person_id).items()
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
        .execution_options(**PLAIN)
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
    add(Post, list(lacking.values()))
    there = _by_title(heirs)
    found = {(post.id, heir): there[heir, post.title] for post in posts for heir in heirs}
    if made.kind == "rename":
        held = db.session.scalars(
            select(PostHolding).where(
                PostHolding.post_id.in_([post.id for post in posts]), lasting(PostHolding, made.day)
            )
        )
        add(
            PostHolding,
            [
                {
                    "post_id": found[row.post_id, heirs[0]],
                    "person_id": row.person_id,
                    "successor_id": row.successor_id,
                    **going_on((row.valid_from, row.valid_to), made.day),
                }
                for row in held
            ],
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
    rows = db.session.scalars(
        select(GroupMember).where(
            or_(GroupMember.body_id.in_(old), GroupMember.body_id.in_(heirs)), lasting(GroupMember, made.day)
        )
    ).all()
    known = {(row.group_id, row.body_id, row.post_id) for row in rows if row.body_id in heirs}
    listed = grouped((row for row in rows if row.body_id in old), lambda row: (row.group_id, row.post_id))
    wanted: dict[tuple[int, int, int | None], list[Span]] = {}
    for (group, post), theirs in listed.items():
        for heir in heirs:
            there = wanted.setdefault((group, heir, posts[post, heir] if post else None), [])
            there.extend((row.valid_from, row.valid_to) for row in theirs)
    add(
        GroupMember,
        [
            {"group_id": group, "body_id": heir, "post_id": post, **going_on(together(spans), made.day)}
            for (group, heir, post), spans in wanted.items()
            if (group, heir, post) not in known
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
    add(
        BodyAlias,
        [
            {"body_id": heirs[0], "alias": alias, "key": key}
            for key, alias in names.items()
            if key not in taken
        ],
    )


def _mailboxes(old: Sequence[int], heirs: Sequence[int]) -> None:
    """The one successor keeps the further mailboxes; its main one is entered, and links of the old bodies have ended.

    Of a split nobody knows whose they are.
    """
    if len(heirs) != 1:
        return
    rows = db.session.execute(
        select(BodyMailbox.address, BodyMailbox.is_copy)
        .where(BodyMailbox.body_id.in_(old))
        .order_by(BodyMailbox.is_copy, BodyMailbox.id)
    )
    there = set(db.session.scalars(select(BodyMailbox.address).where(BodyMailbox.body_id == heirs[0])))
    main = db.session.scalar(select(func.lower(Body.email)).where(Body.id == heirs[0]))
    found = {row.address: row.is_copy for row in reversed(rows.all())} if main else {}
    add(
        BodyMailbox,
        [
            {"body_id": heirs[0], "address": address, "is_copy": is_copy}
            for address, is_copy in found.items()
            if address not in there | {main}
        ],
    )


def _places(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> None:
    """What stood below stands below the first successor, or (of a dissolved body) below whatever was above it."""

    def goes_up(body_id: int) -> bool:
        return made.kind == "dissolve" or body_id in heirs

    rows = db.session.scalars(
        select(BodyPlace)
        .where(or_(BodyPlace.parent_id.in_(old), BodyPlace.body_id.in_(old)), lasting(BodyPlace, made.day))
        .order_by(BodyPlace.valid_from.desc(), BodyPlace.id.desc())
    ).all()
    above = {row.body_id: row.parent_id for row in rows if row.body_id in old}
    below = [
        {
            "body_id": row.body_id,
            "parent_id": above.get(row.parent_id) if goes_up(row.body_id) else heirs[0],
            **going_on((row.valid_from, row.valid_to), made.day),
        }
        for row in rows
        if row.body_id not in old
    ]
    if made.kind == "rename":
        _moves_to_come(made, [row for row in rows if row.body_id in old], heirs[0])
    end(made.day, BodyPlace, or_(BodyPlace.parent_id.in_(old), BodyPlace.body_id.in_(old)))
    add(BodyPlace, [place for place in below if place["parent_id"] is not None])


def _moves_to_come(made: Reform, own: Sequence[BodyPlace], heir: int) -> None:
    """A body that was to stand below another from a later day does so under its new name."""
    until = [row.valid_to for row in own if row.valid_from <= made.day and row.valid_to is not None]
    later = [row for row in own if row.valid_from > made.day]
    ends = until or [row.valid_from for row in later]
    if ends:
        end(min(ends), BodyPlace, BodyPlace.body_id == heir)
    add(
        BodyPlace,
        [
            {
                "body_id": heir,
                "parent_id": row.parent_id,
                **going_on((row.valid_from, row.valid_to), made.day),
            }
            for row in later
        ],
    )
