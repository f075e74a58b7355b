"""The mail server is away for a day: little is tried, then letters leave in order, and what expired does not (R10).

The office's time moves by the clock's own rounds: five minutes each, a day of them. In the first half nobody listens,
in the second somebody does who never answers.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.chaos.letters import identity, judged, let_go, post_office, queue
from tests.chaos.line import told
from tests.mailsink import read_log
from tracker import clock
from tracker.config import Config
from tracker.db import db
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Letter
from tracker.outbox.transport import Pace
from tracker.scheduler.jobs import doors

QUICK = Pace(total=0.4, step=0.2, lease=1)
ROUND = timedelta(minutes=5)
AWAY = timedelta(hours=24)
KEPT = timedelta(hours=6)  # how long every fourth letter is worth sending
PARTS = 20  # letters fall due at so many moments of the first hours


def main() -> None:
    told(run, "letters", 20_000, broken=("lost", "unexplained", "out_of_order"))


def run(letters: int, engine: str) -> dict[str, Any]:
    """Queue, be away, come back; what was sent, what was not, in which order and how fast."""
    begins = clock.now()
    with post_office(engine) as (app, log):
        _queue_all(app, begins, letters)
        config: Config = app.extensions["config"]
        with _nobody() as closed, _silent() as silent:
            for n in range(AWAY // ROUND):
                port = closed if n < AWAY // ROUND // 2 else silent
                _deliver(app, replace(config, smtp_port=port), begins + n * ROUND, QUICK)
        tried = _tried(app)
        began = time.monotonic()
        for _ in range(100):  # the first round after the breaker's pause is one letter that probes
            if not _deliver(app, config, begins + AWAY + ROUND * 4, Pace()) and not _waiting(app):
                break
        seconds = time.monotonic() - began
        taken = [identity(each.source) for each in read_log(log)]
        return {"tried_while_away": tried, "effective": tried} | _compare(app, taken, seconds)


def _queue_all(app: Flask, begins: datetime, letters: int) -> None:
    """Every fourth letter is for the day only; they fall due one part after another."""
    for part in range(PARTS):
        due_at = begins + part * ROUND
        for share, kept in ((1, KEPT), (3, AWAY * 14)):
            number = letters // PARTS * share // 4
            with clock.frozen_at(begins):
                queue(app, number, due_at=due_at, expires_at=due_at + kept)


def _deliver(app: Flask, config: Config, now: datetime, pace: Pace) -> int:
    """One round of the clock; how many attempts it made."""
    with app.app_context(), clock.frozen_at(now):
        made = deliver_due(config, doors(), owner="chaos", pace=pace, seconds=600).outcomes.total()
    let_go(app)
    return made


@contextlib.contextmanager
def _nobody() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextlib.contextmanager
def _silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as listener:
        yield listener.getsockname()[1]


def _tried(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count(Attempt.id))) or 0
    let_go(app)
    return found


def _waiting(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).where(Letter.state.in_(("pending", "sending")))) or 0
    let_go(app)
    return found


def _compare(app: Flask, taken: list[str], seconds: float) -> dict[str, Any]:
    """The server's log against the tables; the order is that of the days letters fell due, those tried before apart."""
    with app.app_context():
        rows = db.session.execute(
            select(Letter.message_id, Letter.state, Letter.due_at, Letter.attempts)
        ).all()
    let_go(app)
    expired = {row.message_id for row in rows if row.state == "expired"}
    due = {row.message_id: row.due_at for row in rows if row.attempts == 1}
    order = [due[each] for each in taken if each in due]
    found = judged(app, Counter(taken))
    return {
        "letters": len(rows),
        "sent": len(set(taken)),
        "expired": len(expired),
        "lost": len({row.message_id for row in rows} - set(taken) - expired),
        "unexplained": found["unexplained"] + len(expired & set(taken)),
        "out_of_order": sum(late < early for early, late in pairwise(order)),
        "per_second": round(len(taken) / seconds, 1) if seconds else 0,
    }


if __name__ == "__main__":
    main()
