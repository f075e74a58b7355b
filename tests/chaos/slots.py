"""Six clocks on one database, one killed each day with a slot in hand: every slot is run, and once (R4).

The office's time stands still until the day's slots are run: first at 08:00, where all race for them, then at 08:30,
when the lease of the run that was cut short is over. What ran is read from the clocks' own log.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.chaos.letters import instance, let_go
from tests.chaos.line import told
from tests.world import build_world
from tracker import clock
from tracker.db import db, disconnect
from tracker.scheduler.jobs import JOBS
from tracker.scheduler.models import JobSlot
from tracker.scheduler.runner import Clockwork
from tracker.web import logs

CLOCKS = 6
PATIENCE = 20  # seconds for all slots of a day
LOOK = 0.5  # seconds to find a clock with a slot in hand
FIRST = date(2026, 3, 2)
TIMES = ((8, 0), (8, 30))


def main() -> None:
    told(run, "days", 60, broken=("lost", "unexplained"))


def run(days: int, engine: str) -> dict[str, Any]:
    """Let the days pass; compare the rows of slots with what the clocks say they ran."""
    with tempfile.TemporaryDirectory(prefix="dd-slots-") as folder, instance(engine, LOG_LEVEL="INFO") as app:
        with app.app_context(), clock.frozen_at(clock.at(FIRST - timedelta(days=3))):
            build_world()
        let_go(app)
        log, hands = Path(folder) / "clocks.jsonl", Hands()
        clocks = [_start(app, log, hands) for _ in range(CLOCKS)]
        effective = 0
        with _ended(clocks):
            for day in range(days):
                hands.stand_at(day, 0)
                effective += _kill_one(app, clocks, log, hands)
                _wait(app, clocks, len(JOBS) * (day + 1), with_dead=True)
                hands.stand_at(day, 1)
                _wait(app, clocks, len(JOBS) * (day + 1))
        return {"days": days, "kills": days, "effective": effective, **_compare(app, log, days)}


class Hands:
    """What time it is for all clocks: a number in memory that forked processes share."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, 8)

    def stand_at(self, day: int, look: int) -> None:
        """Move to a day's first or second look."""
        self.memory[:] = (2 * day + look + 1).to_bytes(8, "big")

    def moment(self) -> datetime | None:
        """The office's time; None before the first day."""
        day, look = divmod(int.from_bytes(self.memory[:], "big") - 1, 2)
        return None if day < 0 else clock.at(FIRST + timedelta(days=day), *TIMES[look])


def _start(app: Flask, log: Path, hands: Hands) -> int:
    """Fork one clock that writes its log to a file."""
    if pid := os.fork():
        return pid
    try:
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 2)
        logs.configure("INFO")
        with app.app_context():
            disconnect(close=False)
        _keep_time(Clockwork(app), hands)
    finally:
        os._exit(0)


def _keep_time(clockwork: Clockwork, hands: Hands) -> None:
    while True:
        if now := hands.moment():
            with clock.frozen_at(now), clockwork.app.app_context():
                clockwork.run_slots()
                db.session.remove()
        time.sleep(0.02)


@contextlib.contextmanager
def _ended(clocks: list[int]) -> Iterator[None]:
    try:
        yield
    finally:
        for pid in clocks:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _kill_one(app: Flask, clocks: list[int], log: Path, hands: Hands) -> int:
    """Kill a clock, with a slot in hand if one is found, and start another; whether it died with one."""
    chosen = _busy(app, clocks) or random.choice(clocks)
    os.kill(chosen, signal.SIGKILL)
    os.waitpid(chosen, 0)
    held = _was_running(app, chosen)
    clocks[clocks.index(chosen)] = _start(app, log, hands)
    return held


def _wait(app: Flask, clocks: list[int], wanted: int, *, with_dead: bool = False) -> None:
    """Until so many slots are done, those in dead hands counted if asked; not for ever."""
    ends_at = time.monotonic() + PATIENCE
    slots = select(JobSlot.state, JobSlot.owner)
    while time.monotonic() < ends_at:
        with app.app_context():
            rows = db.session.execute(slots).all()
        let_go(app)
        if (
            sum(row.state == "done" or (with_dead and _pid(row.owner) not in clocks) for row in rows)
            >= wanted
        ):
            return
        time.sleep(0.02)


def _pid(owner: str) -> int:
    return int(owner.rpartition("/")[2])


def _busy(app: Flask, clocks: list[int]) -> int | None:
    """The living process that has a slot in hand, if one is found in time."""
    running = select(JobSlot.owner).where(JobSlot.state == "running")
    ends_at, found = time.monotonic() + LOOK, set[int]()
    with app.app_context():
        while not found and time.monotonic() < ends_at:
            found = set(map(_pid, db.session.scalars(running))) & set(clocks)
            db.session.rollback()
    let_go(app)
    return next(iter(found), None)


def _was_running(app: Flask, pid: int) -> int:
    """Whether the killed clock had a slot in hand."""
    with app.app_context():
        held = select(func.count()).where(JobSlot.state == "running", JobSlot.owner.endswith(f"/{pid}"))
        found = db.session.scalar(held) or 0
    let_go(app)
    return int(found > 0)


def _compare(app: Flask, log: Path, days: int) -> dict[str, Any]:
    """Slots wanted, those not done, and those run to the end more than once."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    ends = Counter((line["name"], line["slot"]) for line in lines if line.get("event") == "job")
    with app.app_context():
        done = db.session.scalar(select(func.count()).where(JobSlot.state == "done")) or 0
    let_go(app)
    wanted = len(JOBS) * days
    return {
        "slots": wanted,
        "done": done,
        "lost": wanted - done,
        "unexplained": sum(n - 1 for n in ends.values()),
    }


if __name__ == "__main__":
    main()
