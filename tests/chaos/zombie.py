"""Workers stopped for three leases and woken again: fenced, they neither mark a letter nor settle it (R26).

A worker that slept through its lease finds its letters taken by others. Two of four are stopped at a time, at a
random moment of their work; the others sweep up behind them.
"""

from __future__ import annotations

import random
import signal
import time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.chaos.letters import (
    AT_ONCE,
    Worker,
    compare,
    drain,
    is_at_work,
    let_go,
    post_office,
    queue,
    start,
    top_up,
)
from tests.chaos.line import told
from tracker.db import db
from tracker.outbox.models import Attempt
from tracker.outbox.transport import Pace

WORKERS, STOPPED = 4, 2
PACE = Pace(total=0.5, step=0.25, lease=1.0)
LEASES = 3
MOST = 0.2  # seconds of work before a stop
SHARE = 0.5  # seconds after which a worker sweeps again


def main() -> None:
    told(run, "stops", 100, broken=("lost", "unexplained"))


def run(stops: int, engine: str) -> dict[str, Any]:
    """Stop, wait, wake; drain; compare what the mail server took with what the tables say."""
    with post_office(engine) as (app, log):
        queue(app, AT_ONCE * 2)
        workers = [start(app, PACE, SHARE) for _ in range(WORKERS)]
        effective = 0
        try:
            for worker in workers:
                worker.wait_until_at_work()
            for done in range(0, stops, STOPPED):
                effective += _sleep(app, random.sample(workers, min(STOPPED, stops - done)))
            drain(app)
        finally:
            for worker in workers:
                worker.kill()
        return {"stops": stops, "effective": effective, **compare(app, log), **_taken_over(app)}


def _sleep(app: Flask, chosen: list[Worker]) -> int:
    """Stop workers each at a moment of its own and wake them after their leases; how many had letters in hand."""
    held = 0
    for worker in chosen:
        time.sleep(random.uniform(0, MOST))
        worker.signal(signal.SIGSTOP)
        held += is_at_work(app, worker.pid)
    time.sleep(LEASES * PACE.lease)
    for worker in chosen:
        worker.signal(signal.SIGCONT)
    top_up(app)
    return held


def _taken_over(app: Flask) -> dict[str, int]:
    """How attempts ended whose worker slept: let go before the marker, or unknown after it."""
    with app.app_context():
        slept = select(Attempt.outcome, func.count()).where(Attempt.reply == "the worker ended")
        found = dict(db.session.execute(slept.group_by(Attempt.outcome)).all())
    let_go(app)
    return {"not_sent": found.get("not_sent", 0), "unknown": found.get("unknown", 0)}


if __name__ == "__main__":
    main()
