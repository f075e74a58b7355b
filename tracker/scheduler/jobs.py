"""What the clock starts, and when. A job may run twice, late, or after a day without power: the result is the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.actions import open_occurrences
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.audit.models import RequestOnce
from tracker.auth import onetime, rates
from tracker.auth.models import OneTimeSecret
from tracker.contacts import actions as contacts
from tracker.db import db, transaction
from tracker.exports.actions import forget as forget_files
from tracker.handling import actions as handling
from tracker.intake.models import Reading
from tracker.links import actions as links
from tracker.ops.nightly import back_up
from tracker.outbox.claims import Doors
from tracker.outbox.models import Heartbeat, Letter
from tracker.overview.keeping import keep_months
from tracker.reforms.actions import perform_due
from tracker.reminders import actions as reminders
from tracker.reminders import queries as due
from tracker.reminders import rules as hours
from tracker.reviews import actions as reviews
from tracker.reviews.rules import current
from tracker.settings.queries import office_rules
from tracker.workdays.actions import seed_year
from tracker.workdays.queries import days_of_year

MARK = re.compile(r"⟦[a-z]+:(\d{1,18})⟧")
TOKENS_KEPT = timedelta(hours=48)
SECRETS_KEPT = timedelta(days=7)
NODES_KEPT = timedelta(hours=24)
READINGS_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Job:
    """A name, the office's time of day, and what is done.

    `today_only`: a slot not run on its day is left out. `is_long`: letters leave and the clock beats meanwhile.
    """

    name: str
    hour: int
    minute: int
    run: Callable[[], dict[str, Any]]
    today_only: bool = False
    is_long: bool = False

    def latest(self, now: datetime) -> datetime | None:
        """The last slot that should have run by now."""
        slot = clock.at(clock.local(now).date(), self.hour, self.minute)
        if slot <= now:
            return slot
        return None if self.today_only else slot - timedelta(days=1)

    def upcoming(self, now: datetime) -> datetime:
        """The next slot still to come."""
        slot = clock.at(clock.local(now).date(), self.hour, self.minute)
        return slot if slot > now else slot + timedelta(days=1)


def ladder() -> dict[str, Any]:
    """Reminders for every step earned today; silent on days off."""
    return {"letters": reminders.queue_ladder(SYSTEM, clock.today())}


def morning() -> dict[str, Any]:
    """The office's letter of the morning."""
    return {"letters": reminders.queue_morning(SYSTEM, clock.today())}


def open_period() -> dict[str, Any]:
    """The monthly period today falls in is on record from its first day."""
    name = current(clock.today(), office_rules().period_first_day)
    reviews.open_period(SYSTEM, name=name)
    return {"period": name}


def months() -> dict[str, Any]:
    """Ended months that are not closed are counted for the dashboard's line."""
    return {"kept": keep_months(clock.today())}


def occurrences() -> dict[str, Any]:
    """What bodies owe of recurring tasks in today's period is open, also after days without power."""
    return {"opened": open_occurrences(SYSTEM, clock.today())}


def reforms() -> dict[str, Any]:
    """Changes of bodies whose day has come are made, also after days without power."""
    return dict(perform_due(SYSTEM, clock.today()))


def settle() -> dict[str, Any]:
    """What people who have left had in hand is with their successors, or with the body again."""
    return {"settled": handling.settle(SYSTEM, clock.today())}


def calendar() -> dict[str, Any]:
    """This year's and the next one's holidays are in the table; what the office set there stays."""
    this_year = clock.today().year
    fresh = [year for year in (this_year, this_year + 1) if not days_of_year(year)]
    for year in fresh:
        seed_year(SYSTEM, year)
    return {"seeded": fresh}


def tidy() -> dict[str, Any]:
    """Forget spent tokens, old counters, dead secrets, ended readings, processes that are gone, old workbooks."""
    now = clock.now()
    rates.tidy()
    with transaction() as session:
        gone = [
            session.execute(statement).rowcount  # type: ignore[attr-defined]
            for statement in (
                delete(RequestOnce).where(RequestOnce.at < now - TOKENS_KEPT),
                delete(OneTimeSecret).where(OneTimeSecret.expires_at < now - SECRETS_KEPT),
                delete(Heartbeat).where(Heartbeat.at < now - NODES_KEPT),
                delete(Reading).where(Reading.held == "", Reading.started_at < now - READINGS_KEPT),
            )
        ]
    files = forget_files(current_app.extensions["config"].instance)
    return dict(zip(("tokens", "secrets", "nodes", "readings"), gone, strict=True)) | {"files": files}


def audit_verify() -> dict[str, Any]:
    """The whole chain recomputed; what is found stands on the administrator's page."""
    return {"first_bad": trail.verify()}


def backup() -> dict[str, Any]:
    """A copy where the settings name a folder, tried out; the superseded ones go."""
    return back_up(current_app._get_current_object())  # type: ignore[attr-defined]


JOBS = (
    Job("reforms", 0, 2, reforms),
    Job("open-period", 0, 5, open_period),
    Job("calendar", 0, 10, calendar),
    Job("occurrences", 0, 15, occurrences),
    Job("settle", 0, 20, settle),
    Job("months", 0, 30, months, is_long=True),
    Job("backup", 1, 30, backup, is_long=True),
    Job("audit-verify", 2, 40, audit_verify),
    Job("tidy", 3, 10, tidy),
    Job("morning", hours.OFFICE_MORNING.hour, hours.OFFICE_MORNING.minute, morning, today_only=True),
    Job("ladder", hours.MORNING.hour, hours.MORNING.minute, ladder, today_only=True),
)


def doors() -> Doors:
    """What delivery needs to know of features: what is still due, and the addresses that open doors."""
    return Doors(due.still_due, fill)


def fill(letters: Sequence[tuple[Letter, str]]) -> list[str]:
    """Letters' words with real addresses, secrets and codes in the place of their marks."""
    words = [contacts.fill(onetime.fill(text)) for _, text in letters]
    own = [n for n, (letter, _) in enumerate(letters) if letter.body_id is not None]
    filled = links.fill_all([(letters[n][0].body_id, letters[n][0].to_addr, words[n]) for n in own])
    for n, text in zip(own, filled, strict=True):
        words[n] = text
    for n, (letter, _) in enumerate(letters):
        if letter.body_id is None:
            words[n] = _fill_shared(letter.to_addr, words[n])
    return words


def _fill_shared(mailbox: str, words: str) -> str:
    """The words of a letter to a mailbox that several bodies share: each mark is of the body whose work it is."""
    marks = {found[0]: int(found[1]) for found in MARK.finditer(words)}
    if not marks:
        return words
    known = select(Assignment.id, Assignment.body_id).where(Assignment.id.in_(marks.values()))
    bodies = {assignment_id: body_id for assignment_id, body_id in db.session.execute(known)}
    for mark, address in zip(
        marks,
        links.fill_all([(bodies.get(marks[mark]), mailbox, mark) for mark in marks]),
        strict=True,
    ):
        words = words.replace(mark, address)
    return words
