"""Leases on letters: taken, marked, settled and swept, each in one short transaction on the database's own clock.

Letters are leased a few at a time; each has its own fence (`lease_no`) and its own marker. The statements of every
letter are made once, when this module is loaded.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.db import PLAIN, db, transaction, written
from tracker.outbox import allowance, breaker, rules
from tracker.outbox.models import Attempt, Letter
from tracker.outbox.transport import Outcome

FREE: dict[str, Any] = {"lease_owner": None, "lease_until": None}
PARTS = "\x1e"  # between a letter's text and its HTML while links are filled in

_OURS = (
    (Letter.id == bindparam("letter")) & (Letter.state == "sending") & (Letter.lease_no == bindparam("fence"))
)
_MARK = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt"), exists().where(_OURS, Letter.lease_until > bindparam("until")))
    .values(data_at=bindparam("at"))
)
_FINISH = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt"), Attempt.outcome.is_(None))
    .values({name: bindparam(f"new_{name}") for name in ("outcome", "phase", "code", "reply", "finished_at")})
)
_SETTLE = (
    update(Letter)
    .where(_OURS)
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "state",
                "attempts",
                "unknowns",
                "next_try_at",
                "sent_at",
                "last_class",
                "last_reply",
            )
        }
        | FREE
    )
)


@dataclass(frozen=True, slots=True)
class Doors:
    """What delivery asks of features it does not know: `scheduler/jobs.py` hands it in."""

    still_due: Callable[[Sequence[Letter]], dict[int, str]]  # id -> "due" | "cancelled" | "expired"
    fill: Callable[[Sequence[tuple[Letter, str]]], list[str]]  # words with placeholders -> with addresses


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter in our hands: its row, the words with their links, and the fence of the lease."""

    letter: Letter
    text: str
    html: str
    attempt_id: int
    lease_no: int


def take(owner: str, lease: float, doors: Doors, most: int = 1, per_hour: int = 0) -> list[Claim]:
    """Take up to `most` letters that are due first and still to be sent; none when the breaker is open or the relay's
    hourly limit (0 = none) is reached.

    Letters no longer due are settled on the way. One whose links cannot be made is put aside as dead.
    """
    while True:
        held: list[Letter] = []
        try:
            claims = _take(held, owner, lease, doors, most, per_hour)
            if claims or not held:
                return claims
        except SQLAlchemyError:
            raise
        except Exception as error:
            if not held:
                raise
            if len(held) == 1:
                _put_aside(held[0].id, error)  # it must not stop the others
            most = 1  # to find the one that cannot be made


def _take(
    held: list[Letter], owner: str, lease: float, doors: Doors, most: int, per_hour: int
) -> list[Claim]:
    """One transaction of `take`; the letters leased in it are in `held` even when it fails."""
    with transaction():
        now = clock.database_now(db.session)
        probing = breaker.state(now)
        if per_hour:
            most = min(most, allowance.left(per_hour, now))
        if probing != "open" and most > 0:
            held += _lease(owner, lease, now, 1 if probing == "probe" else most)
        claims = _prepare(held, owner, now, doors) if held else []
        if claims and probing == "probe":
            breaker.hold(now + timedelta(seconds=lease))
        return claims


def mark(claim: Claim) -> bool:
    """Commit the marker: from now on an attempt without outcome is `unknown`. False when the lease is lost."""
    with transaction() as session:
        now = clock.database_now(session)
        fence = {"attempt": claim.attempt_id, "letter": claim.letter.id, "fence": claim.lease_no}
        return written(_MARK, **fence, until=now, at=now) == 1


def settle(claim: Claim, outcome: Outcome) -> bool:
    """Write down what became of the attempt and what the letter does next; only the lease's holder may.

    True while the mail server can be reached.
    """
    with transaction() as session:
        now = clock.database_now(session)
        columns = {f"new_{name}": value for name, value in after(claim.letter, outcome, now).items()}
        is_ours = written(_SETTLE, letter=claim.letter.id, fence=claim.lease_no, **columns) == 1
        _finish(claim.attempt_id, now, outcome if is_ours else Outcome("fenced", outcome.phase))
        return breaker.learn(outcome, now)


def give_back(claims: Sequence[Claim]) -> None:
    """Let go of letters taken but not begun, as when told to stop: that was no attempt."""
    if not claims:
        return
    with transaction() as session:
        for claim in claims:
            letter = claim.letter
            columns = {name: getattr(letter, name) for name in ("unknowns", "next_try_at", "sent_at")}
            columns |= {"state": "pending", "attempts": letter.attempts - 1}
            columns |= {"last_class": letter.last_class, "last_reply": letter.last_reply}
            fence = {"letter": letter.id, "fence": claim.lease_no}
            if written(_SETTLE, **fence, **{f"new_{name}": value for name, value in columns.items()}):
                session.execute(delete(Attempt).where(Attempt.id == claim.attempt_id))


def after(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """The columns a letter has after an outcome (reliability 3.3)."""
    columns: dict[str, Any] = {
        "attempts": letter.attempts,
        "unknowns": letter.unknowns,
        "next_try_at": now,
        "sent_at": None,
        "last_class": outcome.outcome,
        "last_reply": f"{outcome.code or ''} {outcome.reply}".strip(),
    }
    if letter.last_class == "released" and outcome.outcome in {"transient", "config", "not_sent"}:
        columns["last_class"] = "released"  # the office's word outlasts a failed try
    later = now + rules.wait_before_retry(letter.attempts, random.random())  # noqa: S311 - spreads retries
    match outcome.outcome:
        case "accepted":
            return columns | {"state": "sent", "sent_at": now}
        case "permanent":
            return columns | {"state": "dead"}
        case "transient":
            return columns | {"state": rules.after_transient(letter.attempts), "next_try_at": later}
        case "unknown":
            unknowns = letter.unknowns + 1
            state = rules.after_unknown(unknowns, letter.is_deadline)
            return columns | {"state": state, "unknowns": unknowns, "next_try_at": later}
        case _:  # config, not_sent, fenced: the letter is not to blame, so the attempt does not count
            return columns | {"state": "pending", "attempts": letter.attempts - 1}


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
            begun = attempt.data_at is not None
            outcome = Outcome(
                "unknown" if begun else "not_sent", "body" if begun else "", None, "the worker ended"
            )
            columns = after(letter, outcome, now) | FREE | {"next_try_at": now}
            if not begun:  # counted, so that a letter that kills workers dies itself
                columns |= {"attempts": letter.attempts, "state": rules.after_transient(letter.attempts)}
            session.execute(
                update(Letter).where(Letter.id == letter.id).values(**columns).execution_options(**PLAIN)
            )
            _finish(attempt.id, now, outcome)
        return len(left)


def _lease(owner: str, lease: float, now: datetime, most: int) -> list[Letter]:
    first = (
        select(Letter.id)
        .where(Letter.state == "pending", Letter.next_try_at <= now)
        .order_by(Letter.next_try_at, Letter.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("first")
    )
    taken = db.session.scalars(
        update(Letter)
        .where(Letter.id.in_(select(first.c.id)))
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
    return sorted(taken, key=lambda letter: (letter.next_try_at, letter.id))


def _prepare(letters: Sequence[Letter], owner: str, now: datetime, doors: Doors) -> list[Claim]:
    """Fill in the links of letters still due and note the attempts; the others are settled."""
    verdicts = doors.still_due(letters)
    verdicts |= {letter.id: "expired" for letter in letters if letter.expires_at <= now}
    due = [letter for letter in letters if verdicts[letter.id] == "due"]
    for letter in letters:
        if verdicts[letter.id] != "due":
            columns = {"state": verdicts[letter.id], "attempts": letter.attempts - 1, **FREE}
            db.session.execute(
                update(Letter).where(Letter.id == letter.id).values(**columns).execution_options(**PLAIN)
            )
    if not due:
        return []
    words = doors.fill([(letter, f"{letter.body_text}{PARTS}{letter.body_html}") for letter in due])
    attempts = _attempts(due, owner, now)
    parts = (each.partition(PARTS) for each in words)
    return [
        Claim(letter, text, html, attempts[letter.id], letter.lease_no)
        for letter, (text, _, html) in zip(due, parts, strict=True)
    ]


def _attempts(due: Sequence[Letter], owner: str, now: datetime) -> dict[int, int]:
    """Note one attempt a letter; letter to attempt."""
    made = db.session.execute(
        insert(Attempt).returning(Attempt.outbox_id, Attempt.id),
        [
            {
                "outbox_id": letter.id,
                "n": letter.lease_no,
                "owner": owner,
                "lease_no": letter.lease_no,
                "started_at": now,
            }
            for letter in due
        ],
    )
    return {letter_id: attempt_id for letter_id, attempt_id in made}


def _finish(attempt_id: int, now: datetime, outcome: Outcome) -> None:
    facts = {"outcome": outcome.outcome, "phase": outcome.phase, "code": outcome.code, "reply": outcome.reply}
    columns = {f"new_{name}": value for name, value in (facts | {"finished_at": now}).items()}
    written(_FINISH, attempt=attempt_id, **columns)


def _put_aside(letter_id: int, error: Exception) -> None:
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.id == letter_id, Letter.state == "pending")
            .values(state="dead", last_class="permanent", last_reply=f"{type(error).__name__}: {error}"[:300])
            .execution_options(**PLAIN)
        )
