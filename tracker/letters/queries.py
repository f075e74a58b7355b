"""Reading for the letters' pages: when the next ones go, by the rules that send them, and whose data a sample shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.people.models import Person
from tracker.reminders import queries as reminders
from tracker.reminders import rules
from tracker.reminders.models import Wish
from tracker.reminders.queries.occasion import AROUND
from tracker.reminders.queries.readers import GIVEN, WISHED, in_force, usual_day
from tracker.reviews.rules import current, span
from tracker.settings.queries import letter_rules, office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import DAY, add_working_days, roll_forward

A = Assignment


@dataclass(frozen=True, slots=True)
class Own:
    """One optional letter as its reader has it; `next_at` None where none is to come."""

    kind: str
    is_on: bool
    weekday: int
    is_weekly: bool
    is_sent: bool
    next_at: datetime | None


def next_run(now: datetime, moment: time = rules.MORNING) -> date:
    """The next working day whose letters are still to be queued."""
    today = clock.local(now).date()
    first = today if now < clock.on(today, moment) else today + DAY
    return roll_forward(first, exceptions(first, first + timedelta(days=60)))


def next_letters(viewer: Viewer, now: datetime) -> tuple[date, Counter[str]]:
    """The day of the next run, and how many letters of each kind it would queue as things stand."""
    policy.require(viewer, "letter.preview")
    day = next_run(now)
    plan = reminders.plan_of(day, clock.on(day, rules.MORNING))
    return day, Counter(letter.kind for letter in plan.letters)


def next_days(viewer: Viewer, day: date, now: datetime) -> dict[str, date]:
    """Kind of letter to the next day it may go on, the next run (on `day`) apart; those sent at once are missing."""
    policy.require(viewer, "letter.preview")
    limits, today = letter_rules(), clock.local(now).date()
    days_off = exceptions(today - AROUND, today + timedelta(days=180))
    found = {
        "weekly": rules.next_in_week(day, limits.weekly_weekday, days_off),
        "leader": rules.next_in_week(day, limits.leader_weekday, days_off) if limits.leader_after else None,
        "review": _next_review(day, days_off),
        "morning": next_run(now, rules.OFFICE_MORNING) if limits.morning else None,
    }
    return reminders.coming(day, days_off) | {kind: each for kind, each in found.items() if each is not None}


def _next_review(day: date, days_off: Mapping[date, bool]) -> date | None:
    """The first day from `day` on that lies so many working days before a cut."""
    before, first_day = letter_rules().review_before, office_rules().period_first_day
    if not before:
        return None
    for months in range(3):
        days = span(current(day + timedelta(days=31 * months), first_day), first_day)
        if days is not None and (told := add_working_days(days.cut_on, -before, days_off)) >= day:
            return told
    return None


def own_letters(viewer: Viewer) -> list[Own]:
    """The optional letters of a person's role, with their choice and when the next one comes."""
    kinds = [kind for kind, role in WISHED.items() if role == viewer.role]
    rows = db.session.scalars(select(Wish).where(Wish.person_id == viewer.id, Wish.kind.in_(kinds)))
    wishes = {row.kind: row for row in rows}
    return [_own(viewer, kind, wishes.get(kind)) for kind in kinds]


def _own(viewer: Viewer, kind: str, wish: Wish | None) -> Own:
    is_on = wish.is_on if wish else kind in GIVEN
    weekday = wish.weekday if wish else usual_day(kind)
    is_sent, is_weekly = in_force(kind), kind != "morning"
    at = next_own(kind, weekday, viewer.email, clock.now()) if is_on and is_sent and viewer.email else None
    return Own(kind, is_on, weekday, is_weekly, is_sent, at)


def next_own(kind: str, weekday: int, email: str, now: datetime) -> datetime | None:
    """When a person's next optional letter leaves, should there be something to tell."""
    if kind == "morning":
        return clock.on(next_run(now, rules.OFFICE_MORNING), rules.OFFICE_MORNING)
    day = next_run(now)
    chosen = rules.next_in_week(day, weekday, exceptions(day, day + timedelta(days=120)))
    if chosen is None:
        return None
    at = clock.on(chosen, rules.MORNING)
    return rules.moment(email.lower(), *rules.half_hour(at, clock.on(chosen, rules.EVENING), at))


def busiest(viewer: Viewer, mode: str) -> Any | None:
    """(id, name) of the body of a mode that owes most, what is overdue first; None where nobody owes anything."""
    policy.require(viewer, "letter.preview")
    late = func.sum(case((A.due_on < clock.today(), 1), else_=0))
    return db.session.execute(
        select(Body.id, Body.name)
        .join(A, A.body_id == Body.id)
        .where(A.is_owed.is_(True), A.state != "objected", A.mode == mode)
        .group_by(Body.id, Body.name)
        .order_by(late.desc(), func.count().desc(), Body.id)
        .limit(1)
    ).first()


def someone(role: str) -> str:
    """The name of a person of a role, for a sample; "" where there is none."""
    found = select(Person.name).where(Person.role == role, Person.is_enabled.is_(True)).order_by(Person.id)
    return db.session.scalar(found.limit(1)) or ""
