"""What was said of an assignment outside reports: letters, telephone calls, pages put before a leader."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, cast, func, literal, null, select, union_all

from tracker.access.actors import Actor
from tracker.db import UtcDateTime, fetch
from tracker.outbox.models import Letter, LetterAssignment
from tracker.people.models import Person
from tracker.reminders.models import Reminder
from tracker.submissions.models import Submission, SubmittedWork


class Call(NamedTuple):
    """A telephone call about an assignment."""

    id: int
    at: datetime
    step: str
    how: str
    by: str
    note: str
    spoken_to: str


class Put(NamedTuple):
    """The assignment was put before a leader: what for, and (`answer` "" while it waits) what he said."""

    id: int
    at: datetime
    how: str
    by: str
    proposal: str
    leader: str
    answer: str
    words: str
    answered_by: str


def told(viewer: Actor, assignment_id: int) -> list[Any]:
    """Letters and calls about an assignment, newest first, as tuples; a letter has `to_addr`, a call has not.

    Whoever sees everybody's work is told as well when it was put before a leader (`how` is "put").
    """
    statement = _ALL if getattr(viewer, "sees_all", False) else _LETTERS_AND_CALLS
    found = [
        row if row.to_addr is not None else _unwritten(row) for row in fetch(statement, work=assignment_id)
    ]
    return sorted(found, key=lambda row: row.at, reverse=True)


def _unwritten(row: Any) -> Call | Put:
    """What was said without a letter; the columns of a page put before a leader carry other facts."""
    if row.how == "put":
        said = (row.note, row.spoken_to, row.kind, row.subject, row.state)
        return Put(row.id, row.at, row.how, row.by, *said)
    return Call(row.id, row.at, row.step, row.how, row.by, row.note, row.spoken_to)


_WORK: Any = bindparam("work")
_NOTHING, _NO_MOMENT, _NO_ADDRESS = literal(""), cast(null(), UtcDateTime), cast(null(), String)
_REMINDER = (Reminder.step, Reminder.how, Reminder.by, Reminder.note, Reminder.spoken_to)
_LETTERS = (
    select(
        Letter.id.label("id"),
        func.coalesce(Letter.sent_at, Letter.due_at).label("at"),
        Letter.kind,
        Letter.subject,
        Letter.to_addr,
        Letter.state,
        Letter.sent_at,
        Letter.last_reply,
        *_REMINDER,
    )
    .join(LetterAssignment, LetterAssignment.letter_id == Letter.id)
    .outerjoin(
        Reminder,
        and_(Reminder.letter_id == Letter.id, Reminder.assignment_id == LetterAssignment.assignment_id),
    )
    .where(LetterAssignment.assignment_id == _WORK)
)
_CALLS = select(
    Reminder.id, Reminder.at, _NOTHING, _NOTHING, _NO_ADDRESS, _NOTHING, _NO_MOMENT, _NOTHING, *_REMINDER
).where(Reminder.assignment_id == _WORK, Reminder.letter_id.is_(None))
_PUT = (
    select(
        Submission.id,
        func.coalesce(SubmittedWork.answered_at, Submission.made_at),
        SubmittedWork.answer,
        SubmittedWork.words,
        _NO_ADDRESS,
        SubmittedWork.answered_by,
        _NO_MOMENT,
        _NOTHING,
        _NOTHING,
        literal("put"),
        Submission.made_by,
        Submission.proposal,
        Person.name,
    )
    .join(SubmittedWork, SubmittedWork.submission_id == Submission.id)
    .join(Person, Person.id == Submission.leader_id)
    .where(SubmittedWork.assignment_id == _WORK, SubmittedWork.withdrawn_at.is_(None))
)
_LETTERS_AND_CALLS: Any = union_all(_LETTERS, _CALLS)
_ALL: Any = union_all(_LETTERS, _CALLS, _PUT)
