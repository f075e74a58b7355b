"""What the clock starts, and when. A job may run twice, late, or after a day without power: the result is the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.audit.models import RequestOnce
from tracker.auth import onetime, rates
from tracker.auth.models import OneTimeSecret
from tracker.db import db, transaction
from tracker.links import actions as links
from tracker.outbox.claims import Doors
from tracker.outbox.models import Letter
from tracker.reminders import actions as reminders
from tracker.reminders import queries as due
from tracker.reviews import actions as reviews
from tracker.reviews.rules import current
from tracker.scheduler.models import Heartbeat
from tracker.settings.queries import office_rules
from tracker.workdays.actions import seed_year
from tracker.workdays.queries import days_of_year

MARK = re.compile(r"⟦[a-z]+:(\d{1,18})⟧")
TOKENS_KEPT = timedelta(hours=48)
SECRETS_KEPT = timedelta(days=7)
NODES_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Job:
    """A name, the office's time of day, and what is done. `today_only`: a slot not run on its day is left out."""

    name: str
    hour: int
    minute: int
    run: Callable[[], dict[str, Any]]
    today_only: bool = False

    def latest(self, now: datetime) -> datetime | None:
        """The last slot that should have run by now."""
        slot = clock.at(clock.local(now).date(), self.hour, self.minute)
        if slot <= now:
            return slot
        return None if self.today_only else slot - timedelta(days=1)


def ladder() -> dict[str, Any]:
    """Reminders for every step earned today; silent on days off."""
    return {"letters": reminders.queue_ladder(SYSTEM, clock.today())}


def open_period() -> dict[str, Any]:
    """The monthly period today falls in is on record from its first day."""
    name = current(clock.today(), office_rules().period_first_day)
    reviews.open_period(SYSTEM, name=name)
    return {"period": name}


def calendar() -> dict[str, Any]:
    """This year's and the next one's holidays are in the table; what the office set there stays."""
    this_year = clock.today().year
    fresh = [year for year in (this_year, this_year + 1) if not days_of_year(year)]
    for year in fresh:
        seed_year(SYSTEM, year)
    return {"seeded": fresh}


def tidy() -> dict[str, Any]:
    """Forget spent tokens, old counters, dead secrets and processes that are gone."""
    now = clock.now()
    rates.tidy()
    with transaction() as session:
        gone = [
            session.execute(statement).rowcount  # type: ignore[attr-defined]
            for statement in (
                delete(RequestOnce).where(RequestOnce.at < now - TOKENS_KEPT),
                delete(OneTimeSecret).where(OneTimeSecret.expires_at < now - SECRETS_KEPT),
                delete(Heartbeat).where(Heartbeat.at < now - NODES_KEPT),
            )
        ]
    return dict(zip(("tokens", "secrets", "nodes"), gone, strict=True))


JOBS = (
    Job("open-period", 0, 5, open_period),
    Job("calendar", 0, 10, calendar),
    Job("tidy", 3, 10, tidy),
    Job("ladder", 7, 30, ladder, today_only=True),
)


def doors() -> Doors:
    """What delivery needs to know of features: what is still due, and the addresses that open doors."""
    return Doors(due.still_due, fill)


def fill(letters: Sequence[tuple[Letter, str]]) -> list[str]:
    """Letters' words with real addresses, secrets and codes in the place of their marks."""
    words = [onetime.fill(text) for _, text in letters]
    parts = [(letter.body_id, letter.to_addr, text) for (letter, _), text in zip(letters, words, strict=True)]
    shared = {n: _by_body(*parts[n][1:]) for n, (letter, _) in enumerate(letters) if letter.body_id is None}
    flat = [part for n, part in enumerate(parts) if n not in shared] + [
        (body_id, mailbox, "\n".join(marks))
        for mailbox, bodies in shared.values()
        for body_id, marks in bodies.items()
    ]
    filled = iter(links.fill_all(flat))
    done = {n: next(filled) for n in range(len(parts)) if n not in shared}
    for n, (_, bodies) in shared.items():
        done[n] = words[n]
        for marks in bodies.values():
            for mark, address in zip(marks, next(filled).split("\n"), strict=True):
                done[n] = done[n].replace(mark, address)
    return [done[n] for n in range(len(parts))]


def _by_body(mailbox: str, words: str) -> tuple[str, dict[int, list[str]]]:
    """The marks of a letter to a mailbox that several bodies share, each with the body whose work it is."""
    marks = {found[0]: int(found[1]) for found in MARK.finditer(words)}
    by_body: dict[int, list[str]] = {}
    if marks:
        rows = db.session.execute(
            select(Assignment.id, Assignment.body_id).where(Assignment.id.in_(marks.values()))
        )
        bodies = {assignment_id: body_id for assignment_id, body_id in rows}
        for mark, assignment_id in marks.items():
            if assignment_id in bodies:
                by_body.setdefault(bodies[assignment_id], []).append(mark)
    return mailbox, by_body
