"""Delivering: claim, hand over, write down, again; no transaction and no connection is held while talking SMTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker import clock
from tracker.config import Config
from tracker.db import db
from tracker.outbox import claims
from tracker.outbox.claims import Claim, Doors
from tracker.outbox.envelope import pack
from tracker.outbox.transport import Mailer, Outcome, Pace
from tracker.settings.queries import office_rules

AT_ONCE = 20  # letters leased together; each keeps its own fence and marker


@dataclass
class Delivered:
    """What one run did: outcomes by name, and whether letters may be left for the next."""

    outcomes: Counter[str] = field(default_factory=Counter)
    is_more: bool = False


def deliver_due(
    config: Config,
    doors: Doors,
    *,
    owner: str,
    pace: Pace | None = None,
    stop: Callable[[], bool] = lambda: False,
    alive: Callable[[], None] = lambda: None,
    seconds: float = 10,
) -> Delivered:
    """Send what is due over one connection, until nothing is, `stop()` says so or the seconds are over.

    A letter begun is finished. Without a mail server in the settings letters wait.
    """
    run, pace = Delivered(), pace or Pace()
    if not config.smtp_host:
        return run
    ends_at = clock.monotonic() + seconds
    claims.sweep()
    mailer = Mailer(config, pace, alive)
    try:
        while not stop():
            if clock.monotonic() >= ends_at:
                run.is_more = True
                break
            taken = claims.take(owner, pace.lease, doors, AT_ONCE, config.smtp_per_hour)
            if not taken or not _send(taken, mailer, config, pace, stop, run):
                break
            alive()
    finally:
        db.session.expunge_all()
        mailer.close()
    return run


def _send(
    taken: list[Claim], mailer: Mailer, config: Config, pace: Pace, stop: Callable[[], bool], run: Delivered
) -> bool:
    """Send letters in hand one after another; give back the rest when told to stop, when the lease grows short
    or when the server cannot be reached. False when it cannot."""
    begin_by = clock.monotonic() + pace.lease - pace.total
    reached = True
    while taken and reached and not stop() and clock.monotonic() < begin_by:
        claim = taken.pop(0)
        outcome = _hand_over(claim, mailer, config)
        reached = claims.settle(claim, outcome)
        run.outcomes[outcome.outcome] += 1
    claims.give_back(taken)
    return reached


def _hand_over(claim: Claim, mailer: Mailer, config: Config) -> Outcome:
    try:
        parcel = pack(claim.letter, claim.text, claim.html, config, office_rules())
        db.session.commit()  # reading the office's name opened a transaction
    except ValueError as error:
        return Outcome("permanent", "build", None, str(error)[:300])
    return mailer.send(parcel, lambda: claims.mark(claim))
