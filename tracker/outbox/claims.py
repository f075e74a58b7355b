"""Leases on letters: taken, marked, settled and swept, each in one short transaction on the database's own clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.db import db, transaction
from tracker.outbox import breaker, rules
from tracker.outbox.models import Attempt, Letter
from tracker.outbox.transport import Outcome

FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
PARTS = "\x1e"  # between a letter's text and its HTML while links are filled in


@dataclass(frozen=True, slots=True)
class Doors:
    """What delivery asks of features it does not know: `scheduler/jobs.py` hands it in."""

    still_due: Callable[[Letter], str]  # "due" | "cancelled" | "expired"
    fill: Callable[[Letter, str], str]  # a letter and its words with placeholders -> words with addresses


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter in our hands: its row, the words with their links, and the fence of the lease."""

    letter: Letter
    text: str
    html: str
    attempt_id: int
    lease_no: int


def take(owner: str, lease: float, doors: Doors) -> Claim | None:
    """Take the letter that is due first and still to be sent; None when there is none or the breaker is open.

    Letters no longer due are settled on the way. One whose links cannot be made is put aside as dead.
    """
    while True:
        letter: Letter | None = None
        try:
            with transaction():
                now = clock.database_now(db.session)
                probing = breaker.state(now)
                if probing == "open" or (letter := _lease_next(owner, lease, now)) is None:
                    return None
                if (claim := _prepare(letter, owner, now, doors)) is not None:
                    if probing == "probe":
                        breaker.hold(now + timedelta(seconds=lease))
                    return claim
        except SQLAlchemyError:
            raise
        except Exception as error:
            if letter is None:
                raise
            _put_aside(letter.id, error)  # it must not stop the others


def mark(claim: Claim) -> bool:
    """Commit the marker: from now on an attempt without outcome is `unknown`. False when the lease is lost."""
    with transaction() as session:
        now = clock.database_now(session)
        held = exists().where(_is_ours(claim), Letter.lease_until > now)
        done = session.execute(
            update(Attempt)
            .where(Attempt.id == claim.attempt_id, held)
            .values(data_at=now)
            .execution_options(**PLAIN)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]


def settle(claim: Claim, outcome: Outcome) -> None:
    """Write down what became of the attempt and what the letter does next; only the lease's holder may."""
    with transaction() as session:
        now = clock.database_now(session)
        next_state = after(claim.letter, outcome, now)
        done = session.execute(
            update(Letter).where(_is_ours(claim)).values(**FREE, **next_state).execution_options(**PLAIN)
        )
        is_ours = bool(done.rowcount)  # type: ignore[attr-defined]
        _finish(claim.attempt_id, now, outcome if is_ours else Outcome("fenced", outcome.phase))
        breaker.learn(outcome, now)


def after(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns a letter has after an outcome (reliability 3.3)."""
    columns: dict[str, Any] = {
        "last_class": outcome.outcome,
        "last_reply": f"{outcome.code or ''} {outcome.reply}".strip(),
    }
    later = now + rules.wait_before_retry(letter.attempts, random.random())  # noqa: S311 - spreads retries
    match outcome.outcome:
        case "accepted":
            columns |= {"state": "sent", "sent_at": now}
        case "permanent":
            columns |= {"state": "dead"}
        case "transient":
            columns |= {"state": rules.after_transient(letter.attempts), "next_try_at": later}
        case "unknown":
            state = rules.after_unknown(letter.unknowns + 1, letter.is_deadline)
            columns |= {"state": state, "unknowns": letter.unknowns + 1, "next_try_at": later}
        case _:  # config, not_sent, fenced: the letter is not to blame, so the attempt does not count
            columns |= {"state": "pending", "attempts": letter.attempts - 1, "next_try_at": now}
    return columns


def sweep() -> int:
    """Settle attempts whose worker died: not sent before the marker, unknown after it. Returns how many."""
    with transaction() as session:
        now = clock.database_now(session)
        left = session.execute(
            select(Letter, Attempt)
            .join(Attempt, (Attempt.outbox_id == Letter.id) & (Attempt.n == Letter.lease_no))
            .where(Letter.state == "sending", Letter.lease_until <= now)
            .with_for_update(of=Letter, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        for letter, attempt in left:
            cut = "the worker ended"
            outcome = Outcome(
                "unknown" if attempt.data_at else "not_sent", "body" if attempt.data_at else "", None, cut
            )
            columns = after(letter, outcome, now) | {"next_try_at": now}
            if outcome.outcome == "not_sent":  # counted, so that a letter that kills workers dies itself
                columns |= {"attempts": letter.attempts, "state": rules.after_transient(letter.attempts)}
            session.execute(
                update(Letter)
                .where(Letter.id == letter.id)
                .values(**FREE, **columns)
                .execution_options(**PLAIN)
            )
            _finish(attempt.id, now, outcome)
        return len(left)


PLAIN: dict[str, Any] = {"synchronize_session": False}


def _is_ours(claim: Claim) -> ColumnElement[bool]:
    return (Letter.id == claim.letter.id) & (Letter.state == "sending") & (Letter.lease_no == claim.lease_no)


def _lease_next(owner: str, lease: float, now: datetime) -> Letter | None:
    first = (
        select(Letter.id)
        .where(Letter.state == "pending", Letter.next_try_at <= now)
        .order_by(Letter.next_try_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return db.session.scalar(
        update(Letter)
        .where(Letter.id == first)
        .values(
            state="sending",
            lease_owner=owner,
            lease_until=now + timedelta(seconds=lease),
            lease_no=Letter.lease_no + 1,
            attempts=Letter.attempts + 1,
        )
        .returning(Letter)
        .execution_options(populate_existing=True, **PLAIN)
    )


def _prepare(letter: Letter, owner: str, now: datetime, doors: Doors) -> Claim | None:
    """Fill in the links of a letter still due and note the attempt; None when it is not due any more."""
    verdict = "expired" if letter.expires_at <= now else doors.still_due(letter)
    if verdict != "due":
        columns = {"state": verdict, "attempts": letter.attempts - 1, **FREE}
        db.session.execute(
            update(Letter).where(Letter.id == letter.id).values(**columns).execution_options(**PLAIN)
        )
        return None
    words = f"{letter.body_text}{PARTS}{letter.body_html}"
    if "⟦" in words:
        words = doors.fill(letter, words)
    text, _, html = words.partition(PARTS)
    attempt_id = db.session.execute(
        insert(Attempt)
        .values(outbox_id=letter.id, n=letter.lease_no, owner=owner, lease_no=letter.lease_no, started_at=now)
        .returning(Attempt.id)
    ).scalar_one()
    return Claim(letter, text, html, attempt_id, letter.lease_no)


def _finish(attempt_id: int, now: datetime, outcome: Outcome) -> None:
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.outcome.is_(None))
        .values(
            outcome=outcome.outcome,
            phase=outcome.phase,
            code=outcome.code,
            reply=outcome.reply,
            finished_at=now,
        )
        .execution_options(**PLAIN)
    )


def _put_aside(letter_id: int, error: Exception) -> None:
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.id == letter_id, Letter.state == "pending")
            .values(state="dead", last_class="permanent", last_reply=f"{type(error).__name__}: {error}"[:300])
            .execution_options(**PLAIN)
        )
