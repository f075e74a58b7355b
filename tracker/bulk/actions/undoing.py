"""Taking back a bulk act: all of it that still stands as the act left it; the rest says why not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.rules import may_withdraw
from tracker.bulk import queries, rules
from tracker.bulk.actions.mailboxes import put_mailbox
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.extensions import actions as extensions
from tracker.reminders import actions as reminders
from tracker.settings.queries import office_rules
from tracker.submissions import actions as submissions
from tracker.submissions.models import Submission

Rows = Sequence[BulkRow]


@action
def undo(actor: Actor, batch: BulkBatch, *, reason: str = "") -> BulkBatch:
    """Take back what a batch did, within the limit for what was said (24 hours), once.

    Raises Conflict("undone") the second time, Refused: undo_impossible, undo_late, undo_nothing (all of it has
    changed since), reason_needed (for more time: the bodies read it).
    """
    policy.require(actor, "bulk.undo", batch)
    db.session.refresh(batch, with_for_update=True)
    limit = office_rules().withdraw_hours
    if batch.verb not in rules.UNDOABLE:
        raise Refused("undo_impossible")
    if batch.undone_at is not None:
        raise Conflict("undone", url=f"/hang-loat/lo/{batch.id}")
    if not may_withdraw(batch.made_at, clock.now(), limit):
        raise Refused("undo_late", hours=limit)
    rows = queries.done_rows(batch.id)
    taken = set(_take_back(actor, batch, rows, reason))
    if not taken:
        raise Refused("undo_nothing")
    _mark([row.id for row in rows if row.id in taken], "yes")
    _mark([row.id for row in rows if row.id not in taken], "changed")
    batch.undone, batch.undone_at, batch.undone_by = len(taken), clock.now(), actor.label
    return batch


def _take_back(actor: Actor, batch: BulkBatch, rows: Rows, reason: str) -> Collection[int]:
    """The ids of the rows that stand again as they stood."""
    if batch.verb == "call":
        return _call(actor, batch, rows)
    if batch.verb == "extend":
        return _extend(actor, rows, reason)
    return _submit(actor, batch, rows) if batch.verb == "submit" else _mailbox(actor, rows)


def _call(actor: Actor, batch: BulkBatch, rows: Rows) -> Collection[int]:
    gone = set(
        reminders.take_back_call(actor, step=batch.facts["step"], assignment_ids=[_work(row) for row in rows])
    )
    return [row.id for row in rows if row.assignment_id in gone]


def _extend(actor: Actor, rows: Rows, reason: str) -> Collection[int]:
    now = queries.versions([_work(row) for row in rows])
    same = [row for row in rows if now.get(_work(row)) == row.version]
    given = [row.facts["made"] for row in same]
    back = set(extensions.take_back_extensions(actor, extension_ids=given, reason=reason))
    return [row.id for row in same if row.assignment_id in back]


def _submit(actor: Actor, batch: BulkBatch, rows: Rows) -> Collection[int]:
    page = db.session.get_one(Submission, batch.facts["made"])
    back = set(submissions.take_back(actor, page, assignment_ids=[_work(row) for row in rows]))
    return [row.id for row in rows if row.assignment_id in back]


def _mailbox(actor: Actor, rows: Rows) -> Collection[int]:
    found = queries.bodies([row.body_id for row in rows])
    same = [row for row in rows if found[row.body_id].version == row.version]
    for row in same:
        put_mailbox(actor, found[row.body_id], row.facts["old"])
    return [row.id for row in same]


def _work(row: BulkRow) -> int:
    """The assignment of a row; only mailboxes have none."""
    return row.assignment_id or 0


def _mark(ids: Sequence[int], undone: str) -> None:
    if ids:
        some = update(BulkRow).where(BulkRow.id.in_(ids)).values(undone=undone)
        db.session.execute(some.execution_options(**PLAIN))
