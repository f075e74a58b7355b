"""Whoever leaves a body or a post leaves nothing dangling: their successor carries on, or it is the body's again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict
from tracker.handling.actions.notes import note, take_turn
from tracker.handling.actions.passing import write_to
from tracker.handling.models import Handling, Step
from tracker.handling.queries import is_here
from tracker.people import actions as people
from tracker.people.models import Membership, Person, PostHolding
from tracker.reforms.models import AssignmentMove, Reform

UNFINISHED = Assignment.state.not_in(("completed", "cancelled"))


@action
def leave_body(
    actor: Actor, membership: Membership, *, valid_to: date, successor: Person | None = None
) -> Membership:
    """A person leaves a body from a day on, and what they had in hand there is settled if the day has come."""
    policy.require(actor, "person.edit", membership)
    people.leave_body(actor, membership, valid_to=valid_to, successor=successor)
    settle(actor, clock.today(), person_id=membership.person_id)
    return membership


@action
def leave_post(
    actor: Actor, holding: PostHolding, *, valid_to: date, successor: Person | None = None
) -> PostHolding:
    """A person leaves a post from a day on; what they had in hand of the post's work is settled if the day has come."""
    policy.require(actor, "person.edit", holding)
    people.leave_post(actor, holding, valid_to=valid_to, successor=successor)
    settle(actor, clock.today(), person_id=holding.person_id)
    return holding


def settle(actor: Actor, day: date, person_id: int | None = None) -> int:
    """Give on what is in the hands of people who are there no more, of one of them or of all; how many assignments.

    Run again it changes nothing. Every night it finds whoever left on a day that has come, by whatever way.
    """
    db.session.flush()
    concerned = {row.assignment_id for row in _left(day, person_id=person_id)}
    return sum(_settled(actor, id, day, person_id) for id in sorted(concerned))


def _settled(actor: Actor, assignment_id: int, day: date, person_id: int | None) -> bool:
    """Whether there was still something to give on when its turn came."""
    try:
        _give_on(actor, db.session.get_one(Assignment, assignment_id), day=day, person_id=person_id)
    except Conflict:
        return False
    return True


@action
def leave_behind(actor: Actor, reform: Reform) -> None:
    """Assignments went to another body: whom the one before had given them to, and its days, count no more.

    Its steps stay, with what is done of them, as nobody's in particular.
    """
    policy.require(actor, "handling.settle", reform)
    moved = select(AssignmentMove.assignment_id).where(AssignmentMove.reform_id == reform.id)
    own = or_(Handling.person_id.is_not(None), Handling.own_due_on.is_not(None), Handling.note != "")
    arranged = db.session.scalars(
        select(Handling.assignment_id)
        .where(Handling.assignment_id.in_(moved), own)
        .union(select(Step.assignment_id).where(Step.assignment_id.in_(moved), Step.person_id.is_not(None)))
    ).all()
    if not arranged:
        return
    _clear(arranged)
    for assignment_id in arranged:
        note(actor, assignment_id, "left_behind")
    trail.record(actor, "handling.settle", reform, after={"assignments": sorted(arranged)})


def _clear(assignments: Sequence[int]) -> None:
    nothing = {"person_id": None, "own_due_on": None, "note": "", "passed_on": None, "passed_by": ""}
    db.session.execute(
        update(Handling)
        .where(Handling.assignment_id.in_(assignments))
        .values(version=Handling.version + 1, **nothing)
        .execution_options(**PLAIN)
    )
    db.session.execute(
        update(Step)
        .where(Step.assignment_id.in_(assignments), Step.person_id.is_not(None))
        .values(person_id=None, version=Step.version + 1)
        .execution_options(**PLAIN)
    )
    db.session.expire_all()  # rows read before know nothing of statements


@action
def _give_on(actor: Actor, assignment: Assignment, *, day: date, person_id: int | None) -> Assignment:
    """Each hand of one assignment to the successor of who left, or back to the body.

    Raises Conflict when somebody else has seen to it meanwhile.
    """
    policy.require(actor, "handling.settle", assignment)
    take_turn(assignment)
    rows = _left(day, person_id=person_id, assignment_id=assignment.id)
    if not rows:
        raise Conflict("moved_on", state=assignment.state)
    given: dict[int, Person | None] = {}
    for row in rows:
        heir = given.setdefault(row.person_id, _heir(row.person_id, assignment, day))
        held: Any = db.session.get_one(Step if row.is_step else Handling, row.id, populate_existing=True)
        _put(held, heir, day)
    db.session.flush()
    for left, heir in given.items():
        before, after = {"handler_id": left}, {"handler_id": heir and heir.id}
        trail.record(actor, "handling.settle", assignment, before=before, after=after)
        name = db.session.get_one(Person, left).name
        kind, whose = ("succeeded", heir.name) if heir else ("fell_back", "")
        note(actor, assignment.id, kind, person=name, words=whose)
        if heir is not None:  # however much there is, a person hears of it once a day
            write_to(actor, assignment, heir, f"succeeded:{left}:{heir.id}:{day}", left=name)
    return assignment


def _put(held: Handling | Step, heir: Person | None, day: date) -> None:
    held.person_id, since = (heir.id, day) if heir else (None, None)
    if isinstance(held, Step):
        held.given_on = since
        return
    held.passed_on = since
    if heir is None:
        held.passed_by = ""


def _left(day: date, *, person_id: int | None, assignment_id: int | None = None) -> list[Any]:
    """What is in the hands of people who are not there on the day: of unfinished work, steps not done."""
    whole, part = _in_hand(Handling, Handling.passed_on, day), _in_hand(Step, Step.given_on, day)
    found: list[Any] = []
    for kind, rows in ((Handling, whole), (Step, part.where(Step.done_at.is_(None)))):
        if person_id is not None:
            rows = rows.where(kind.person_id == person_id)
        if assignment_id is not None:
            rows = rows.where(kind.assignment_id == assignment_id)
        found += db.session.execute(rows).all()
    return found


def _in_hand(kind: type[Handling] | type[Step], since: Any, day: date) -> Any:
    return (
        select(kind.id, kind.assignment_id, kind.person_id, literal(kind is Step).label("is_step"))
        .join(Assignment, Assignment.id == kind.assignment_id)
        .join(Person, Person.id == kind.person_id)
        .where(UNFINISHED, or_(~is_here(Person, Assignment.body_id, day), _left_post(since, day)))
        .order_by(kind.id)
    )


def _left_post(since: Any, day: date) -> ColumnElement[bool]:
    """The work was given to a post that the person held when it came to them, and holds no more."""
    held = and_(PostHolding.post_id == Assignment.post_id, PostHolding.person_id == Person.id)
    over = and_(PostHolding.valid_to.is_not(None), PostHolding.valid_to <= day)
    return and_(exists().where(held, over, PostHolding.valid_to > since), ~exists().where(held, ~over))


def _heir(left: int, assignment: Assignment, day: date) -> Person | None:
    """Who carries on for the person: the successor named when they left, or that one's; None for the body itself."""
    seen: set[int] = set()
    person_id: int | None = left
    while person_id is not None and person_id not in seen:
        seen.add(person_id)
        person_id = _successor(person_id, assignment, day)
        there = select(Person).where(Person.id == person_id, is_here(Person, assignment.body_id, day))
        if (found := db.session.scalar(there)) is not None:
            return found
    return None


def _successor(person_id: int, assignment: Assignment, day: date) -> int | None:
    """The successor a person named when they left the post the work was given to, or else the body."""
    post = select(PostHolding.successor_id).where(
        PostHolding.person_id == person_id,
        PostHolding.post_id == assignment.post_id,
        PostHolding.valid_to <= day,
    )
    body = select(Membership.successor_id).where(
        Membership.person_id == person_id,
        Membership.body_id == assignment.body_id,
        Membership.valid_to <= day,
    )
    for places, kind in ((post, PostHolding), (body, Membership)):
        latest = places.order_by(kind.valid_to.desc(), kind.id.desc()).limit(1)
        if (found := db.session.scalar(latest)) is not None:
            return int(found)
    return None
