"""What a day is, for the letters of the clock: its limits, what its week has had, the cut that comes near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from tracker import clock
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reminders import rules
from tracker.reminders.models import LetterNotice
from tracker.reminders.queries.readers import Reader, wishing
from tracker.reminders.queries.review import Review, coming_review
from tracker.settings.queries import letter_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import DAY

NEVER_READ = ("expired", "cancelled")
AROUND = timedelta(days=120)
"""How far days off are looked up: no limit of the office is longer than 60 working days."""


@dataclass
class Week:
    """What the letters of a week have been so far: those that went, ran out unsent, or were urgings by hand."""

    told: set[tuple[str, bool, str]] = field(default_factory=set)  # kind, optional, mailbox
    missed: set[tuple[str, str]] = field(default_factory=set)
    urged: dict[str, set[date]] = field(default_factory=dict)
    ran_on: set[date] = field(default_factory=set)


@dataclass
class Occasion:
    """A day as the clock finds it."""

    day: date
    begin: datetime
    end: datetime
    days_off: Mapping[date, bool]
    weekly: date | None  # when the week's letter comes due; None for never
    review: Review | None
    week: Week
    wishing: list[Reader]
    reviewed: set[tuple[str, str]] = field(default_factory=set)

    def was_told(self, kind: str, mailbox: str, *, optional: bool = False) -> bool:
        """Whether a mailbox has had this week's letter of a kind."""
        return (kind, optional, mailbox) in self.week.told

    def is_urged(self, mailbox: str) -> bool:
        """Whether a letter by hand goes to the mailbox today."""
        return self.day in self.week.urged.get(mailbox, ())

    def is_weeks(self, mailbox: str, rows: Sequence[Any]) -> bool:
        """Whether a mailbox's letter of today is the week's; what has come to a body since its day waits."""
        return self.has_week(mailbox) and any(row.assigned_on < self.weekly for row in rows)

    def has_week(self, mailbox: str) -> bool:
        """Whether a mailbox's letter of the week goes today, where there is something to tell."""
        return not self.was_told("weekly", mailbox) and self.comes(self.weekly, "weekly", mailbox)

    def comes(self, planned: date | None, kind: str, mailbox: str) -> bool:
        """Whether a weekly letter planned for a day goes today: on its day, or caught up later in the week.

        It is caught up where the clock stood still on its day, where the letter ran out unsent, and where
        somebody urged by hand that day.
        """
        if planned is None or planned >= self.day:
            return planned == self.day
        is_urged = planned in self.week.urged.get(mailbox, ())
        return planned not in self.week.ran_on or (kind, mailbox) in self.week.missed or is_urged

    def unsaid(self, mailbox: str, stage: str) -> str:
        """A stage of the review that a mailbox has not been told of yet; nothing where it has."""
        is_new = self.review is not None and (mailbox, self.review.notice(stage)) not in self.reviewed
        return stage if stage and is_new else ""

    @property
    def wants_all(self) -> bool:
        """Whether something today may tell of everything that is owed, not only of what stands on a step."""
        if self.weekly == self.day or self.review is not None:
            return True
        own = (self.comes(self.in_week(each.weekday), "weekly", each.email.lower()) for each in self.wishing)
        return self._is_caught_up() or any(own)

    def _is_caught_up(self) -> bool:
        """Whether some mailbox may still get the week's letter after its day."""
        if self.weekly is None or self.weekly > self.day:
            return False
        urged = any(self.weekly in days for days in self.week.urged.values())
        missed = any(kind == "weekly" for kind, _ in self.week.missed)
        return urged or missed or self.weekly not in self.week.ran_on

    def in_week(self, weekday: int) -> date | None:
        """The day of this week on which a letter for that day of the week goes."""
        return rules.in_week(self.day, weekday, self.days_off)


def occasion_of(day: date, now: datetime) -> Occasion:
    """A day as the clock finds it at `now`: who has been told what this week and today."""
    days_off = exceptions(day - AROUND, day + AROUND)
    at = clock.on(day, rules.MORNING)
    begin, end = rules.half_hour(at, clock.on(day, rules.EVENING), now)
    weekly, review = rules.in_week(day, letter_rules().weekly_weekday, days_off), coming_review(day, days_off)
    known = Occasion(day, begin, end, days_off, weekly, review, _week(day), wishing("weekly"))
    if review is not None:
        said = select(func.lower(Letter.to_addr), LetterNotice.what).join(
            Letter, Letter.id == LetterNotice.letter_id
        )
        read = said.where(Letter.state.not_in(NEVER_READ), LetterNotice.what.in_(review.notices))
        known.reviewed = {(mailbox, what) for mailbox, what in db.session.execute(read)}
    return known


def urged_on(day: date, mailboxes: Sequence[str]) -> set[str]:
    """Those of the mailboxes that a letter by hand goes to on a day."""
    rows = select(Letter.to_addr).where(
        Letter.to_addr.in_(mailboxes),
        Letter.due_at >= clock.midnight(day),
        Letter.due_at < clock.midnight(day + DAY),
        Letter.kind == "urge",
        Letter.state.not_in(NEVER_READ),
    )
    return set(db.session.scalars(rows)) if mailboxes else set()


def _week(day: date) -> Week:
    """The week of a day up to its end; what goes later does not count."""
    monday, week = day - DAY * day.weekday(), Week()
    mailbox = func.lower(Letter.to_addr)
    rows = db.session.execute(
        select(Letter.kind, Letter.is_optional, mailbox, Letter.state, Letter.due_at).where(
            Letter.due_at >= clock.midnight(monday),
            Letter.due_at < clock.midnight(day + DAY),
            Letter.kind.in_(("weekly", "head", "leader", "urge")),
        )
    )
    for kind, is_optional, to, state, due_at in rows:
        if state == "expired":
            week.missed.add((kind, to))
        elif state != "cancelled" and kind == "urge":
            week.urged.setdefault(to, set()).add(clock.local(due_at).date())
        elif state != "cancelled":
            week.told.add((kind, is_optional, to))
    days = {f"ladder:{monday + DAY * n}": monday + DAY * n for n in range(7)}
    things = db.session.scalars(select(AuditLine.thing).where(AuditLine.thing.in_(list(days))).distinct())
    week.ran_on = {days[thing] for thing in things}
    return week
