"""What the fault runs of letters share: a fresh instance, a mail server in a process of its own, workers, an oracle.

The oracle is the mail server's log, written before it answers. Workers are forked from the run's process once
everything is imported, so that a fault hits work under way and not the start of Python.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string, policy
from itertools import count
from pathlib import Path
from select import select as select_ready
from typing import Any

from flask import Flask
from sqlalchemy import exists, func, select, text, update

from tests import pgcluster
from tests.mailsink import read_log
from tracker import clock
from tracker.access.actors import Viewer
from tracker.app import create_app
from tracker.config import ROOT, Config, load
from tracker.db import db, disconnect, transaction
from tracker.migrations import upgrading
from tracker.outbox import actions, post
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Letter
from tracker.outbox.transport import Pace
from tracker.scheduler.jobs import doors

ANSWERS_AFTER = 0.004  # seconds between the server having a letter and saying so
AT_ONCE = 200  # letters queued when few are left
FEW = 60
DRAIN = 150  # seconds at most
OFFICE = Viewer(id=0, label="Văn phòng", role="office")
numbers = count(1)


@contextlib.contextmanager
def instance(engine: str, **settings: str) -> Iterator[Flask]:
    """A fresh instance of the product on a database of this kind; nothing is connected to it."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dd-letters-")))
        url = f"sqlite:///{folder / 'dondoc.sqlite'}"
        if engine == "postgresql":
            url = pgcluster.fresh_database(stack.enter_context(pgcluster.cluster()))
        usual = {"TRACKER_INSTANCE": str(folder), "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        app = create_app(load(usual | {"MAIL_FROM": "vp@lamgiang.vn"} | settings))
        upgrading.bring_up_to_date(app)
        let_go(app)
        yield app


@contextlib.contextmanager
def post_office(engine: str, delay: float = ANSWERS_AFTER) -> Iterator[tuple[Flask, Path]]:
    """An instance and a mail server that works; the application, and the server's log."""
    with tempfile.TemporaryDirectory(prefix="dd-sink-") as folder, contextlib.ExitStack() as stack:
        log, port_file = Path(folder) / "letters.jsonl", Path(folder) / "port"
        where = ["--port-file", str(port_file), "--log", str(log), "--delay", str(delay)]
        sink = subprocess.Popen(
            [sys.executable, "-m", "tests.mailsink", *where], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        stack.callback(sink.wait)
        stack.callback(sink.kill)
        while not port_file.exists():
            time.sleep(0.01)
        app = stack.enter_context(instance(engine, SMTP_HOST="127.0.0.1", SMTP_PORT=port_file.read_text()))
        yield app, log


@dataclass(frozen=True)
class Worker:
    """A forked process, and the end of a pipe on which it says that it talks to the mail server."""

    pid: int
    pipe: int

    def wait_until_at_work(self) -> None:
        select_ready([self.pipe], [], [], 5)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)


def start(app: Flask, pace: Pace, seconds: float = 30) -> Worker:
    """Fork one worker that delivers until it is killed; it looks for what others left every so many seconds."""
    mine, its = os.pipe()
    pid = os.fork()
    if pid:
        os.close(its)
        return Worker(pid, mine)
    try:
        _work(app, its, pace, seconds)
    finally:
        os._exit(1)


def _work(app: Flask, pipe: int, pace: Pace, seconds: float) -> None:
    config: Config = app.extensions["config"]
    told: list[int] = []

    def alive() -> None:
        if not told:
            told.append(os.write(pipe, b"."))

    with app.app_context():
        disconnect(close=False)
        random.seed()
        while True:
            deliver_due(config, doors(), owner=str(os.getpid()), pace=pace, alive=alive, seconds=seconds)
            time.sleep(0.02)


def let_go(app: Flask) -> None:
    """No connection may be open here when a worker is forked: SQLite's locks belong to a process."""
    with app.app_context():
        db.session.remove()
        disconnect()


def queue(app: Flask, number: int, **facts: Any) -> None:
    """Queue letters; every second one is about a deadline, so both answers to an unknown outcome are met."""
    drafts = [
        post.Draft(
            key=f"chaos:{n}",
            kind="test",
            to=f"xa{n}@lamgiang.vn",
            template="test",
            is_deadline=n % 2 == 0,
            facts={"name": f"UBND xã số {n}"},
            **facts,
        )
        for n in (next(numbers) for _ in range(number))
    ]
    with app.app_context():
        post.enqueue_all(drafts)
    let_go(app)


def is_at_work(app: Flask, pid: int) -> bool:
    """Whether a worker has a letter in hand."""
    with app.app_context():
        held = db.session.scalar(select(func.count()).where(Letter.lease_owner == str(pid)))
    let_go(app)
    return bool(held)


def top_up(app: Flask) -> None:
    """Queue more letters when few are left; while no worker is stopped, who might hold the turn at writing."""
    with app.app_context():
        waiting = db.session.scalar(select(func.count()).where(Letter.state == "pending")) or 0
    let_go(app)
    if waiting < FEW:
        queue(app, AT_ONCE)


def drain(app: Flask) -> None:
    """Wait until nothing is left; what is held for the office is released, as the office would.

    The minute before a second try is over at once: how long it is stands in the tests of the outbox.
    """
    ends_at = time.monotonic() + DRAIN
    while time.monotonic() < ends_at:
        with app.app_context():
            release_all()
            end_waiting()
            left = db.session.scalar(select(func.count()).where(Letter.state != "sent"))
        let_go(app)
        if not left:
            return
        time.sleep(0.1)


def release_all() -> None:
    """The office has every letter that was put aside sent again."""
    for letter in db.session.scalars(select(Letter).where(Letter.state.in_(("held", "dead")))).all():
        actions.release(OFFICE, letter, reason="thử lỗi")


def end_waiting() -> None:
    """Letters put off until later may be taken now."""
    now = clock.now()
    put_off = (Letter.state == "pending") & (Letter.next_try_at > now)
    if db.session.scalar(select(exists().where(put_off))):
        with transaction() as session:
            session.execute(update(Letter).where(put_off).values(next_try_at=now))


def compare(app: Flask, log: Path) -> dict[str, int]:
    """The mail server's log against the tables, letter by letter."""
    return judged(app, Counter(identity(each.source) for each in read_log(log)))


def identity(source: str) -> str:
    """A message's Message-ID."""
    found = message_from_string(source.split("\n\n")[0], policy=policy.default)["Message-ID"]
    return str(found).strip()


def judged(app: Flask, taken: Counter[str]) -> dict[str, int]:
    """How often the server took each letter, against the tables: lost, second copies, and those written down."""
    with app.app_context():
        unknown = dict(
            db.session.execute(
                select(Letter.message_id, func.count(Attempt.id))
                .outerjoin(Attempt, (Attempt.outbox_id == Letter.id) & (Attempt.outcome == "unknown"))
                .group_by(Letter.message_id)
            ).all()
        )
        if app.extensions["config"].is_sqlite and db.session.scalar(text("PRAGMA integrity_check")) != "ok":
            raise RuntimeError("the database is damaged")
    let_go(app)
    more = {each: n - 1 for each, n in taken.items() if n > 1}
    recorded = sum(min(n, unknown.get(each, 0)) for each, n in more.items())
    return {
        "letters": len(unknown),
        "lost": sum(1 for each in unknown if each not in taken),
        "duplicates": sum(more.values()),
        "recorded": recorded,
        "unexplained": sum(more.values()) - recorded,
    }
