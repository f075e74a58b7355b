"""Killed in the middle of queueing the day's reminders: in the end exactly the letters that were due, each once (R3).

The office's days pass one by one; each morning's run is killed at a random moment a few times and then let finish,
twice. What was queued and noted is compared with what plain arithmetic over the same dates says.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from tests import make
from tests.chaos.letters import instance, let_go
from tests.chaos.line import told
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.db import db, disconnect, transaction
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder
from tracker.scheduler import runner
from tracker.settings.actions import change_letter_rules
from tracker.workdays.actions import seed_year
from tracker.workdays.queries import exceptions

BODIES = 100
ASSIGNMENTS = 5_000
DAYS, FEWEST = 60, 8
KILLS_A_DAY = 3
FIRST = date(2026, 1, 19)  # Tết is among the days
DUE_FROM, DUE_TO = -20, 80  # days from the first
LADDER_ONLY = {
    "accept_after": 0, "weekly_weekday": 0, "head_after": 0, "leader_after": 0, "leader_weekday": 0,
    "review_before": 0, "review_silent": 0, "morning": 0,
}  # fmt: skip
BEFORE, AFTER, EVERY = (3, 0), (1, 3, 7), 5
Told = set[tuple[str, str]]
"""(assignment's number, step)."""


def main() -> None:
    told(run, "kills", 200, broken=("missing", "extra", "unexplained"))


def run(kills: int, engine: str) -> dict[str, Any]:
    """Let the days pass with so many kills; compare letters and ledger with the arithmetic."""
    with instance(engine) as app:
        dues = _fill(app)
        length = min(DAYS, max(FEWEST, kills // KILLS_A_DAY))
        days = [FIRST + timedelta(days=n) for n in range(length)]
        effective, took = 0, 0.4
        for n, day in enumerate(days):
            share = kills * (n + 1) // len(days) - kills * n // len(days)
            for _ in range(share):
                effective += _killed(app, day, random.uniform(0, took))
            began = time.monotonic()
            _finished(app, day)
            took = time.monotonic() - began
            _finished(app, day)
        return {"kills": kills, "effective": effective, **_compare(app, dues, days)}


def _fill(app: Flask) -> dict[int, tuple[str, date]]:
    """The register and its work; assignment to (mailbox, due day)."""
    with app.app_context(), clock.frozen_at(clock.at(FIRST - timedelta(days=60))):
        change_letter_rules(SYSTEM, **LADDER_ONLY)
        seed_year(SYSTEM, FIRST.year)
        bodies = [make.make_body(email=f"xa{n}@lamgiang.vn") for n in range(BODIES)]
        task, off = (
            make.make_task(due_on=FIRST),
            exceptions(FIRST - timedelta(days=30), FIRST + timedelta(days=DUE_TO)),
        )
        dues = [FIRST + timedelta(days=n) for n in range(DUE_FROM, DUE_TO)]
        workdays = [
            day for day in dues if _works(day, off)
        ]  # a due day on a day off has rolled on (decision 7)
        rows = [
            {
                "task_id": task.id, "directive_id": task.directive_id, "body_id": bodies[n % BODIES].id,
                "period": f"{n}", "mode": "giao", "state": "in_progress", "deadline_kind": "fixed",
                "received_at": clock.now(), "assigned_on": clock.today(),
                "due_on": (due := random.choice(workdays)), "first_due_on": due,
            }
            for n in range(ASSIGNMENTS)
        ]  # fmt: skip
        with transaction() as session:
            session.execute(insert(Assignment), rows)
        mailboxes = {body.id: body.email for body in bodies}
        work = {
            row.id: (mailboxes[row.body_id], row.due_on)
            for row in db.session.execute(select(Assignment.id, Assignment.body_id, Assignment.due_on))
        }
    let_go(app)
    return work


def _started(app: Flask, day: date) -> int:
    """Fork a process that queues one morning's reminders."""
    if pid := os.fork():
        return pid
    status = 1
    try:
        with app.app_context():
            disconnect(close=False)
        with clock.frozen_at(clock.at(day, 7, 30)):
            runner.run_once(app, "ladder")
        status = 0
    finally:
        os._exit(status)


def _killed(app: Flask, day: date, after: float) -> int:
    """1 when the run was still at work."""
    pid = _started(app, day)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    return int(os.WIFSIGNALED(os.waitpid(pid, 0)[1]))


def _finished(app: Flask, day: date) -> None:
    """Run to the end. Raises RuntimeError when the run fails of itself."""
    if os.waitpid(_started(app, day), 0)[1] != 0:
        raise RuntimeError(f"the reminders of {day} failed")


def _compare(app: Flask, dues: Mapping[int, tuple[str, date]], days: list[date]) -> dict[str, int]:
    with app.app_context():
        off = exceptions(days[0] - timedelta(days=90), days[-1] + timedelta(days=90))
        keys = set(db.session.scalars(select(Letter.dedup_key).where(Letter.dedup_key.startswith("daily:"))))
        noted = [(str(row.assignment_id), row.step) for row in db.session.scalars(select(Reminder))]
    let_go(app)
    wanted_keys, wanted = _wanted(dues, days, off)
    return {
        "letters": len(wanted_keys),
        "reminders": len(wanted),
        "missing": len(wanted_keys - keys) + len(wanted - set(noted)),
        "extra": len(keys - wanted_keys) + len(set(noted) - wanted),
        "lost": len(wanted_keys - keys),
        "unexplained": len(noted) - len(set(noted)),
    }


def _wanted(
    dues: Mapping[int, tuple[str, date]], days: list[date], off: Mapping[date, bool]
) -> tuple[set[str], Told]:
    """By plain arithmetic: the letters' keys and the steps told."""
    keys: set[str] = set()
    steps: Told = set()
    for number, (mailbox, due) in dues.items():
        last = ""
        for day in (each for each in days if _works(each, off)):
            step = _step(day, due, off)
            if step and step != last:
                last = step
                keys.add(f"daily:{mailbox}:{day}")
                steps.add((str(number), f"{due}:{step}"))
    return keys, steps


def _step(day: date, due: date, off: Mapping[date, bool]) -> str:
    """The step of the ladder a due day stands on: D-3, D-0, D+1, D+3, D+7, then every fifth working day."""
    if day <= due:
        left = sum(1 for each in _between(day, due) if _works(each, off))
        near = [step for step in BEFORE if step >= left]
        return f"D-{min(near)}" if near else ""
    late = sum(1 for each in _between(due, day) if _works(each, off))
    if late > AFTER[-1]:
        return f"D+{late - (late - AFTER[-1]) % EVERY}"
    past = [step for step in AFTER if step <= late]
    return f"D+{max(past)}" if past else ""


def _between(first: date, last: date) -> Iterator[date]:
    """The days after the first up to the last."""
    for n in range(1, (last - first).days + 1):
        yield first + timedelta(days=n)


def _works(day: date, off: Mapping[date, bool]) -> bool:
    return off.get(day, day.weekday() < 5)


if __name__ == "__main__":
    main()
