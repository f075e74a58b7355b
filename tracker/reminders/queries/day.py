"""Whom automatic letters reach on a day and what each tells. Read by the system itself: no viewer.

The page that says when the next letter goes asks the same question as the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, and_, case, func, or_, select

from tracker import clock
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.extensions.queries import asked_for_time
from tracker.outbox.models import Letter
from tracker.reminders import rules
from tracker.reminders.models import Reminder
from tracker.reminders.queries.mailboxes import Mailboxes, OfWork, mailboxes_of
from tracker.reminders.queries.occasion import Occasion
from tracker.reminders.queries.review import Review
from tracker.settings.queries import letter_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days, is_working

A = Assignment


@dataclass
class DayLetter(OfWork):
    """One mailbox's automatic letter of a day: the tasks it may list, the steps it tells, and what else.

    The ledger keeps the steps that a body's main mailbox is told (`steps`); its other mailboxes are told the same.
    `copy_of` names the main ones for a mailbox that is only told.
    """

    to: str
    name: str
    rows: list[Any]
    told: list[tuple[int, str]]
    steps: list[tuple[int, str]]
    kind: str
    moment: datetime
    copy_of: str = ""
    review: Review | None = None
    stage: str = ""


def letters_of(occasion: Occasion, found: Sequence[Any]) -> list[DayLetter]:
    """One letter for each mailbox of a body that has earned one, by the bodies' order; `found` is what is owed."""
    boxes, steps = mailboxes_of(found), reached(found, occasion)
    made = (_letter(mailbox, boxes, steps, occasion) for mailbox in boxes.rows)
    return [letter for letter in made if letter is not None]


def owed(occasion: Occasion, body_id: int | None = None) -> Sequence[Any]:
    """What is owed and may be told of today, with what was told of it last; no texts, for there may be many.

    Left out: what waits for an answer on more time or to an objection. Of one body, all that it owes.
    """
    far = max(letter_rules().before, default=0)
    last = add_working_days(occasion.day, far, occasion.days_off)
    days = letter_rules().accept_after
    old = add_working_days(occasion.day, -days, occasion.days_off) if days else date.min
    wanted = [A.is_owed.is_(True), A.mode.in_(("giao", "de_nghi")), A.state != "objected", ~asked_for_time]
    if body_id is not None:
        wanted.append(A.body_id == body_id)
    elif not occasion.wants_all:
        fresh = (A.state == "assigned") & A.received_at.is_(None) & (A.assigned_on <= old)
        wanted.append(or_(A.due_on <= last, fresh))
    ledger = _ledger(wanted)
    return db.session.execute(
        select(
            A.id, A.body_id, A.mode, A.due_on, A.state, A.assigned_on, A.received_at, A.last_report_at,
            Body.name, Body.email, Body.sort_key, _step(ledger.c.told), _step(ledger.c.asked), _step(ledger.c.headed),
            ledger.c.last_at,
        )
        .join(Body, Body.id == A.body_id)
        .outerjoin(ledger, ledger.c.assignment_id == A.id)
        .where(*wanted)
        .order_by(Body.sort_key, A.body_id, A.due_on, A.id)
    ).all()  # fmt: skip


def _ledger(wanted: Sequence[Any]) -> CTE:
    """What the ledger says last of each assignment that is `wanted`, gone through once for all of them: the row of its
    newest letter about the due day, about accepting, to the head; and when a body was last told or urged."""
    telling = [
        func.max(case((and_(Reminder.how == "letter", Reminder.step.like(step)), Reminder.id))).label(name)
        for name, step in (("told", "%:D%"), ("asked", "%:A"), ("headed", "%:H"))
    ]
    moment = case((Reminder.step.not_like("%:H"), func.coalesce(Letter.due_at, Reminder.at)))
    return (
        select(Reminder.assignment_id, *telling, func.max(moment).label("last_at"))
        .join(A, A.id == Reminder.assignment_id)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
        .where(*wanted, or_(Letter.id.is_(None), ~_UNREAD))
        .group_by(Reminder.assignment_id)
        .cte("ledger")
    )


_UNREAD = (Letter.state == "expired") | ((Letter.state == "cancelled") & (Letter.last_class == ""))
"""A letter that was called back or ran out before it left has told nobody anything."""


def _step(row: Any) -> Any:
    """The step that a row of the ledger keeps, under the row's own name."""
    return (
        select(Reminder.step).where(Reminder.id == row).correlate(row.table).scalar_subquery().label(row.name)
    )


def reached(rows: Sequence[Any], occasion: Occasion) -> dict[date, tuple[str, bool]]:
    """The ladder's step that each due day stands on, and whether it is left to the letter of the week."""
    days = {row.due_on for row in rows if row.due_on is not None}
    if not days:
        return {}
    first, last = min(*days, occasion.day), max(*days, occasion.day)
    limits, by_week = letter_rules(), occasion.weekly is not None
    steps = rules.steps(occasion.day, first, last, exceptions(first, last), limits)
    return {day: (step, by_week and rules.is_beyond(step, limits)) for day, step in steps.items()}


def _letter(
    mailbox: str, boxes: Mailboxes, steps: Mapping[date, tuple[str, bool]], on: Occasion
) -> DayLetter | None:
    """The letter of a mailbox; None where nothing is new, or where somebody urges it by hand today."""
    all_rows = boxes.rows[mailbox]
    rows = [row for row in all_rows if not _is_quiet(row, on)]
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
    own = [row for row in listed if row.email.lower() == mailbox]
    return DayLetter(
        to=own[0].email if own else mailbox,
        name=", ".join(dict.fromkeys(row.name for row in listed)),
        rows=listed,
        told=[(row.id, step) for row, step in told],
        steps=[(row.id, step) for row, step in told if row.email.lower() == mailbox],
        kind=rules.kind_of(groups, is_weekly=weekly, is_review=bool(stage)),
        moment=rules.moment(mailbox, on.begin, on.end),
        review=on.review if stage else None,
        stage=stage,
        copy_of=boxes.copy_of(mailbox, listed),
    )


def _is_quiet(row: Any, on: Occasion) -> bool:
    """Whether a row's body was told of it within a day of when its main mailbox would be: of that the ledger speaks."""
    if row.last_at is None or on.begin - row.last_at >= rules.QUIET:
        return False
    return bool(rules.moment(row.email.lower(), on.begin, on.end) - row.last_at < rules.QUIET)


def _told(
    rows: Sequence[Any], steps: Mapping[date, tuple[str, bool]], on: Occasion, *, every: bool
) -> list[tuple[Any, str]]:
    """(task, step) of what a letter of today tells; of `every` task where it is the week's or about the review."""
    return [(row, step) for row in rows for step in _steps_of(row, steps, on, every=every)]


def _steps_of(row: Any, steps: Mapping[date, tuple[str, bool]], on: Occasion, *, every: bool) -> list[str]:
    step, by_week = steps.get(row.due_on, ("", False))
    told = [step] if step and step != row.told and not by_week else []
    if is_unaccepted(row, on):
        told.append(f"{row.due_on}:A")
    return told or ([step or f"{row.due_on}:W"] if every else [])


def is_unaccepted(row: Any, on: Occasion) -> bool:
    """Whether a body has let the days for accepting a task go by, and was not asked."""
    if row.state != "assigned" or row.received_at is not None or row.asked:
        return False
    days = letter_rules().accept_after
    if not days:
        return False
    return bool(add_working_days(row.assigned_on, days, on.days_off) <= on.day)


def _stage(mailbox: str, rows: Sequence[Any], on: Occasion) -> str:
    """What is said of the review to whoever reads this mailbox; nothing twice."""
    if on.review is None:
        return ""
    since = clock.midnight(on.review.first_on)
    is_silent = not any(row.last_report_at is not None and row.last_report_at >= since for row in rows)
    if on.review.is_closed:
        return on.unsaid(mailbox, "closed")
    return on.unsaid(mailbox, rules.review_stage(on.review.left, letter_rules(), is_silent=is_silent))


def works_on(day: date) -> bool:
    """Whether letters may leave on a day at all."""
    return is_working(day, exceptions(day, day))
