"""Whom automatic letters reach on a day and what each tells. Read by the system itself: no viewer.

The page that says when the next letter goes asks the same question as the clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from tracker import clock
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.extensions.queries import asked_for_time
from tracker.outbox.models import Letter
from tracker.reminders import rules
from tracker.reminders.models import Reminder
from tracker.reminders.queries.occasion import Occasion
from tracker.reminders.queries.review import Review
from tracker.settings.queries import letter_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days, is_working

A = Assignment


@dataclass
class DayLetter:
    """One mailbox's automatic letter of a day: the tasks it may list, the steps it tells, and what else."""

    to: str
    name: str
    rows: list[Any]
    steps: list[tuple[int, str]]
    kind: str
    moment: datetime
    review: Review | None = None
    stage: str = ""


def letters_of(occasion: Occasion, found: Sequence[Any]) -> list[DayLetter]:
    """One letter for each mailbox of a body that has earned one, by the bodies' order; `found` is what is owed."""
    by_mailbox: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        if row.email:
            by_mailbox[row.email.lower()].append(row)
    steps = reached(found, occasion)
    made = (_letter(mailbox, rows, steps, occasion) for mailbox, rows in by_mailbox.items())
    return [letter for letter in made if letter is not None]


def owed(occasion: Occasion, body_id: int | None = None) -> Sequence[Any]:
    """What is owed and may be told of today, with what was told of it last; no texts, for there may be many.

    Left out: what waits for an answer on more time or to an objection. Of one body, all that it owes.
    """
    far = max(letter_rules().before, default=0)
    last = add_working_days(occasion.day, far, occasion.days_off)
    days = letter_rules().accept_after
    old = add_working_days(occasion.day, -days, occasion.days_off) if days else date.min
    statement = (
        select(
            A.id, A.body_id, A.mode, A.due_on, A.state, A.assigned_on, A.received_at, A.last_report_at,
            Body.name, Body.email, Body.sort_key,
            _last_step("%:D%").label("told"), _last_step("%:A").label("asked"), _last_step("%:H").label("headed"),
            _LAST_AT.label("last_at"),
        )
        .join(Body, Body.id == A.body_id)
        .where(A.is_owed.is_(True), A.mode.in_(("giao", "de_nghi")), A.state != "objected", ~asked_for_time)
        .order_by(Body.sort_key, A.body_id, A.due_on, A.id)
    )  # fmt: skip
    if body_id is not None:
        statement = statement.where(A.body_id == body_id)
    elif not occasion.wants_all:
        fresh = (A.state == "assigned") & A.received_at.is_(None) & (A.assigned_on <= old)
        statement = statement.where(or_(A.due_on <= last, fresh))
    return db.session.connection().execute(statement).all()


def reached(rows: Sequence[Any], occasion: Occasion) -> dict[date, str]:
    """The ladder's step that each due day stands on."""
    days = [row.due_on for row in rows if row.due_on is not None]
    if not days:
        return {}
    first, last = min(*days, occasion.day), max(*days, occasion.day)
    return rules.steps(occasion.day, first, last, exceptions(first, last), letter_rules())


def _read(statement: Any) -> Any:
    """A letter that was called back or ran out before it left has told nobody anything."""
    unread = (Letter.state == "expired") | ((Letter.state == "cancelled") & (Letter.last_class == ""))
    return (
        statement.select_from(Reminder)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
        .where(Reminder.assignment_id == A.id, or_(Letter.id.is_(None), ~unread))
    )


def _last_step(pattern: str) -> Any:
    steps = _read(select(Reminder.step)).where(Reminder.how == "letter", Reminder.step.like(pattern))
    latest = steps.order_by(Reminder.at.desc(), Reminder.id.desc()).limit(1)
    return latest.correlate(A).scalar_subquery()


_LAST_AT = (
    _read(select(func.max(func.coalesce(Letter.due_at, Reminder.at))))
    .where(Reminder.step.not_like("%:H"))
    .correlate(A)
    .scalar_subquery()
)


def _letter(mailbox: str, all_rows: list[Any], steps: Mapping[date, str], on: Occasion) -> DayLetter | None:
    """The letter of a mailbox; None where nothing is new, or where somebody urges it by hand today."""
    moment = rules.moment(mailbox, on.begin, on.end)
    rows = [row for row in all_rows if row.last_at is None or moment - row.last_at >= rules.QUIET]
    if not rows or on.is_urged(mailbox):
        return None
    weekly, stage = on.is_weeks(mailbox, rows), _stage(mailbox, all_rows, on)
    new = _told(rows, steps, on, every=False)
    told = _told(rows, steps, on, every=True) if weekly or (stage and not new) else new
    if not told:
        return None
    listed = list(dict.fromkeys(row for row, _ in told))
    groups = {
        rules.NOT_ACCEPTED if step.endswith(":A") else rules.group_of(row.due_on, on.day) for row, step in new
    }
    return DayLetter(
        to=rows[0].email,
        name=", ".join(dict.fromkeys(row.name for row in listed)),
        rows=listed,
        steps=[(row.id, step) for row, step in told],
        kind=rules.kind_of(groups, is_weekly=weekly, is_review=bool(stage)),
        moment=moment,
        review=on.review if stage else None,
        stage=stage,
    )


def _told(
    rows: Sequence[Any], steps: Mapping[date, str], on: Occasion, *, every: bool
) -> list[tuple[Any, str]]:
    """(task, step) of what a letter of today tells; of `every` task where it is the week's or about the review."""
    return [(row, step) for row in rows for step in _steps_of(row, steps, on, every=every)]


def _steps_of(row: Any, steps: Mapping[date, str], on: Occasion, *, every: bool) -> list[str]:
    step = steps.get(row.due_on)
    by_week = step is not None and on.weekly is not None and rules.is_beyond(step, letter_rules())
    told = [step] if step and step != row.told and not by_week else []
    if is_unaccepted(row, on):
        told.append(f"{row.due_on}:A")
    return told or ([step or f"{row.due_on}:W"] if every else [])


def is_unaccepted(row: Any, on: Occasion) -> bool:
    """Whether a body has let the days for accepting a task go by, and was not asked."""
    days = letter_rules().accept_after
    if not days or row.state != "assigned" or row.received_at is not None or row.asked:
        return False
    return bool(add_working_days(row.assigned_on, days, on.days_off) <= on.day)


def _stage(mailbox: str, rows: Sequence[Any], on: Occasion) -> str:
    """What is said of the review to whoever reads this mailbox; nothing twice."""
    if on.review is None:
        return ""
    since = clock.midnight(on.review.first_on)
    is_silent = not any(row.last_report_at is not None and row.last_report_at >= since for row in rows)
    stage = (
        "closed"
        if on.review.is_closed
        else rules.review_stage(on.review.left, letter_rules(), is_silent=is_silent)
    )
    return stage if stage and (mailbox, on.review.notice(stage)) not in on.reviewed else ""


def works_on(day: date) -> bool:
    """Whether letters may leave on a day at all."""
    return is_working(day, exceptions(day, day))
