"""Every way a mail server goes wrong, letter after letter: each put in its class, none lost once it is well (R8).

Time is moved past each pause of the breaker, so that every letter meets the fault. Then the server is well, the
office releases what was put aside, and what the server took is compared with the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, select

from tests.chaos.letters import identity, instance, judged, let_go, queue, release_all
from tests.chaos.line import told
from tests.outbox.faults import MODES
from tests.outbox.faulty import Faulty, faulty
from tracker import clock
from tracker.config import Config
from tracker.db import db, transaction
from tracker.outbox.delivery import deliver_due
from tracker.outbox.models import Attempt, Breaker, Letter
from tracker.outbox.transport import Pace
from tracker.scheduler.jobs import doors

QUICK = Pace(total=0.3, step=0.15, lease=1)
PAUSE = timedelta(minutes=20)  # longer than any of the breaker's
MOST_ROUNDS = 500
MAIL = {"smtp_host": "127.0.0.1", "mail_from": "vp@lamgiang.vn"}


def main() -> None:
    told(run, "letters", 50, broken=("wrong", "lost", "unexplained"))


def run(letters: int, engine: str) -> dict[str, Any]:
    """Each mode with so many letters, in one database."""
    found: Counter[str] = Counter(modes=len(MODES), right=0, wrong=0)
    with instance(engine) as app:
        for mode in MODES:
            counts = _mode(app, mode, letters)
            found[counts.pop("verdict")] += 1
            found.update(counts)
    return dict(found)


def _mode(app: Flask, mode: str, letters: int) -> dict[str, Any]:
    """All letters through one fault, then through a server that is well."""
    facts, settings, wanted, _ = MODES[mode]
    with faulty(**facts) as server:
        ill = replace(app.extensions["config"], **MAIL, smtp_port=server.port, **settings)
        queue(app, letters)
        with _moving(app) as at:
            while at.round < MOST_ROUNDS and _untried(app):
                _deliver(at, ill)
            classes = _classes(app)
            server.answers.clear()
            server.delays.clear()
            well = replace(ill, smtp_security="none")
            while at.round < 2 * MOST_ROUNDS and _unsent(app):
                release_all()
                _deliver(at, well)
        return _counted(app, server, classes, wanted)


def _counted(app: Flask, server: Faulty, classes: Counter[str], wanted: str) -> dict[str, Any]:
    taken = Counter(identity(body.decode()) for body in server.accepted)
    counts = judged(app, taken)
    if counts["duplicates"] and wanted != "unknown":
        classes["duplicate"] += counts["duplicates"]
    with app.app_context(), transaction() as session:
        for table in (Attempt, Letter, Breaker):
            session.execute(delete(table))
    let_go(app)
    verdict = "right" if set(classes) == {wanted} else "wrong"
    return counts | {"effective": classes[wanted], "verdict": verdict}


class _Time:
    """The moment of a round, and how many there have been."""

    def __init__(self) -> None:
        self.now, self.round = clock.now(), 0


@contextmanager
def _moving(app: Flask) -> Iterator[_Time]:
    with app.app_context():
        yield _Time()
    let_go(app)


def _deliver(at: _Time, config: Config) -> None:
    at.now, at.round = at.now + PAUSE, at.round + 1
    with clock.frozen_at(at.now):
        deliver_due(config, doors(), owner="chaos", pace=QUICK)


def _untried(app: Flask) -> bool:
    """Whether a letter has not met the fault yet."""
    tried = select(Attempt.outbox_id)
    return bool(db.session.scalar(select(func.count()).where(Letter.id.not_in(tried))))


def _unsent(app: Flask) -> bool:
    return bool(db.session.scalar(select(func.count()).where(Letter.state != "sent")))


def _classes(app: Flask) -> Counter[str]:
    return Counter(
        dict(db.session.execute(select(Attempt.outcome, func.count()).group_by(Attempt.outcome)).all())
    )


if __name__ == "__main__":
    main()
