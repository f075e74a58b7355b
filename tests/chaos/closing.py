"""Sixteen write while a period is closed: what is not in the signed figures by then never comes in (R22).

Run as a program of its own: `python -m tests.chaos.closing --rounds 100 --json`. Each round closes the period of one
day: the writers' clocks still stand on it, the clock of who closes is past its end. A deed and its line of the audit
chain are one transaction, so a deed whose line comes after the closing's has landed after it. Then SQL by hand, as
the application's own role in the database, tries to change what was closed.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from tests import pgcluster
from tests.chaos.letters import instance, let_go
from tests.chaos.line import told
from tests.chaos.ways import REFUSED, TAKEN, WAYS, Hand, hands
from tests.reviews.by_hand import closed_facts, passing
from tests.world import build_world
from tracker import clock
from tracker.access.actors import SYSTEM, Viewer
from tracker.audit.models import AuditLine
from tracker.db import db, disconnect
from tracker.errors import Conflict
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.reviews import actions, queries
from tracker.reviews.freezing import freeze
from tracker.reviews.models import Period, Snapshot
from tracker.reviews.rules import Span

WRITERS, PROCESSES = 16, 4
FIRST = date(2026, 3, 10)
MOST = 24  # deeds of one writer in a round: a link takes thirty an hour
LATEST = 64  # deeds taken before the closing begins, at most
PATIENCE = 10.0  # seconds for them
SIGNER = {"signer_name": "Trần Quang Lâm", "signer_position": "Chủ tịch"}


@dataclass
class Found:
    """What all rounds came to."""

    answers: Counter[str] = field(default_factory=Counter)
    effective: int = 0
    raw: int = 0
    after_closing: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Race:
    """What the processes of one round tell each other."""

    closed: Any
    begun: Any
    answers: Any
    deeds: Any


def main() -> None:
    told(run, "rounds", 100, ("after_closing", "changed", "other"))


def run(rounds: int, engine: str) -> dict[str, Any]:
    """Close so many periods under writing; `after_closing` counts what came in afterwards, by whatever way."""
    began, found = time.monotonic(), Found()
    with _instance(engine) as app:
        with app.app_context(), clock.frozen_at(clock.at(FIRST - timedelta(days=30))):
            made = hands(build_world(FIRST), WRITERS)
            _warm(app, made)
        for n in range(rounds):
            _round(app, made, FIRST + timedelta(days=n), engine, found)
    known = found.answers
    other = {word: n for word, n in known.items() if word not in {TAKEN, REFUSED}}
    return {
        "rounds": rounds,
        "engine": engine,
        "writers": WRITERS,
        "deeds": known.total(),
        "taken": known[TAKEN],
        "refused": known[REFUSED],
        "other": other,
        "effective": found.effective,
        "by_hand": found.raw,
        "after_closing": found.after_closing,
        "changed": found.changed,
        "seconds": round(time.monotonic() - began, 1),
    }


@contextmanager
def _instance(engine: str) -> Iterator[Flask]:
    """A fresh instance; on PostgreSQL its role owns its database and is no administrator."""
    with ExitStack() as stack:
        settings = {}
        if engine == "postgresql":
            url = make_url(pgcluster.fresh_database(stack.enter_context(pgcluster.cluster())))
            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(plain, autocommit=True) as administrator:
                administrator.execute("CREATE ROLE dondoc LOGIN")
                administrator.execute(f'ALTER DATABASE "{url.database}" OWNER TO dondoc'.encode())
            settings["DATABASE_URL"] = url.set(username="dondoc").render_as_string(hide_password=False)
        yield stack.enter_context(instance("sqlite", **settings))


def _warm(app: Flask, made: Sequence[Hand]) -> None:
    """Each way opened once before anybody is forked, so that no writer spends the round compiling templates."""
    name = f"{clock.today():%Y%m%d}-{clock.today():%Y%m%d}"
    for hand in made[: len(WAYS)]:
        hand.ready(app, name)


def _round(app: Flask, made: Sequence[Hand], day: date, engine: str, found: Found) -> None:
    name = f"{day:%Y%m%d}-{day:%Y%m%d}"
    with app.app_context(), clock.frozen_at(clock.at(day, 8)):
        actions.open_period(SYSTEM, name=name)
    let_go(app)
    answers = _raced(app, made, day, name)
    found.answers.update(answers)
    found.effective += bool(answers[TAKEN] and answers[REFUSED])
    with app.app_context(), clock.frozen_at(_after(day)):
        period = db.session.scalars(select(Period).where(Period.name == name)).one()
        found.after_closing += _lines_after(period, day)
        found.changed += not _still_holds(period)
        before = closed_facts(day)
        tried, passed = passing(engine, name, day)
        found.raw += tried
        found.after_closing += len(passed)
        found.changed += closed_facts(day) != before
    let_go(app)


def _after(day: date) -> Any:
    return clock.at(day + timedelta(days=1), 0, 1)


def _raced(app: Flask, made: Sequence[Hand], day: date, name: str) -> Counter[str]:
    """Writers in processes of four threads each; one more closes at some moment between their deeds."""
    forks = multiprocessing.get_context("fork")
    race = Race(forks.Event(), forks.Barrier(PROCESSES + 1), forks.SimpleQueue(), forks.Semaphore(0))
    shares = [made[n::PROCESSES] for n in range(PROCESSES)]
    writers = [forks.Process(target=_write, args=(app, share, day, name, race)) for share in shares]
    for writer in writers:
        writer.start()
    race.begun.wait(60)
    until = time.monotonic() + PATIENCE
    for _ in range(random.randrange(LATEST)):
        race.deeds.acquire(timeout=max(0.0, until - time.monotonic()))
    with app.app_context(), clock.frozen_at(_after(day)):
        keeper = db.session.scalars(select(Person).where(Person.login == "oanh")).one()
        period = db.session.scalars(select(Period).where(Period.name == name)).one()
        _close(as_viewer(keeper, clock.today()), period)
    race.closed.set()
    counted = sum((Counter(race.answers.get()) for _ in writers), Counter[str]())
    for writer in writers:
        writer.join()
    return counted


def _close(keeper: Viewer, period: Period) -> None:
    """Closed by somebody who sends it again when told that others are writing."""
    for left in reversed(range(MOST)):
        try:
            actions.close_period(keeper, period, **SIGNER)
        except Conflict as problem:
            if problem.code != "busy" or not left:
                raise
            db.session.rollback()
        else:
            return


def _write(app: Flask, share: Sequence[Hand], day: date, name: str, race: Race) -> None:
    """One process: its writers go on until the period has been closed and each has been answered once more."""
    with app.app_context():
        disconnect(close=False)
    ready = Barrier(len(share), action=lambda: race.begun.wait(60))

    def go(hand: Hand) -> Counter[str]:
        heard = Counter[str]()
        with app.app_context(), clock.frozen_at(clock.at(day, 23, 59)):
            write = hand.ready(app, name)
            db.session.rollback()
            ready.wait(60)
            while heard.total() < MOST and not race.closed.is_set():
                heard[write()] += 1
                race.deeds.release()
                time.sleep(random.uniform(0, 0.02))
            race.closed.wait(60)
            heard[write()] += 1
        return heard

    heard = {"crashed": 1}
    try:
        with ThreadPoolExecutor(len(share)) as threads:
            heard = dict(sum(threads.map(go, share), Counter[str]()))
    finally:
        race.answers.put(heard)


def _lines_after(period: Period, day: date) -> int:
    """Deeds of the writers' day in the chain behind the closing."""
    closing = select(func.max(AuditLine.seq)).where(
        AuditLine.thing == f"period:{period.id}", AuditLine.verb == "review.close"
    )
    late = AuditLine.at < clock.midnight(day + timedelta(days=1))
    behind = select(func.count()).where(AuditLine.seq > closing.scalar_subquery(), late)
    return db.session.scalar(behind) or 0


def _still_holds(period: Period) -> bool:
    """Whether what the database says of the period now is what was signed, to the letter."""
    signed = db.session.scalars(select(Snapshot).where(Snapshot.period_id == period.id)).one()
    days = Span(period.name, period.first_on, period.cut_on)
    account = queries.account(days, days.cut_on, queries.period(period.name), whole=True)
    parts, standing = queries.parts(days, days.cut_on), queries.standing(days)
    made = freeze(account, queries.members(days), parts, queries.sources(days), standing)
    return made.sha256 == signed.sha256


if __name__ == "__main__":
    main()
