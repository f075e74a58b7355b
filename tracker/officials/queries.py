"""Reading who follows what. An assignment is followed by its directive's official, else by its body's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from tracker.access import policy
from tracker.access.actors import Actor, Viewer
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.directives.queries import in_sight_of
from tracker.errors import NotFound
from tracker.officials.models import Official
from tracker.paging import Page, decode_key, page_of
from tracker.people.models import Person

PAGE = 50
MOST = 200  # people of an office
O = Official  # noqa: E741 - as short as `A` is elsewhere
Key = InstrumentedAttribute[int]
NAMED = (Directive.kind, Directive.number, Directive.subject)
FOLLOWED = (
    func.coalesce(O.version, 0).label("version"),
    O.person_id,
    Person.name.label("official"),
)


def followed_by(person: Any, directive_id: Key, body_id: Key) -> ColumnElement[bool]:
    """Whether work of a directive and a body is followed by a person (an id or a place for one)."""
    own = select(O.directive_id).where(O.directive_id.is_not(None), O.person_id == person)
    bodies = select(O.body_id).where(O.body_id.is_not(None), O.person_id == person)
    return or_(directive_id.in_(own), and_(body_id.in_(bodies), directive_id.not_in(_taken())))


def followed_by_nobody(directive_id: Key, body_id: Key) -> ColumnElement[bool]:
    """Whether nobody of the office follows work of a directive and a body."""
    bodies = select(O.body_id).where(O.body_id.is_not(None), O.person_id.is_not(None))
    return and_(directive_id.not_in(_taken()), body_id.not_in(bodies))


def official_of(directive_id: Key, body_id: Key) -> ColumnElement[int | None]:
    """The id of who follows work of a directive and a body."""
    by_directive, by_body = aliased(O), aliased(O)
    return func.coalesce(
        select(by_directive.person_id).where(by_directive.directive_id == directive_id).scalar_subquery(),
        select(by_body.person_id).where(by_body.body_id == body_id).scalar_subquery(),
    )


def _taken() -> Select[Any]:
    """The directives that have an official of their own."""
    return select(O.directive_id).where(O.directive_id.is_not(None), O.person_id.is_not(None))


def of(thing: Body | Directive) -> Official | None:
    """Who follows this body or directive, with the person; None where nobody ever has."""
    key = O.body_id if isinstance(thing, Body) else O.directive_id
    found: Official | None = db.session.scalar(select(O).where(key == thing.id).options(joinedload(O.person)))
    return found


def standing(viewer: Viewer, thing: Body | Directive) -> dict[str, Any]:
    """The facts of `officials/_fact.html`: who follows it, told to whoever sees all, and where to say so.

    Whoever may change a directive's is led to where it stands: its page has no statement to spare.
    """
    may_set = policy.may(viewer, "official.set", thing)
    is_read = viewer.sees_all and not (may_set and isinstance(thing, Directive))
    found = of(thing) if is_read else None
    place = "don-vi" if isinstance(thing, Body) else "van-ban"
    return {
        "official": found.person if found is not None else None,
        "official_is_read": is_read,
        "official_url": f"/theo-doi/{place}/{thing.id}" if may_set else "",
    }


def people() -> tuple[Any, ...]:
    """Who may follow something: (id, name) of the office's people who may sign in, and of those who do so already."""
    already = select(O.person_id).where(O.person_id.is_not(None))
    may = and_(Person.role == "office", Person.is_enabled.is_(True))
    rows = select(Person.id, Person.name).where(or_(may, Person.id.in_(already)))
    return tuple(db.session.execute(rows.order_by(Person.sort_key, Person.id).limit(MOST)))


def loads(viewer: Viewer, today: date) -> tuple[Any, ...]:
    """Each official (id, name, is_enabled) with how many bodies there are today and directives they follow.

    In Vietnamese order.
    """
    _require_all_in_sight(viewer)
    rows = (
        select(
            Person.id,
            Person.name,
            Person.is_enabled,
            func.count(Body.id).label("bodies"),
            func.count(Directive.id).label("directives"),
        )
        .outerjoin(O, O.person_id == Person.id)
        .outerjoin(Body, and_(Body.id == O.body_id, Body.is_valid_on(today)))
        .outerjoin(Directive, and_(Directive.id == O.directive_id, *_to_be_followed(viewer)))
        .where(or_(O.id.is_not(None), and_(Person.role == "office", Person.is_enabled.is_(True))))
        .group_by(Person.id, Person.name, Person.is_enabled, Person.sort_key)
        .order_by(Person.sort_key, Person.id)
        .limit(MOST)
    )
    return tuple(db.session.execute(rows))


def bodies(viewer: Viewer, day: Any, person_id: int | None, after: str | None) -> Page[Any]:
    """The bodies of a day (id, name, official) in Vietnamese order; of one official, or (0) of nobody's."""
    _require_all_in_sight(viewer)
    rows = (
        select(Body.id, Body.name, Body.sort_key, Person.name.label("official"))
        .outerjoin(O, O.body_id == Body.id)
        .outerjoin(Person, Person.id == O.person_id)
        .where(Body.is_valid_on(day))
        .order_by(Body.sort_key, Body.id)
        .limit(PAGE + 1)
    )
    if person_id is not None:
        rows = rows.where(O.person_id == person_id if person_id else O.person_id.is_(None))
    if (key := decode_key(after, str, int)) is not None:
        rows = rows.where(or_(Body.sort_key > key[0], and_(Body.sort_key == key[0], Body.id > key[1])))
    return page_of(db.session.execute(rows).all(), key=lambda row: (row.sort_key, row.id), size=PAGE)


def of_bodies(actor: Actor, ids: Iterable[int]) -> Sequence[Any]:
    """Bodies (id, body_id, name) with who follows each (person_id, official; version 0: never said), in their order."""
    policy.require(actor, "official.set")
    rows = (
        select(Body.id, Body.id.label("body_id"), null().label("directive_id"), Body.name, *FOLLOWED)
        .outerjoin(O, O.body_id == Body.id)
        .outerjoin(Person, Person.id == O.person_id)
        .where(Body.id.in_(list(ids)))
    )
    return db.session.execute(rows.order_by(Body.sort_key, Body.id)).all()


def of_directives(actor: Actor, ids: Collection[int]) -> Sequence[Any]:
    """The same of directives in sight (id, directive_id, kind, number, subject), the latest first."""
    policy.require(actor, "official.set")
    if not ids:
        return ()
    rows = (
        select(Directive.id, null().label("body_id"), Directive.id.label("directive_id"), *NAMED, *FOLLOWED)
        .outerjoin(O, O.directive_id == Directive.id)
        .outerjoin(Person, Person.id == O.person_id)
        .where(Directive.id.in_(ids), *_to_be_followed(actor))
    )
    return db.session.execute(rows.order_by(Directive.id.desc())).all()


def directives(viewer: Viewer, person_id: int | None, after: str | None) -> Page[Any]:
    """The directives (id, kind, number, subject, state, ending, official), the latest first; of one official, or (0) of
    nobody's."""
    _require_all_in_sight(viewer)
    rows = select(Directive.id, *NAMED, Directive.state, Directive.ending, Person.name.label("official"))
    if person_id:
        rows = rows.join(O, O.directive_id == Directive.id).where(O.person_id == person_id)
    else:
        rows = rows.outerjoin(O, O.directive_id == Directive.id)
    if person_id == 0:
        rows = rows.where(O.person_id.is_(None))
    if (key := decode_key(after, int)) is not None:
        rows = rows.where(Directive.id < key[0])
    rows = rows.outerjoin(Person, Person.id == O.person_id).where(*_to_be_followed(viewer))
    found = db.session.execute(rows.order_by(Directive.id.desc()).limit(PAGE + 1)).all()
    return page_of(found, key=lambda row: (row.id,), size=PAGE)


def _to_be_followed(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    """The directives there is something to follow of: none that was thrown away."""
    return in_sight_of(viewer), Directive.state != "withdrawn"


def _require_all_in_sight(viewer: Viewer) -> None:
    if not viewer.sees_all:
        raise NotFound("page")


def name_of_work(directive_id: int, body_id: int) -> str:
    """The name of who follows work of a directive and a body, "" for nobody."""
    by_directive = select(O.person_id).where(O.directive_id == directive_id).scalar_subquery()
    by_body = select(O.person_id).where(O.body_id == body_id).scalar_subquery()
    row = select(Person.name).where(Person.id == func.coalesce(by_directive, by_body))
    return db.session.scalar(row) or ""
