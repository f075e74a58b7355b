"""What the office writes down for a body: who told it, by which way, on which day, on which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tracker import clock
from tracker.access.actors import Actor, is_office
from tracker.assignments.models import Assignment, Decision, OnBehalf
from tracker.db import db
from tracker.errors import Refused


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody of a body told the office: by telephone, on paper or in person (`channel`), on a day."""

    by: str
    channel: str
    on: date
    document: str = ""


def require_told(actor: Actor, assignment: Assignment, told: Told | None) -> date:
    """The day a deed counts from: today, or for the office the day the body told it.

    Raises Refused: told_by_needed (the office names who told it), told_paper_needed, told_on_wrong (a day to come, or
    before the work was given or came back to the body).
    """
    if not is_office(actor):
        return clock.today()
    if told is None or not told.by.strip():
        raise Refused("told_by_needed")
    if told.channel == "paper" and not told.document.strip():
        raise Refused("told_paper_needed")
    first = _begun_on(assignment)
    if not first <= told.on <= clock.today():
        raise Refused("told_on_wrong", first=f"{first:%d/%m/%Y}")
    return told.on


def _begun_on(assignment: Assignment) -> date:
    """The day the body got the work, or got it back the last time."""
    back = select(func.max(Decision.day)).where(
        Decision.assignment_id == assignment.id, Decision.verb.in_(("return", "reopen", "resume"))
    )
    return max(db.session.scalar(back) or assignment.assigned_on, assignment.assigned_on)


def note_told(
    actor: Actor,
    assignment: Assignment,
    deed: str,
    told: Told | None,
    *,
    at: datetime,
    report_id: int | None = None,
) -> dict[str, str]:
    """Keep who told the office; for a body's own deed there is nothing to keep. Gives the facts for the audit."""
    if not is_office(actor) or told is None:
        return {}
    made = OnBehalf(
        assignment_id=assignment.id,
        report_id=report_id,
        deed=deed,
        told_by=told.by,
        channel=told.channel,
        told_on=told.on,
        document=told.document,
        noted_at=at,
        noted_by=actor.label,
    )
    db.session.add(made)
    facts = {"told_by": told.by, "channel": told.channel, "told_on": told.on.isoformat()}
    return facts | ({"document": told.document} if told.document else {})
