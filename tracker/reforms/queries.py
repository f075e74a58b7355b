"""Reading changes of bodies: what one would move, what was changed, and who is now who."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body, BodyPlace, GroupMember
from tracker.db import db
from tracker.errors import NotFound
from tracker.links.models import MailedLink
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.people.models import Membership, Person
from tracker.reforms.models import AssignmentMove, Reform, ReformPlan, Succession
from tracker.targets.queries import standing_parts
from tracker.tasks.models import Task

CHOSEN = 300
"""Assignments and people a split asks about one by one; what is beyond goes to the first successor."""


class Named(NamedTuple):
    """A body by its name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of some bodies would move."""

    bodies: Sequence[Named]
    open: int
    overdue: int
    people: int
    groups: int
    links: int
    below: int
    parts: int


class Piece(NamedTuple):
    """One thing a split asks about: an assignment or a person."""

    id: int
    name: str
    more: str
    due_on: date | None = None


@dataclass
class Change:
    """A change as the list shows it."""

    id: int
    kind: str
    day: date
    document: str
    made_by: str
    moved: int
    old: list[Named] = field(default_factory=list)
    new: list[Named] = field(default_factory=list)


def unfinished(bodies: Sequence[int]) -> Any:
    """The condition of what a change moves."""
    return and_(Assignment.body_id.in_(bodies), Assignment.state.not_in(("completed", "cancelled")))


def names(ids: Iterable[int]) -> list[Named]:
    """Bodies by name, in Vietnamese order."""
    rows = db.session.execute(
        select(Body.id, Body.name).where(Body.id.in_(list(ids))).order_by(Body.sort_key, Body.id)
    )
    return [Named(*row) for row in rows]


def bodies_to_come(today: date) -> list[tuple[int, str]]:
    """Bodies of the register that begin after a day, as (id, name with their first day)."""
    rows = db.session.execute(
        select(Body.id, Body.name, Body.valid_from)
        .where(Body.valid_from > today, Body.valid_to.is_(None))
        .order_by(Body.sort_key, Body.id)
        .limit(CHOSEN)
    )
    return [(id, f"{name} ({first:%d/%m/%Y})") for id, name, first in rows]


def preview(viewer: Viewer, bodies: Sequence[int], day: date, today: date) -> Preview:
    """How much hangs on the bodies that are to change."""
    listed = and_(GroupMember.body_id.in_(bodies), GroupMember.is_valid_on(day))
    counts = db.session.execute(
        select(
            *(
                number.scalar_subquery()
                for number in (
                    select(func.count()).where(unfinished(bodies)),
                    select(func.count()).where(unfinished(bodies), Assignment.is_overdue(today)),
                    select(func.count(Membership.person_id.distinct())).where(
                        Membership.body_id.in_(bodies), Membership.is_valid_on(day)
                    ),
                    select(func.count(GroupMember.group_id.distinct())).where(listed),
                    select(func.count()).where(
                        MailedLink.body_id.in_(bodies), MailedLink.revoked_at.is_(None)
                    ),
                    select(func.count()).where(
                        BodyPlace.parent_id.in_(bodies),
                        BodyPlace.body_id.not_in(bodies),
                        BodyPlace.is_valid_on(day),
                    ),
                    standing_parts(select(func.count()), bodies),
                )
            )
        )
    ).one()
    return Preview(names(bodies), *counts)


def works_to_split(bodies: Sequence[int]) -> list[Piece]:
    """The assignments a split asks about, the earliest due first."""
    rows = db.session.execute(
        select(Assignment.id, Task.text, Task.section, Assignment.due_on)
        .join(Task, Task.id == Assignment.task_id)
        .where(unfinished(bodies))
        .order_by(Assignment.due_on, Assignment.id)
        .limit(CHOSEN)
    )
    return [Piece(*row) for row in rows]


def people_to_split(bodies: Sequence[int], day: date) -> list[Piece]:
    """The people a split asks about."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.body_id.in_(bodies), Membership.is_valid_on(day))
        .order_by(Person.sort_key, Person.id)
        .limit(CHOSEN)
    )
    return [Piece(*row) for row in rows]


def changes(after: str = "") -> Page[Change]:
    """Every change of the register, the newest first, a page at a time."""
    rows = select(Reform.id, Reform.kind, Reform.day, Reform.document, Reform.made_by, Reform.moved)
    if key := decode_key(after, date, int):
        rows = rows.where(or_(Reform.day < key[0], and_(Reform.day == key[0], Reform.id < key[1])))
    found = db.session.execute(rows.order_by(Reform.day.desc(), Reform.id.desc()).limit(PAGE + 1)).all()
    return page_of(_named([Change(*row) for row in found]), key=lambda change: (change.day, change.id))


def change(reform_id: int) -> Change:
    """One change. Raises NotFound."""
    row = db.session.execute(
        select(Reform.id, Reform.kind, Reform.day, Reform.document, Reform.made_by, Reform.moved).where(
            Reform.id == reform_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("reform")
    return _named([Change(*row)])[0]


def plan(viewer: Viewer, plan_id: int) -> ReformPlan:
    """One change dated ahead, for who sees every body. Raises NotFound."""
    found = db.session.get(ReformPlan, plan_id) if _sees_plans(viewer) else None
    if found is None:
        raise NotFound("plan")
    return found


def plans(viewer: Viewer) -> Sequence[ReformPlan]:
    """Changes still to come, and those whose day came and that could not be made: the next first."""
    if not _sees_plans(viewer):
        return []
    rows = select(ReformPlan).where(ReformPlan.state.in_(("planned", "failed")))
    return db.session.scalars(rows.order_by(ReformPlan.day, ReformPlan.id).limit(CHOSEN)).all()


def _sees_plans(viewer: Viewer) -> bool:
    return viewer.sees_all or policy.may(viewer, "reform.plan")


class Handover(NamedTuple):
    """One move of an assignment, as its history tells it."""

    day: date
    reform_id: int
    before: str
    document: str


def handovers(assignment_id: int) -> list[Handover]:
    """How an assignment came to the body that has it, the first move first."""
    rows = db.session.execute(
        select(AssignmentMove.day, AssignmentMove.reform_id, Body.name, Reform.document)
        .join(Reform, Reform.id == AssignmentMove.reform_id)
        .join(Body, Body.id == AssignmentMove.from_id)
        .where(AssignmentMove.assignment_id == assignment_id)
        .order_by(AssignmentMove.day, AssignmentMove.id)
    )
    return [Handover(*row) for row in rows]


class Around(NamedTuple):
    """Who a body was before and who it is now."""

    before: list[Named]
    heirs: list[Named]


def around(body_id: int) -> Around:
    """The bodies a body succeeded, and those that exist now in its place; one statement."""
    rows = db.session.execute(
        select(Succession.old_id == body_id, Body.id, Body.name, Body.valid_to, Succession.is_direct)
        .join(
            Body,
            or_(
                and_(Succession.old_id == body_id, Body.id == Succession.new_id),
                and_(Succession.new_id == body_id, Body.id == Succession.old_id),
            ),
        )
        .order_by(Body.sort_key, Body.id)
    ).all()
    heirs = [Named(id, name) for is_old, id, name, valid_to, _ in rows if is_old and valid_to is None]
    return Around([Named(id, name) for is_old, id, name, _, direct in rows if not is_old and direct], heirs)


class Moved(NamedTuple):
    """An assignment that went to a successor."""

    id: int
    text: str
    before: str
    now: str


def moved(viewer: Viewer, reform_id: int, after: str = "") -> Page[Moved]:
    """The assignments a change moved that are in the viewer's sight, a page at a time."""
    before, now = (
        select(Body.name).where(Body.id == id) for id in (AssignmentMove.from_id, AssignmentMove.to_id)
    )
    key = decode_key(after, int)
    rows = db.session.execute(
        select(
            AssignmentMove.assignment_id,
            Task.text,
            *(name.correlate(AssignmentMove).scalar_subquery() for name in (before, now)),
        )
        .join(Assignment, Assignment.id == AssignmentMove.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            AssignmentMove.reform_id == reform_id,
            in_sight_of(viewer),
            AssignmentMove.assignment_id > (key[0] if key else 0),
        )
        .order_by(AssignmentMove.assignment_id)
        .limit(PAGE + 1)
    ).all()
    return page_of([Moved(*row) for row in rows], key=lambda row: (row.id,))


def _named(found: Sequence[Change]) -> Sequence[Change]:
    """The bodies of each change."""
    by_id = {each.id: each for each in found}
    for reform_id, is_old, id, name in db.session.execute(_bodies_of(by_id)):
        side = by_id[reform_id].old if is_old else by_id[reform_id].new
        if (body := Named(id, name)) not in side:
            side.append(body)
    return found


def _bodies_of(reforms: Iterable[int]) -> Any:
    def side(column: Any, is_old: int) -> Any:
        return (
            select(Succession.reform_id, func.abs(is_old).label("is_old"), Body.id, Body.name, Body.sort_key)
            .join(Body, Body.id == column)
            .where(Succession.reform_id.in_(list(reforms)), Succession.is_direct)
        )

    both = side(Succession.old_id, 1).union_all(side(Succession.new_id, 0)).subquery()
    return select(*both.c[:4]).order_by(both.c.sort_key, both.c[2])
