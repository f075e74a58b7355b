"""The clock's run of a day, and the letters it has made, for the tests of the letters it writes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reminders.actions import queue_ladder
from tracker.settings.actions import change_letter_rules

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, 9) + timedelta(days=n) for n in range(3))
LONG_AGO = date(2026, 1, 5)


def run(day: date, hour: int = 7, minute: int = 30) -> int:
    with clock.frozen_at(clock.at(day, hour, minute)):
        return queue_ladder(SYSTEM, day)


def letters(*kinds: str) -> list[tuple[str, str, str]]:
    """(day, mailbox, kind) of letters of the clock, first to last."""
    found = select(Letter.due_at, Letter.to_addr, Letter.kind).order_by(Letter.due_at, Letter.to_addr)
    rows = db.session.execute(found)
    told = [(f"{clock.local(at):%d/%m}", to.split("@")[0], kind) for at, to, kind in rows]
    return [each for each in told if each[2] in kinds]


def letter(mailbox: str, kind: str) -> Letter:
    found = select(Letter).where(Letter.to_addr.startswith(mailbox), Letter.kind == kind)
    return db.session.scalars(
        found.order_by(Letter.id.desc()).limit(1).execution_options(populate_existing=True)
    ).one()


def only(**limits: int | str) -> None:
    """Nothing but what the test speaks of."""
    nothing = {"remind_before": "", "remind_after": "", "accept_after": 0, "weekly_weekday": 0, "head_after": 0,
               "leader_after": 0, "review_before": 0, "review_silent": 0}  # fmt: skip
    change_letter_rules(SYSTEM, **(nothing | limits))
