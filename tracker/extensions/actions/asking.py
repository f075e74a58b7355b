"""Asking for a later day, and deciding on it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor, is_office
from tracker.action import action
from tracker.assignments.actions import tell_outcome
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Conflict, Refused
from tracker.extensions import queries, rules
from tracker.extensions.models import Extension
from tracker.outbox import post
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import roll_forward


@action
def ask(actor: Actor, assignment: Assignment, *, new_due_on: date, reason: str) -> Extension:
    """The body asks, before the due day, for a later one; a day off rolls to the next working day.

    Raises Refused: extension_not_owed, extension_no_day, extension_late, extension_too_near, extension_times,
    extension_not_later, extension_pending, reason_needed.
    """
    policy.require(actor, "extension.ask", assignment)
    new_due_on = roll_forward(new_due_on, exceptions(new_due_on, new_due_on + timedelta(days=31)))
    bar = queries.barred(actor, assignment)
    if bar or assignment.due_on is None:
        raise Refused(bar or "extension_no_day", **queries.limit_facts())
    if new_due_on <= assignment.due_on:
        raise Refused("extension_not_later")
    if not reason.strip():
        raise Refused("reason_needed")
    waiting = select(Extension.id).where(Extension.assignment_id == assignment.id, Extension.state == "asked")
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Refused("extension_pending")
    made = Extension(
        assignment_id=assignment.id,
        old_due_on=assignment.due_on,
        new_due_on=new_due_on,
        reason=reason,
        asked_at=clock.now(),
        asked_by=policy.signed(actor, "extension.ask", assignment),
    )
    db.session.add(made)
    db.session.flush()
    after = {"assignment": assignment.id, "old": str(made.old_due_on), "new": str(new_due_on)}
    trail.record(actor, "extension.ask", made, after=after, reason=reason)
    return made


@action
def decide(
    actor: Actor, extension: Extension, *, granted: bool, note: str = "", document: str = ""
) -> Extension:
    """The leader decides, or the office records his decision with its document; the body is told by letter.

    Granting moves the due day, keeps the first one and calls back letters about the day it had. Raises Refused
    without the document (office) or without a reason for the refusal, Conflict when it is decided or moved on.
    """
    policy.require(actor, "extension.decide", extension)
    assignment = db.session.get_one(Assignment, extension.assignment_id)
    if extension.state != "asked":
        raise Conflict("decided", who=extension.decided_by)
    if is_office(actor) and not document.strip():
        raise Refused("document_needed")
    if not granted and not note.strip():
        raise Refused("reason_needed")
    if granted:
        _move(assignment, extension)
    extension.state = "granted" if granted else "refused"
    extension.decided_at, extension.decided_by = (
        clock.now(),
        policy.signed(actor, "extension.decide", extension),
    )
    extension.decision_note, extension.document = note, document
    db.session.flush()
    after = {"state": extension.state, "due_on": str(assignment.due_on), "document": document}
    trail.record(actor, "extension.decide", extension, after=after, reason=note)
    tell_outcome(assignment, f"extension:{extension.id}", f"extension_{extension.state}", reason=note)
    return extension


def _move(assignment: Assignment, extension: Extension) -> None:
    if assignment.due_on is None or not rules.may_grant(
        state=assignment.state, due_on=assignment.due_on, new_due_on=extension.new_due_on
    ):
        raise Conflict("moved_on", state=assignment.state)
    extension.old_due_on, assignment.due_on = assignment.due_on, extension.new_due_on
    post.cancel([assignment.id], rules.REMINDING)
