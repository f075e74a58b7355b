"""What is asked again when a letter leaves: read by the system itself, it has no viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.outbox.models import Letter, LetterAssignment
from tracker.outbox.rules import DAILY
from tracker.reminders.models import Reminder

A = Assignment
ASKED = frozenset({"assigned", "urge"}) | DAILY


def still_due(letters: Sequence[Letter]) -> dict[int, str]:
    """Letter id to `due`, or `cancelled` when what it speaks of is reported, moved, or its mailbox is another by now.

    A letter with several tasks goes while one of them is still to be told. What the office released by hand is
    not asked about its mailbox again.
    """
    verdicts = {letter.id: "due" for letter in letters}
    asked = {letter.id: letter for letter in letters if letter.kind in ASKED}
    told: dict[int, list[Any]] = {letter_id: [] for letter_id in asked}
    if asked:
        for row in db.session.connection().execute(_SPOKEN_OF, {"letters": list(asked)}):
            told[row.letter_id].append(row)
    gone = {letter_id for letter_id, found in told.items() if found and not _goes(asked[letter_id], found)}
    return verdicts | dict.fromkeys(gone, "cancelled")


_REMINDED = and_(A.is_owed.is_(True), A.state != "objected")
"""What letters ask for: owed, and no objection waits for its answer."""
_SPOKEN_OF = (
    select(
        LetterAssignment.letter_id,
        _REMINDED.label("is_reminded"),
        A.is_open,
        A.due_on,
        A.state,
        A.received_at,
        Body.email,
        Reminder.step,
    )
    .select_from(LetterAssignment)
    .join(A, A.id == LetterAssignment.assignment_id)
    .join(Body, Body.id == A.body_id)
    .outerjoin(
        Reminder, and_(Reminder.letter_id == LetterAssignment.letter_id, Reminder.assignment_id == A.id)
    )
    .where(LetterAssignment.letter_id.in_(bindparam("letters", expanding=True)))
)


def _goes(letter: Letter, told: Sequence[Any]) -> bool:
    """Whether one of the assignments a letter tells of still wants telling."""
    if letter.kind == "assigned":
        return any(row.is_open for row in told)
    if letter.is_optional:
        return any(row.is_reminded for row in told)
    is_copy = letter.kind == "urge" and letter.body_id is None  # to the body's head
    by_hand = letter.last_class == "released" or letter.kind == "head" or is_copy
    here = [row for row in told if by_hand or row.email.lower() == letter.to_addr.lower()]
    if letter.kind == "urge":
        return any(row.is_reminded for row in here)
    return any(row.is_reminded and _is_told_of(row) for row in here)


def _is_told_of(row: Any) -> bool:
    """Whether the step a letter was written for still stands: the same day, and not accepted meanwhile."""
    if not row.step or not row.step.startswith(f"{row.due_on}:"):
        return False
    return not row.step.endswith(":A") or (row.state == "assigned" and row.received_at is None)
