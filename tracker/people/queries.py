"""Reading people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Exists, and_, case, exists, func, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, Post
from tracker.db import db
from tracker.errors import NotFound
from tracker.handling.models import Handling, Step
from tracker.paging import Page, as_count, capped_count, decode_key, page_of
from tracker.people.models import Membership, Person, PostHolding
from tracker.reforms.models import Succession
from tracker.vietnamese import fold


def by_login(login: str) -> Person | None:
    """The person who signs in with this login or e-mail (folded to lower case)."""
    wanted = login.strip().lower()
    return db.session.scalar(select(Person).where(or_(Person.login == wanted, Person.email == wanted)))


def body_ids(person_id: int, day: date) -> frozenset[int]:
    """The bodies a person works for on a day, and those these have succeeded: their history is in sight too."""
    rows = db.session.execute(
        select(Membership.body_id, Succession.old_id)
        .outerjoin(Succession, Succession.new_id == Membership.body_id)
        .where(Membership.person_id == person_id, Membership.is_valid_on(day))
    )
    return frozenset(id for row in rows for id in row if id is not None)


def as_viewer(person: Person, day: date) -> Viewer:
    """A person as an actor, outside a request (commands, the demonstration, tests): nobody's deputy."""
    return Viewer(
        id=person.id,
        label=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        keys=person.keys,
        body_ids=body_ids(person.id, day),
    )


def account(viewer: Viewer) -> Person:
    """The viewer's own record, with the bodies they work for."""
    return _with_bodies(viewer.id)


def person(viewer: Viewer, person_id: int) -> Person:
    """Anybody's record, for who keeps accounts; raises NotAllowed for everybody else, NotFound for no such person."""
    policy.require(viewer, "person.edit")
    return _with_bodies(person_id)


class PersonRow(NamedTuple):
    """One line of the list of accounts."""

    id: int
    name: str
    login: str
    email: str
    role: str
    is_enabled: bool
    locked_until: datetime | None
    has_password: bool
    sort_key: str


def people(
    viewer: Viewer, *, words: str = "", role: str = "", state: str = "", after: str = ""
) -> Page[PersonRow]:
    """Accounts by name, a page at a time. `words` match without marks anywhere in name, login or e-mail.

    `state` is "disabled", "locked", "new" (no password yet) or "".
    """
    policy.require(viewer, "person.edit")
    wanted = and_(*_asked(words, role, state))
    rows: Any = select(
        Person.id, Person.name, Person.login, Person.email, Person.role, Person.is_enabled, Person.locked_until,
        Person.password_hash.is_not(None), Person.sort_key,
    ).where(wanted)  # fmt: skip
    count = as_count(db.session.scalar(capped_count(rows)))
    if key := decode_key(after, str, int):
        rows = rows.where(or_(Person.sort_key > key[0], and_(Person.sort_key == key[0], Person.id > key[1])))
    found = db.session.execute(rows.order_by(Person.sort_key, Person.id).limit(51)).all()
    return page_of([PersonRow(*row) for row in found], key=lambda row: (row.sort_key, row.id), count=count)


def holdings(person_id: int) -> list[PostHolding]:
    """The posts a person holds or held, newest first, with their bodies."""
    return list(
        db.session.scalars(
            select(PostHolding)
            .where(PostHolding.person_id == person_id)
            .options(joinedload(PostHolding.post).joinedload(Post.body))
            .order_by(PostHolding.valid_from.desc(), PostHolding.id.desc())
            .limit(100)
        )
    )


class Colleague(NamedTuple):
    """A person as a body's page shows them."""

    id: int
    name: str
    email: str
    phone: str
    is_focal: bool


def of_body(viewer: Viewer, body_id: int, day: date) -> list[Colleague]:
    """Who works for a body on a day, its focal officers first."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, Person.phone, Membership.is_focal)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.body_id == body_id, Membership.is_valid_on(day), Person.is_enabled)
        .order_by(Membership.is_focal.desc(), Person.sort_key)
        .limit(200)
    )
    return [Colleague(*row) for row in rows]


def at_work_for(body_id: int, day: date) -> list[int]:
    """Ids of the people who work for a body on a day; read by the system itself, it has no viewer."""
    works = select(Membership.person_id).join(Person, Person.id == Membership.person_id)
    works = works.where(
        Membership.body_id == body_id, Membership.is_valid_on(day), Person.is_enabled.is_(True)
    )
    return list(db.session.scalars(works.distinct().order_by(Membership.person_id)))


def works_for(person_id: Any, body_id: Any, day: Any) -> Exists:
    """Whether a person works for a body on a day; ids may be columns of the statement it stands in."""
    return exists().where(
        Membership.person_id == person_id, Membership.body_id == body_id, Membership.is_valid_on(day)
    )


def post_holders(body_id: int, day: date) -> dict[int, str]:
    """Post id to the name of who holds it on a day, for one body."""
    rows = db.session.execute(
        select(PostHolding.post_id, Person.name)
        .join(Person, Person.id == PostHolding.person_id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.body_id == body_id, PostHolding.is_valid_on(day))
    ).all()
    return {post_id: name for post_id, name in rows}


def posts_to_hold(day: date) -> list[tuple[int, str]]:
    """(id, "title, body") of every post, for a list to choose from."""
    rows = db.session.execute(
        select(Post.id, Post.title, Body.name)
        .join(Body, Body.id == Post.body_id)
        .where(Body.is_valid_on(day))
        .order_by(Body.sort_key, Post.id)
        .limit(1000)
    )
    return [(id, f"{title}, {name}") for id, title, name in rows]


def _asked(words: str, role: str, state: str):  # type: ignore[no-untyped-def]
    for word in fold(words).split():
        safe = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        yield or_(
            *(column.like(f"%{safe}%", escape="\\") for column in (Person.folded, Person.login, Person.email))
        )
    if role:
        yield Person.role == role
    if state == "disabled":
        yield Person.is_enabled.is_(False)
    elif state == "locked":
        yield Person.locked_until > clock.now()
    elif state == "new":
        yield Person.password_hash.is_(None)
    yield Person.id.is_not(None)


def _with_bodies(person_id: int) -> Person:
    found = db.session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.memberships).joinedload(Membership.body))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("person")
    return found


def membership(viewer: Viewer, person_id: int, membership_id: int) -> Membership:
    """One of a person's memberships; raises NotFound for another person's."""
    policy.require(viewer, "person.edit")
    found = db.session.get(Membership, membership_id, options=[joinedload(Membership.body)])
    if found is None or found.person_id != person_id:
        raise NotFound("membership")
    return found


def holding(viewer: Viewer, person_id: int, holding_id: int) -> PostHolding:
    """One of the posts a person holds; raises NotFound for another person's."""
    policy.require(viewer, "person.edit")
    whole = joinedload(PostHolding.post).joinedload(Post.body)
    found = db.session.get(PostHolding, holding_id, options=[whole])
    if found is None or found.person_id != person_id:
        raise NotFound("holding")
    return found


class InHand(NamedTuple):
    """Open work that somebody leaves: of the post, or of the body; what of it was passed on to them, whole or in steps;
    and how many others work for the body.
    """

    open: int
    passed: int
    others: int


def in_hand(viewer: Viewer, person_id: int, body_id: int, post_id: int | None, day: date) -> InHand:
    """What is in the hands of who leaves a body, or one post in it."""
    policy.require(viewer, "person.edit")
    given = Assignment.post_id == post_id if post_id else Assignment.body_id == body_id
    others = select(func.count(Membership.person_id.distinct())).where(
        Membership.body_id == body_id, Membership.person_id != person_id, Membership.is_valid_on(day)
    )
    is_open = Assignment.state.not_in(("completed", "cancelled"))
    whole = select(Handling.assignment_id).where(Handling.person_id == person_id)
    part = select(Step.assignment_id).where(Step.person_id == person_id, Step.done_at.is_(None))
    open_works = select(func.count(Assignment.id)).where(given, is_open)
    passed = open_works.where(Assignment.id.in_(union_all(whole, part)))
    counts = (open_works, passed, others)
    row = db.session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    return InHand(*row)


def successors(person_id: int, body_id: int, day: date) -> list[tuple[int, str]]:
    """Who may carry on for somebody: (id, name), the body's own people first."""
    own = exists().where(
        Membership.person_id == Person.id, Membership.body_id == body_id, Membership.is_valid_on(day)
    )
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email)
        .where(Person.id != person_id, Person.is_enabled)
        .order_by(case((own, 0), else_=1), Person.sort_key, Person.id)
        .limit(500)
    )
    return [(id, f"{name} ({email})") for id, name, email in rows]


def anybody() -> bool:
    """Whether there is any account: without one nobody can sign in."""
    return db.session.scalar(select(Person.id).limit(1)) is not None
