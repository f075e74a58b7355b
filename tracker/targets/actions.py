"""Setting targets, parting them among bodies, measuring them, revising their plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions.moves import in_an_open_period
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive, Target
from tracker.errors import Conflict, Refused
from tracker.targets.models import Measure, Revision, TargetShare
from tracker.targets.rules import differ


@action
def add_target(
    actor: Actor, directive: Directive, *, unit: str, planned: float, due_on: date, quote: str = ""
) -> Target:
    """Enter a target of a directive by hand, counted from the first day of the year it is due in."""
    policy.require(actor, "target.add", directive)
    last = db.session.scalar(select(func.max(Target.position)).where(Target.directive_id == directive.id))
    made = Target(
        directive_id=directive.id,
        position=(last or 0) + 1,
        unit=unit,
        quote=quote,
        planned=planned,
        first_on=date(due_on.year, 1, 1),
        due_on=due_on,
    )
    db.session.add(made)
    db.session.flush()
    after = {"directive": directive.id, "unit": unit, "planned": planned, "due_on": str(due_on)}
    trail.record(actor, "target.add", made, after=after)
    return made


@action
def edit_target(
    actor: Actor, target: Target, *, version: int, unit: str, first_on: date, due_on: date
) -> Target:
    """Say better what a target counts and between which days. Raises Refused("target_days"), Conflict("stale")."""
    policy.require(actor, "target.edit", target)
    if first_on >= due_on:
        raise Refused("target_days")
    _require_seen(target, version)
    before = {"unit": target.unit, "first_on": str(target.first_on), "due_on": str(target.due_on)}
    target.unit, target.first_on, target.due_on = unit, first_on, due_on
    db.session.flush()
    after = {"unit": unit, "first_on": str(first_on), "due_on": str(due_on)}
    trail.record(actor, "target.edit", target, before=before, after=after)
    return target


@action
def give_parts(actor: Actor, target: Target, *, bodies: Iterable[int], planned: float) -> Target:
    """Give each of some bodies the same plan of its own; those that have a part keep it, with its plan.

    A plan given is revised, never overwritten. Raises Refused: no_shares, all_share.
    """
    policy.require(actor, "target.part", target)
    db.session.refresh(target, with_for_update={"of": Target})
    asked = set(bodies)
    if not asked:
        raise Refused("no_shares")
    known = db.session.scalars(select(TargetShare.body_id).where(TargetShare.target_id == target.id))
    new = sorted(asked.difference(known))
    if not new:
        raise Refused("all_share")
    rows = [{"target_id": target.id, "body_id": body_id, "planned": planned, "version": 1} for body_id in new]
    db.session.execute(insert(TargetShare), rows)
    trail.record(actor, "target.part", target, after={"bodies": len(new), "planned": planned})
    return target


@action
def measure(actor: Actor, share: TargetShare, *, actual: float, day: date, note: str = "") -> Measure:
    """What the body has reached by a day, all in all. A figure of an earlier day does not change where it stands now.

    Raises Refused: measure_to_come, share_moved; Conflict("period_closed") for a day of a closed period.
    """
    policy.require(actor, "target.measure", share)
    if day > clock.today():
        raise Refused("measure_to_come")
    if share.moved_on is not None:
        raise Refused("share_moved")
    made = Measure(
        share_id=share.id,
        day=day,
        actual=actual,
        note=note,
        said_at=clock.now(),
        said_by=policy.signed(actor, "target.measure", share),
    )
    with in_an_open_period():
        db.session.add(made)
        db.session.flush()
    before = {"actual": share.actual, "day": str(share.measured_on) if share.measured_on else None}
    if share.measured_on is None or day >= share.measured_on:
        share.actual, share.measured_on = actual, day
        db.session.flush()
    after = {"actual": actual, "day": str(day)}
    trail.record(actor, "target.measure", share, before=before, after=after, reason=note or None)
    return made


@action
def revise(
    actor: Actor,
    target: Target,
    *,
    version: int,
    planned: float,
    reason: str,
    approved_by: str,
    day: date,
    document: str = "",
    share: TargetShare | None = None,
) -> Revision:
    """Change the plan of a target, or of one body's share, as somebody approved on a day; the old one stays visible.

    `version` is that of what is changed. Raises Refused: plan_unchanged, revision_to_come, share_moved;
    Conflict: stale, period_closed for a day of a closed period.
    """
    changed = share or target
    policy.require(actor, "target.revise", changed)
    _require_seen(changed, version)
    if day > clock.today():
        raise Refused("revision_to_come")
    if share is not None and share.moved_on is not None:
        raise Refused("share_moved")
    old = changed.planned
    if old is not None and not differ(old, planned):
        raise Refused("plan_unchanged")
    made = _revision(
        actor, changed, new=planned, reason=reason, document=document, approved_by=approved_by, day=day
    )
    with in_an_open_period():
        db.session.add(made)
        db.session.flush()
    changed.planned = planned
    db.session.flush()
    after = {"planned": planned, "document": document, "approved_by": approved_by, "day": str(day)}
    trail.record(actor, "target.revise", changed, before={"planned": old}, after=after, reason=reason)
    return made


def _revision(actor: Actor, changed: Target | TargetShare, **said: Any) -> Revision:
    target_id, share_id = (
        (changed.target_id, changed.id) if isinstance(changed, TargetShare) else (changed.id, None)
    )
    return Revision(
        target_id=target_id,
        share_id=share_id,
        old=changed.planned,
        made_at=clock.now(),
        made_by=policy.signed(actor, "target.revise", changed),
        **said,
    )


def _require_seen(thing: Target | TargetShare, version: int) -> None:
    if thing.version != version:
        raise Conflict("stale")
