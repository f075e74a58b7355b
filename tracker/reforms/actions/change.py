"""The verb: bodies become others from a day on, with all that is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, insert, literal, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.actions import create_body
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.handling.actions import leave_behind
from tracker.reforms import rules
from tracker.reforms.actions import parts, register, work
from tracker.reforms.actions.following import follow_on
from tracker.reforms.models import Reform, Succession
from tracker.reforms.rules import NewBody
from tracker.reviews.models import Period


@action
def change_bodies(
    actor: Actor,
    *,
    kind: str,
    day: date,
    old: Sequence[int],
    into: Sequence[int] = (),
    new: NewBody | None = None,
    document: str = "",
    works: Mapping[int, int] | None = None,
    people: Mapping[int, int] | None = None,
) -> Reform:
    """From `day` on the bodies `old` are `into`, or the `new` one: open work, people, groups and places go along.

    `works` and `people` say for a split to which successor an assignment or a person goes; the others go to the
    first. Raises Refused for a day to come or within a closed period, for bodies that do not fit the kind, and for
    open work that nobody would carry on; Conflict("stale") for a body that is no more by then.
    """
    policy.require(actor, "body.reform")
    if day > clock.today():
        raise Refused("reform_to_come")
    require_fit(kind, day, old, into, makes_new=new is not None)
    made = Reform(kind=kind, day=day, document=document, made_at=clock.now(), made_by=actor.label)
    db.session.add(made)
    db.session.flush()
    heirs = [*into, *([_create(actor, new, day)] if new else [])]
    _succeed(made, old, heirs)
    made.moved = work.move(made, old, heirs, works or {})
    leave_behind(actor, made)
    moved_parts = parts.move(actor, made, old, heirs)
    register.hand_over(made, old, heirs, people or {})
    follow_on(actor, old, heirs)
    work.tell(made, old, heirs)
    facts = {"kind": kind, "bodies": list(old), "successors": heirs, "from": str(day), "document": document}
    trail.record(actor, "body.reform", made, after=facts | {"assignments": made.moved, "parts": moved_parts})
    return made


def require_fit(kind: str, day: date, old: Sequence[int], into: Sequence[int], *, makes_new: bool) -> None:
    """Raise for what cannot be, today or on a day to come: see `change_bodies`."""
    if problem := rules.fault(kind, len(set(old)), len(into) + makes_new):
        raise Refused(problem)
    closed = db.session.scalar(select(func.max(Period.cut_on)).where(Period.state == "closed"))
    if closed is not None and day <= closed:
        raise Refused("reform_in_closed_period", day=closed)
    begun = db.session.scalars(select(Body.valid_from).where(Body.id.in_(old), Body.valid_to.is_(None))).all()
    if len(begun) != len(set(old)):
        raise Conflict("stale")
    if max(begun) > day:  # twice on one day is in order: the name in between was a slip of the pen
        raise Refused("reform_before_it_began", day=max(begun))
    going_on = select(func.count()).where(Body.id.in_(into), Body.is_valid_on(day))
    if db.session.scalar(going_on) != len(set(into)) or set(into) & set(old):
        raise Refused("reform_which_successors")
    if not into and not makes_new and work.is_open(old):
        raise Refused("reform_open_work")


def _create(actor: Actor, new: NewBody, day: date) -> int:
    made = create_body(
        actor,
        name=new.name,
        type_id=new.type_id,
        parent_id=new.parent_id,
        email=new.email,
        phone=new.phone,
        valid_from=day,
    )
    return made.id


def _succeed(made: Reform, old: Sequence[int], heirs: Sequence[int]) -> None:
    """Who becomes whom, those before them included; the old bodies end."""
    edges: list[dict[str, object]] = [
        {"reform_id": made.id, "old_id": one, "new_id": heir, "day": made.day, "is_direct": True}
        for one in old
        for heir in (heirs or (None,))
    ]
    db.session.execute(insert(Succession), edges)
    known = select(Succession.old_id).where(Succession.new_id.in_(heirs))
    for heir in heirs:
        before = select(
            literal(made.id), Succession.old_id, literal(heir), literal(made.day), literal(False)
        ).where(Succession.new_id.in_(old), Succession.old_id.not_in(known.where(Succession.new_id == heir)))
        db.session.execute(
            insert(Succession).from_select(
                ["reform_id", "old_id", "new_id", "day", "is_direct"], before.distinct()
            )
        )
    db.session.execute(
        update(Body).where(Body.id.in_(old)).values(valid_to=made.day, version=Body.version + 1)
    )
