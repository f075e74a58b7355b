"""What the meeting concludes, line by line, while the period is open."""

from __future__ import annotations

from sqlalchemy import delete

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict
from tracker.reviews.actions import open_row
from tracker.reviews.models import Conclusion, Period


@action
def add_conclusion(actor: Actor, period: Period, *, words: str) -> Conclusion:
    """Write down one conclusion. Raises Conflict("period_is_closed")."""
    policy.require(actor, "review.conclude", period)
    open_row(period)
    made = Conclusion(period_id=period.id, words=words, by=actor.label, at=clock.now())
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "review.conclude", period, after={"words": words})
    return made


@action
def edit_conclusion(
    actor: Actor, period: Period, conclusion: Conclusion, *, version: int, words: str
) -> Conclusion:
    """Say it better; without words it is taken out.

    Raises Conflict: period_is_closed, conclusion_given (it is a task now), and with both texts when somebody else
    saved it meanwhile.
    """
    policy.require(actor, "review.conclude", period)
    open_row(period)
    db.session.refresh(conclusion, with_for_update={"of": Conclusion})
    if conclusion.task_id is not None:
        raise Conflict("conclusion_given")
    if conclusion.version != version:
        raise Conflict("conclusion_changed", theirs=conclusion.words, mine=words, who=conclusion.by)
    before = conclusion.words
    if words:
        conclusion.words, conclusion.by, conclusion.at = words, actor.label, clock.now()
        db.session.flush()
    else:
        db.session.execute(delete(Conclusion).where(Conclusion.id == conclusion.id))
    trail.record(actor, "review.conclude", period, before={"words": before}, after={"words": words})
    return conclusion
