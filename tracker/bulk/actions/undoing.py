"""Taking back a bulk act: all of it that still stands as the act left it; the rest says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from sqlalchemy import update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.bulk import queries, rules
from tracker.bulk.actions.mailboxes import put_mailbox
from tracker.bulk.actions.officials import in_order, put_back
from tracker.bulk.models import BulkBatch, BulkRow
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Problem, Refused
from tracker.extensions import actions as extensions
from tracker.issued.actions import take_back_giving
from tracker.reminders import actions as reminders
from tracker.settings.queries import office_rules
from tracker.submissions import actions as submissions
from tracker.submissions.models import Submission

Rows = Sequence[BulkRow]
NOT_BACK = {"letter_left": "told", "letters_left": "told", "not_of_office": "gone"}
"""Why one row cannot be taken back, by the refusal; whatever else is refused has changed."""


def undo_limit(batch: BulkBatch) -> timedelta:
    """How long after its making a batch can be taken back, by the office's rules."""
    office = office_rules()
    return rules.undo_time(
        batch.verb, withdraw_hours=office.withdraw_hours, recall_minutes=office.recall_minutes
    )


@action
def undo(actor: Actor, batch: BulkBatch, *, reason: str = "") -> BulkBatch:
    """Take back what a batch did, once: within the limit for what was said (24 hours), or while its letters wait.

    Raises Conflict("undone") the second time, Refused: undo_late, undo_letters_left, undo_nothing (with how many rows
    for each word of NOT_BACK, or "changed"), reason_needed (for more time: the bodies read it).
    """
    policy.require(actor, "bulk.undo", batch)
    db.session.refresh(batch, with_for_update=True)
    if batch.undone_at is not None:
        raise Conflict("undone", url=f"/hang-loat/lo/{batch.id}")
    _require_in_time(batch)
    rows = queries.done_rows(batch.id)
    ids = [row.id for row in rows]
    became = dict.fromkeys(ids, "changed") | _take_back(actor, batch, rows, reason)
    taken = [id for id in ids if became[id] == "yes"]
    if not taken:
        raise Refused("undo_nothing", **Counter(became.values()))
    for word in sorted(set(became.values())):
        _mark([id for id in ids if became[id] == word], word)
    batch.undone, batch.undone_at, batch.undone_by = len(taken), clock.now(), actor.label
    return batch


def _require_in_time(batch: BulkBatch) -> None:
    limit = undo_limit(batch)
    if rules.may_undo(batch, clock.now(), limit):
        return
    if batch.verb in rules.UNTOLD:
        raise Refused("undo_letters_left", minutes=limit // timedelta(minutes=1))
    raise Refused("undo_late", hours=limit // timedelta(hours=1))


def _take_back(actor: Actor, batch: BulkBatch, rows: Rows, reason: str) -> dict[int, str]:
    """Row to "yes" where it stands again as it stood, or to why it does not ("changed" where nothing is said)."""
    if batch.verb in ONE_BY_ONE:
        return _one_by_one(rows, lambda row: ONE_BY_ONE[batch.verb](actor, row))
    at_once: dict[str, Callable[[], Collection[int]]] = {
        "call": lambda: _call(actor, batch, rows),
        "extend": lambda: _extend(actor, rows, reason),
        "submit": lambda: _submit(actor, batch, rows),
        "mailbox": lambda: _mailbox(actor, rows),
    }
    return dict.fromkeys(at_once[batch.verb](), "yes")


def _one_by_one(rows: Rows, back: Callable[[BulkRow], None]) -> dict[int, str]:
    """Take each row back whole or not at all; who holds a later one waits for those before it, lowest work first."""
    became = {}
    for row in sorted(rows, key=lambda row: (_work(row), in_order(row))):
        try:
            with db.session.begin_nested():
                back(row)
            became[row.id] = "yes"
        except Problem as problem:
            became[row.id] = NOT_BACK.get(problem.code, "changed")
    return became


def _unconfirm(actor: Actor, row: BulkRow) -> None:
    assignments.take_back_confirmation(actor, _held(_work(row)), seen=row.version)


def _return_to_its_own(actor: Actor, row: BulkRow) -> None:
    """The other body never had it, and the one it was taken off has it as before."""
    extensions.take_back_cancellation(actor, _held(_work(row)), seen=row.version)
    take_back_giving(actor, _held(row.facts.get("given") or 0))


ONE_BY_ONE: dict[str, Callable[[Actor, BulkRow], None]] = {
    "confirm": _unconfirm,
    "reassign": _return_to_its_own,
    "official": put_back,
}


def _held(assignment_id: int) -> Assignment:
    """The work, held until the end. Raises Conflict("moved_on") for one that is gone."""
    found = queries.works([assignment_id])
    if not found:
        raise Conflict("moved_on")
    return found[0]


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
    found = queries.bodies([row.body_id for row in rows if row.body_id])
    there = [(row, found[row.body_id]) for row in rows if row.body_id]
    same = [(row, body) for row, body in there if body.version == row.version]
    for row, body in same:
        put_mailbox(actor, body, row.facts["old"])
    return [row.id for row, _ in same]


def _work(row: BulkRow) -> int:
    """The assignment of a row; what is done to bodies has none."""
    return row.assignment_id or 0


def _mark(ids: Sequence[int], undone: str) -> None:
    if ids:
        some = update(BulkRow).where(BulkRow.id.in_(ids)).values(undone=undone)
        db.session.execute(some.execution_options(**PLAIN))
