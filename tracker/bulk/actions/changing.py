"""The verbs of an assignment done to many: each asks the single verb's own rules and is written down as that verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments import actions as assignments
from tracker.assignments.actions.moves import require_words
from tracker.bodies.models import Body
from tracker.bulk import queries
from tracker.bulk.actions.keeping import keep, left_rows, row_of, sorted_out
from tracker.bulk.models import BulkBatch
from tracker.db import db
from tracker.errors import Refused
from tracker.extensions import actions as extensions
from tracker.intake.actions.give_one import give_to_body
from tracker.people.models import Person
from tracker.reminders import actions as reminders
from tracker.submissions import actions as submissions
from tracker.tasks import queries as tasks

Seen = Mapping[int, int | None]
"""Assignment to the version it was shown in."""


@action
def call_all(actor: Actor, *, seen: Seen, note: str = "", spoken_to: str = "") -> BulkBatch:
    """One telephone call about several assignments. Raises what `sorted_out` raises."""
    policy.require(actor, "reminder.call")
    found = sorted_out(actor, "call", seen)
    step = reminders.note_call(
        actor, assignment_ids=[row.id for row in found.rows], note=note, spoken_to=spoken_to
    )
    done = [row_of(row.body_id, row.id, version=row.version) for row in found.rows]
    return keep(actor, "call", {"step": step, "note": note, "spoken_to": spoken_to}, done, left_rows(found))


@action
def extend_all(
    actor: Actor,
    *,
    seen: Seen,
    reason: str,
    document: str = "",
    new_due_on: date | None = None,
    working_days: int | None = None,
) -> BulkBatch:
    """The leader gives more time for one reason: until a day, or by so many working days.

    Raises what `sorted_out` raises, Refused: reason_needed, document_needed (the office).
    """
    policy.require(actor, "extension.decide")
    require_words(actor, reason, document)
    found = sorted_out(actor, "extend", seen, new_due_on=new_due_on, working_days=working_days)
    days = {row.id: found.days[row.id] for row in found.rows}
    made = extensions.extend(actor, days=days, reason=reason, document=document)
    done = [
        row_of(
            row.body_id, row.id, version=row.version + 1,
            old=row.due_on.isoformat(), new=days[row.id].isoformat(), made=made[row.id],
        )
        for row in found.rows
    ]  # fmt: skip
    said = {"reason": reason, "document": document, "new_due_on": new_due_on and new_due_on.isoformat()}
    return keep(actor, "extend", said | {"working_days": working_days}, done, left_rows(found))


@action
def confirm_many(actor: Actor, *, seen: Seen) -> BulkBatch:
    """The office confirms what it has read, at most fifty at once. Raises what `sorted_out` raises."""
    policy.require(actor, "assignment.confirm")
    found = sorted_out(actor, "confirm", seen)
    works = queries.works([row.id for row in found.rows])
    assignments.confirm_all(actor, assignments=works)
    now = {work.id: work.version for work in works}
    done = [row_of(row.body_id, row.id, version=now[row.id]) for row in found.rows]
    return keep(actor, "confirm", {}, done, left_rows(found))


@action
def reassign_all(
    actor: Actor, *, seen: Seen, body: Body, reason: str, document: str = "", due_on: date | None = None
) -> BulkBatch:
    """The leader takes work off its bodies and gives the same tasks to another one, each with a letter.

    `due_on` is for tasks whose day has passed. Raises what `sorted_out` raises, Refused: reason_needed,
    document_needed (the office).
    """
    policy.require(actor, "assignment.cancel")
    require_words(actor, reason, document)
    found = sorted_out(actor, "reassign", seen, body_id=body.id)
    done = []
    for work in queries.works([row.id for row in found.rows]):
        row = next(each for each in found.rows if each.id == work.id)
        task = tasks.card(actor, work.task_id)
        try:
            give_to_body(actor, task, body, version=task.version, due_on=due_on, can_be_taken_back=True)
        except Refused as problem:  # asked before anything of this row is written
            found.leave_out(row, _NOT_GIVEN.get(problem.code, "ended"))
            continue
        extensions.cancel(actor, work, reason=reason, document=document)
        db.session.flush()
        given = queries.given_to(body.id, work.task_id)
        done.append(row_of(row.body_id, row.id, version=work.version, to=body.name, given=given))
    if not done:
        raise Refused("bulk_nothing")
    said = {"body": body.name, "reason": reason, "document": document}
    return keep(actor, "reassign", said, done, left_rows(found))


_NOT_GIVEN = {"has_task": "has_task", "day_passed": "day_passed", "not_given_out": "ended"}


@action
def submit_all(actor: Actor, *, seen: Seen, leader: Person, proposal: str) -> BulkBatch:
    """Put work before a leader on one page. Raises what `sorted_out` and `submissions.submit` raise."""
    policy.require(actor, "submission.make")
    found = sorted_out(actor, "submit", seen, leader_id=leader.id)
    ids = [row.id for row in found.rows]
    made = submissions.submit(actor, leader, assignment_ids=ids, proposal=proposal)
    done = [row_of(row.body_id, row.id, version=row.version) for row in found.rows]
    said: dict[str, Any] = {"made": made.id, "leader": leader.name, "proposal": proposal}
    return keep(actor, "submit", said, done, left_rows(found))
