"""`kill -9` of sending workers: no letter is lost, and a second copy is one whose first try is written down as unknown.

Run as a program of its own: `python -m tests.chaos.kill --kills 100 --json`. Real mail server process, real
signals, the product's own delivery loop; only the limits are short. The oracle is the mail server's log, written
before it answers. Workers are forked from this process once everything is imported, so that a kill hits work
under way and not the start of Python.
"""

from __future__ import annotations

import argparse
import contextlib
import json
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
from sqlalchemy import func, select, text

from tests import pgcluster
from tests.mailsink import read_log
from tracker.access.actors import Viewer
from tracker.app import create_app
from tracker.config import ROOT, Config, load
from tracker.db import db
from tracker.migrations import upgrading
from tracker.outbox import actions, post
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Letter
from tracker.outbox.transport import Pace
from tracker.scheduler.jobs import doors

WORKERS = 2
PACE = Pace(total=1.0, step=0.5, lease=2.0)
ANSWERS_AFTER = 0.004  # seconds between the server having a letter and saying so
LEAST, MOST = 0.02, 0.18  # seconds from one kill to the next
AT_ONCE = 200  # letters queued when few are left
FEW = 60
DRAIN = 60  # seconds at most
OFFICE = Viewer(id=0, label="Văn phòng", role="office")
numbers = count(1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument(
        "--engine", "--database", dest="database", choices=("sqlite", "postgresql"), default="sqlite"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    result = run(given.kills, seed, given.database)
    sys.stdout.write(json.dumps(result) + "\n" if given.json else _told(result))
    sys.exit(0 if result["lost"] == result["unexplained"] == 0 else 1)


def run(kills: int, seed: int, kind: str) -> dict[str, Any]:
    """Kill, restart, drain, and compare what the mail server took with what the tables say."""
    dice = random.Random(seed)
    with _deployment(kind) as (app, log):
        _queue(app, AT_ONCE)
        workers = [_start(app) for _ in range(WORKERS)]
        effective = 0
        try:
            for _ in range(kills):
                place = dice.randrange(WORKERS)
                workers[place].wait_until_at_work()
                time.sleep(dice.uniform(LEAST, MOST))
                workers[place].kill()
                effective += _was_at_work(app, workers[place].pid)
                workers[place] = _start(app)
            _drain(app)
        finally:
            for worker in workers:
                worker.kill()
        return {"kills": kills, "effective": effective, **_compare(app, log), "seed": seed}


@contextlib.contextmanager
def _deployment(kind: str) -> Iterator[tuple[Flask, Path]]:
    """A fresh database of this kind, a mail server in a process of its own, and the application on both."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dd-kill-")))
        log, port_file = folder / "letters.jsonl", folder / "port"
        sink = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.mailsink",
                "--port-file",
                port_file,
                "--log",
                log,
                "--delay",
                str(ANSWERS_AFTER),
            ],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(sink.wait)
        stack.callback(sink.kill)
        url = f"sqlite:///{folder / 'dondoc.sqlite'}"
        if kind == "postgresql":
            url = pgcluster.fresh_database(stack.enter_context(pgcluster.cluster()))
        environ = {"TRACKER_INSTANCE": str(folder), "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        while not port_file.exists():
            time.sleep(0.01)
        environ |= {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": port_file.read_text(),
            "MAIL_FROM": "vp@lamgiang.vn",
        }
        app = create_app(load(environ))
        upgrading.bring_up_to_date(app)
        _let_go(app)
        yield app, log


@dataclass(frozen=True)
class Worker:
    """A forked process, and the end of a pipe on which it says that it talks to the mail server."""

    pid: int
    pipe: int

    def wait_until_at_work(self) -> None:
        select_ready([self.pipe], [], [], 5)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)


def _start(app: Flask) -> Worker:
    """Fork one worker; it runs until it is killed."""
    mine, its = os.pipe()
    pid = os.fork()
    if pid:
        os.close(its)
        return Worker(pid, mine)
    try:
        _work(app, its)
    finally:
        os._exit(1)


def _work(app: Flask, pipe: int) -> None:
    config: Config = app.extensions["config"]
    told: list[int] = []

    def alive() -> None:
        if not told:
            told.append(os.write(pipe, b"."))

    with app.app_context():
        db.engine.dispose(close=False)
        random.seed()
        while True:
            deliver_due(config, doors(), owner=str(os.getpid()), pace=PACE, alive=alive, seconds=30)
            time.sleep(0.02)


def _let_go(app: Flask) -> None:
    """No connection may be open here when a worker is forked: SQLite's locks belong to a process."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _queue(app: Flask, number: int) -> None:
    """Queue letters; every second one is about a deadline, so both answers to an unknown outcome are met."""
    drafts = [
        post.Draft(
            key=f"chaos:{n}",
            kind="test",
            to=f"xa{n}@lamgiang.vn",
            template="test",
            is_deadline=n % 2 == 0,
            facts={"name": f"UBND xã số {n}"},
        )
        for n in (next(numbers) for _ in range(number))
    ]
    with app.app_context():
        post.enqueue_all(drafts)
    _let_go(app)


def _was_at_work(app: Flask, pid: int) -> bool:
    """Whether the killed worker had a letter in hand. Queues more when few are left."""
    with app.app_context():
        held = db.session.scalar(select(func.count()).where(Letter.lease_owner == str(pid)))
        waiting = db.session.scalar(select(func.count()).where(Letter.state == "pending")) or 0
    _let_go(app)
    if waiting < FEW:
        _queue(app, AT_ONCE)
    return bool(held)


def _drain(app: Flask) -> None:
    """Wait until nothing is left; what is held for the office is released, as the office would."""
    ends_at = time.monotonic() + DRAIN
    while time.monotonic() < ends_at:
        with app.app_context():
            for letter in db.session.scalars(select(Letter).where(Letter.state.in_(("held", "dead")))).all():
                actions.release(OFFICE, letter, reason="thử lỗi")
            left = db.session.scalar(select(func.count()).where(Letter.state != "sent"))
        _let_go(app)
        if not left:
            return
        time.sleep(0.1)


def _compare(app: Flask, log: Path) -> dict[str, int]:
    """The mail server's log against the tables, letter by letter."""
    ids = (
        message_from_string(each.source.split("\n\n")[0], policy=policy.default)["Message-ID"]
        for each in read_log(log)
    )
    taken = Counter(str(each).strip() for each in ids)
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
    _let_go(app)
    more = {each: n - 1 for each, n in taken.items() if n > 1}
    recorded = sum(min(n, unknown.get(each, 0)) for each, n in more.items())
    return {
        "letters": len(unknown),
        "lost": sum(1 for each in unknown if each not in taken),
        "duplicates": sum(more.values()),
        "recorded": recorded,
        "unexplained": sum(more.values()) - recorded,
    }


def _told(result: dict[str, Any]) -> str:
    return "".join(f"{name:12} {value}\n" for name, value in result.items())


if __name__ == "__main__":
    main()
