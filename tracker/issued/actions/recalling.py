"""Taking back a whole issue before any of its letters has left: the draft is a draft again, as if nothing had been."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, delete, exists, func, or_, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit import trail
from tracker.bulk.models import BulkRow
from tracker.comments.models import Comment
from tracker.contacts.models import MailboxChange
from tracker.db import PLAIN, db
from tracker.difficulties.models import SharedDifficulty
from tracker.directives.models import Directive, DirectiveLink
from tracker.errors import Conflict, Refused
from tracker.extensions.models import Extension
from tracker.handling.models import Handling, HandlingEvent, Step
from tracker.issued.actions.noting import note_change
from tracker.links.models import MailedLink
from tracker.outbox.models import Letter, LetterAssignment
from tracker.reforms.models import AssignmentMove
from tracker.reminders.models import Reminder
from tracker.submissions.models import SubmittedWork
from tracker.tasks.models import Task

GOING = ("sending", "sent", "held")
"""Letters a mail server has, or may have."""
BEGUN = (
    AssignmentMove, BulkRow, Comment, Extension, Handling, HandlingEvent, MailboxChange, Reminder, SharedDifficulty,
    Step, SubmittedWork,
)  # fmt: skip
"""Rows by which somebody has done something with an assignment that does not change the assignment itself."""
MADE = (LetterAssignment, Coordinator, MailedLink)
"""Rows that issuing makes with an assignment, and that go with it; the links are of letters that never left."""


@action
def recall_issue(actor: Actor, directive: Directive) -> Directive:
    """Take the whole issue back: its assignments and letters are gone, its tasks stand in the draft as they stood.

    Whoever sends letters and whoever recalls take the same rows: a letter in somebody's hands refuses the recall, and
    one called back is sent by nobody. Raises Conflict("recalled") for a draft, Refused: recall_over, letters_left,
    taken_up (somebody has begun with it), replaces_another.
    """
    policy.require(actor, "directive.recall", directive)
    _reopen(directive)
    given = select(Assignment.id).where(Assignment.directive_id == directive.id)
    letters = call_back(given)
    require_untouched(given)
    _require_replaces_none(directive)
    assignments = unmake(given)
    stood = case((Task.was_state != "", Task.was_state), else_="accepted")
    back = update(Task).where(Task.directive_id == directive.id, Task.state == "issued")
    db.session.execute(back.values(state=stood, was_state="").execution_options(**PLAIN))
    facts = {"assignments": assignments, "letters": letters}
    note_change(actor, directive, "recalled", after=facts)
    after = {"state": "draft", "round": directive.issue_round} | facts
    trail.record(actor, "directive.recall", directive, before={"state": "issued"}, after=after)
    return directive


def _reopen(directive: Directive) -> None:
    """Lock the directive and make it a draft again, of the next round, while its letters wait."""
    back = {"state": "draft", "released_at": None, "issued_by_id": None, "recall_until": None}
    counted = {"issue_round": Directive.issue_round + 1, "version": Directive.version + 1}
    statement = (
        update(Directive)
        .where(Directive.id == directive.id, Directive.state == "issued", Directive.ending == "")
        .where(Directive.recall_until > clock.now())
        .values(**back, **counted)
        .returning(Directive)
        .execution_options(populate_existing=True, **PLAIN)
    )
    if db.session.scalars(statement).one_or_none() is None:
        db.session.refresh(directive)
        if directive.state == "draft":
            raise Conflict("recalled", url=f"/van-ban/{directive.id}")
        raise Refused("recall_over")


def _speaks_of(given: Select[Any]) -> Any:
    return exists().where(LetterAssignment.letter_id == Letter.id, LetterAssignment.assignment_id.in_(given))


def call_back(given: Select[Any]) -> int:
    """Call back every letter about the assignments given out; how many.

    Raises Refused("letters_left") when one is out of our hands. A row a sender holds is waited for,
    and then seen as it has become.
    """
    waiting = (Letter.state.in_(("pending", "dead")), Letter.unknowns == 0)
    done = db.session.execute(
        update(Letter)
        .where(*waiting, _speaks_of(given))
        .values(state="cancelled", assignment_id=None)
        .execution_options(**PLAIN)
    )
    gone = or_(Letter.state.in_(GOING), Letter.unknowns > 0)
    if db.session.scalar(select(func.count()).select_from(Letter).where(gone, _speaks_of(given))):
        raise Refused("letters_left")
    return int(done.rowcount)  # type: ignore[attr-defined]


def require_untouched(given: Select[Any]) -> None:
    """Raise Refused("taken_up") where somebody has begun with the work and would lose it."""
    db.session.execute(given.order_by(Assignment.id).with_for_update())
    begun = [Assignment.version > 1]
    begun += [exists().where(each.assignment_id == Assignment.id) for each in BEGUN]
    where = (Assignment.id.in_(given), or_(*begun))
    if db.session.scalar(select(Assignment.id).where(*where).limit(1)) is not None:
        raise Refused("taken_up")


def _require_replaces_none(directive: Directive) -> None:
    """What it has replaced would be without an heir: such an issue is withdrawn instead."""
    replaces = (
        select(DirectiveLink.id)
        .join(Directive, Directive.id == DirectiveLink.target_id)
        .where(DirectiveLink.directive_id == directive.id, DirectiveLink.relation == "thay_the")
        .where(Directive.ending == "replaced")
    )
    if db.session.scalar(replaces.limit(1)) is not None:
        raise Refused("replaces_another")


def unmake(given: Select[Any]) -> int:
    """Take the assignments out of every list and figure; the letters called back stay, and speak of nothing."""
    for each in MADE:
        rows = delete(each).where(each.assignment_id.in_(given))
        db.session.execute(rows.execution_options(**PLAIN))
    done = db.session.execute(delete(Assignment).where(Assignment.id.in_(given)).execution_options(**PLAIN))
    db.session.expire_all()
    return int(done.rowcount)  # type: ignore[attr-defined]
