"""A conclusion of a review becomes a task: given out at once, under one document for all conclusions of the period."""

from __future__ import annotations

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake.actions import add_task, issue_directive, start_by_hand
from tracker.intake.change import Change
from tracker.issued.actions.adding import add_to_issued
from tracker.issued.queries import plan_of_adding
from tracker.reviews.models import Conclusion, Period
from tracker.reviews.vietnamese import named_period
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task


@action
def give_conclusion(actor: Actor, conclusion: Conclusion, *, change: Change) -> Task:
    """Make a conclusion a task of the bodies named, by a day where one is said; each gets one letter.

    The first one given enters and issues the document "Kết luận rà soát ..."; later ones are added to it while it
    stands. Raises Conflict("conclusion_given"), and what adding a task to an issued directive raises.
    """
    policy.require(actor, "review.give", conclusion)
    db.session.refresh(conclusion, with_for_update={"of": Conclusion})
    if conclusion.task_id is not None:
        raise Conflict("conclusion_given")
    directive = _document(conclusion.period_id)
    made = _added(actor, directive, change) if directive else _begun(actor, conclusion, change)
    conclusion.task_id = made.id
    db.session.flush()
    trail.record(actor, "review.give", conclusion, after={"task": made.id, "directive": made.directive_id})
    return made


def _document(period_id: int) -> Directive | None:
    """The document of the period's conclusions that stands."""
    given = select(Task.directive_id).join(Conclusion, Conclusion.task_id == Task.id)
    rows = select(Directive).where(
        Directive.id.in_(given.where(Conclusion.period_id == period_id)),
        Directive.state == "issued",
        Directive.ending == "",
    )
    return db.session.scalars(rows.order_by(Directive.id.desc()).limit(1)).first()


def _added(actor: Actor, directive: Directive, change: Change) -> Task:
    seen = plan_of_adding(directive, change, "", clock.today()).mark
    return add_to_issued(actor, directive, change=change, seen=seen)


def _begun(actor: Actor, conclusion: Conclusion, change: Change) -> Task:
    today, period = clock.today(), db.session.get_one(Period, conclusion.period_id)
    draft = start_by_hand(
        actor,
        kind="ket_luan",
        origin="oral",
        issued_on=today,
        issuer=office_rules().authority_name,
        subject=f"Kết luận rà soát {named_period(period.name)}",
    )
    if unknown := plan_of_adding(draft, change, "", today).tasks[0].unknown:
        raise Refused("names_unknown", names="; ".join(unknown))
    if change.due_on is not None and change.due_on < today:
        raise Refused("day_passed")
    made = add_task(actor, draft, change=change)
    issue_directive(actor, draft)
    return made
