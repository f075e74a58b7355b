"""Changes dated ahead: planned, called off before their day, and carried out by the clock on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.outbox import post
from tracker.people.models import Person
from tracker.reforms.actions.change import change_bodies, require_fit
from tracker.reforms.models import Reform, ReformPlan
from tracker.reforms.rules import NewBody

LONGEST_TITLE = 200


@action
def plan_change(
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
) -> ReformPlan:
    """Write down a change for a day to come; the facts are those of `change_bodies`.

    What comes up for a split between now and the day goes to the first of `into`. Raises Refused as that verb does,
    and for a body another plan is about already.
    """
    policy.require(actor, "reform.plan")
    if day <= clock.today():
        raise Refused("reform_not_to_come")
    require_fit(kind, day, old, into, makes_new=new is not None)
    _require_alone(old)
    made = ReformPlan(
        kind=kind, day=day, title=_title(old), document=document,
        facts=_kept(old, into, new, works or {}, people or {}),
        made_at=clock.now(), made_by=actor.label, made_by_id=actor.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    told = {
        "kind": kind,
        "bodies": list(old),
        "successors": list(into),
        "from": str(day),
        "document": document,
    }
    trail.record(actor, "reform.plan", made, after=told | ({"name": new.name} if new else {}))
    return made


def _kept(
    old: Sequence[int],
    into: Sequence[int],
    new: NewBody | None,
    works: Mapping[int, int],
    people: Mapping[int, int],
) -> dict[str, Any]:
    """What the verb will be told, as JSON: keys are text there."""
    return {
        "old": list(old),
        "into": list(into),
        "new": asdict(new) if new else None,
        "works": {str(work): heir for work, heir in works.items()},
        "people": {str(person): heir for person, heir in people.items()},
    }


@action
def call_off(actor: Actor, plan: ReformPlan, *, reason: str = "") -> ReformPlan:
    """The change is not to be. Raises Conflict("plan_settled") for one that was carried out, failed or called off."""
    policy.require(actor, "reform.call_off", plan)
    _take(plan.id)
    plan.state, plan.settled_at, plan.settled_by = "called_off", clock.now(), actor.label
    trail.record(
        actor,
        "reform.call_off",
        plan,
        before={"state": "planned"},
        after={"state": "called_off"},
        reason=reason or None,
    )
    return plan


def perform_due(actor: Actor, today: date) -> dict[str, int]:
    """Carry out every plan whose day has come, the earliest first, also those of days without power."""
    waiting = select(ReformPlan.id).where(ReformPlan.state == "planned", ReformPlan.day <= today)
    ids = db.session.scalars(waiting.order_by(ReformPlan.day, ReformPlan.id)).all()
    done = [_performed(actor, plan_id) for plan_id in ids]
    return {"done": sum(done), "failed": len(done) - sum(done)}


def _performed(actor: Actor, plan_id: int) -> bool:
    """Whether a plan could be carried out; one that could not is told to who made it, and left to people."""
    try:
        perform(actor, db.session.get_one(ReformPlan, plan_id))
    except (Refused, Conflict, NotFound) as problem:
        give_up(actor, db.session.get_one(ReformPlan, plan_id, populate_existing=True), problem=problem.code)
        return False
    return True


@action
def perform(actor: Actor, plan: ReformPlan) -> Reform:
    """Carry out one plan as it was entered, in the name of who entered it; raises as `change_bodies` does."""
    policy.require(actor, "reform.perform", plan)
    _take(plan.id)
    facts = plan.facts
    made = change_bodies(
        actor,
        kind=plan.kind,
        day=plan.day,
        old=facts["old"],
        into=facts["into"],
        new=NewBody(**facts["new"]) if facts["new"] else None,
        document=plan.document,
        works={int(work): heir for work, heir in facts["works"].items()},
        people={int(person): heir for person, heir in facts["people"].items()},
    )
    made.made_by = plan.made_by
    plan.state, plan.reform_id, plan.settled_at, plan.settled_by = "done", made.id, clock.now(), actor.label
    after = {"state": "done", "assignments": made.moved}
    trail.record(actor, "reform.perform", plan, before={"state": "planned"}, after=after)
    _tell(plan, f"/don-vi/sap-xep/{made.id}", moved=made.moved)
    return made


@action
def give_up(actor: Actor, plan: ReformPlan, *, problem: str) -> ReformPlan:
    """The day came and the change could not be made; `problem` is the code of the sentence that says why."""
    policy.require(actor, "reform.perform", plan)
    _take(plan.id)
    plan.state, plan.problem, plan.settled_at, plan.settled_by = "failed", problem, clock.now(), actor.label
    after = {"state": "failed", "problem": problem}
    trail.record(actor, "reform.perform", plan, before={"state": "planned"}, after=after)
    _tell(plan, f"/don-vi/sap-xep/du-kien/{plan.id}", problem=problem)
    return plan


def _take(plan_id: int) -> None:
    """Hold the plan's row. Raises Conflict("plan_settled") unless it is still to come."""
    held = select(ReformPlan.state).where(ReformPlan.id == plan_id).with_for_update()
    if db.session.scalar(held) != "planned":
        raise Conflict("plan_settled")


def _require_alone(old: Sequence[int]) -> None:
    plans = db.session.scalars(select(ReformPlan.facts).where(ReformPlan.state == "planned"))
    if any(set(old) & set(facts["old"]) for facts in plans):
        raise Refused("reform_planned_already")


def _title(old: Sequence[int]) -> str:
    names = db.session.scalars(select(Body.name).where(Body.id.in_(old)).order_by(Body.sort_key, Body.id))
    return ", ".join(names)[:LONGEST_TITLE]


def _tell(plan: ReformPlan, path: str, *, moved: int = 0, problem: str = "") -> None:
    """A letter to who made the plan, or to their deputy; nobody for a plan made by a command."""
    person = db.session.get(Person, plan.made_by_id) if plan.made_by_id is not None else None
    if person is None or not person.is_enabled:
        return
    post.enqueue(
        f"plan:{plan.id}",
        kind="plan",
        to=person.email,
        to_name=person.name,
        template="plan",
        person_id=person.id,
        name=person.name,
        what=plan.title,
        day=plan.day,
        path=path,
        moved=moved,
        problem=problem,
    )
