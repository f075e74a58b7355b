"""Letters in and out: queued in the caller's transaction, delivered by whoever holds the lease."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import Select, exists, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.config import Config
from tracker.db import PLAIN, db, transaction
from tracker.outbox import mailboxes, rules
from tracker.outbox.deputies import StandIn, stand_ins
from tracker.outbox.draft import Draft as Draft  # part of this door
from tracker.outbox.models import Letter, LetterAssignment
from tracker.outbox.writing import write

IN_ONE_STATEMENT = 500  # keys


def enqueue(
    key: str,
    *,
    kind: str,
    to: str,
    template: str,
    to_name: str = "",
    body_id: int | None = None,
    assignment_ids: Sequence[int] = (),
    batch_id: int | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    is_deadline: bool = False,
    thread: str = "",
    person_id: int | None = None,
    place_id: int | None = None,
    **facts: Any,
) -> int:
    """Put a letter in the outbox, in the caller's transaction; the same key twice is one letter. Returns its id.

    `due_at` None is now, `expires_at` None is 14 days after it. Raises ValueError for an empty address: who has
    no mailbox is shown to the office by the caller.
    """
    draft = Draft(
        key, kind, to, template, to_name, body_id, assignment_ids, batch_id,
        due_at, expires_at, is_deadline, False, thread, facts, person_id, place_id,
    )  # fmt: skip
    return enqueue_all([draft])[key]


def enqueue_all(drafts: Sequence[Draft]) -> dict[str, int]:
    """Queue many letters with one INSERT, one for each mailbox of a body they are to; key to id, those that were there
    before included."""
    if any(not draft.to for draft in drafts):
        raise ValueError("a letter needs a mailbox")
    with transaction():
        fresh = {draft.key: draft for draft in mailboxes.to_each(_to_deputies(drafts))}
        found = _insert([_row(draft) for draft in fresh.values()]) if fresh else {}
        _note_assignments(found, fresh)
        return found | queued([key for key in fresh if key not in found])


def _to_deputies(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts; those to people who are away on the day they leave go to the deputy and say so."""
    found = stand_ins({draft.person_id for draft in drafts if draft.person_id is not None})
    return [_to_deputy(draft, found) for draft in drafts]


def _to_deputy(draft: Draft, found: Sequence[StandIn]) -> Draft:
    day = clock.local(draft.due_at or clock.now()).date()
    for absence, name, email in found:
        is_theirs = absence.body_id is None or draft.place_id in (None, absence.body_id)
        if absence.person_id == draft.person_id and is_theirs and absence.is_running_on(day):
            said = {"stands_in_for": draft.to_name, "away_until": absence.last_on}
            return replace(draft, to=email, to_name=name, facts=draft.facts | said)
    return draft


def queued(keys: Sequence[str]) -> dict[str, int]:
    """Those of the keys that have a letter, with its id."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), IN_ONE_STATEMENT):
        rows = db.session.execute(
            select(Letter.dedup_key, Letter.id).where(
                Letter.dedup_key.in_(keys[start : start + IN_ONE_STATEMENT])
            )
        )
        found |= {key: letter_id for key, letter_id in rows}
    return found


def cancel(assignment_ids: Iterable[int] | Select[int], kinds: Iterable[str]) -> int:
    """Call back waiting letters of these kinds that speak of nothing but these assignments. Returns how many.

    The assignments may be a query that finds them, for many at once.
    """
    ids = assignment_ids if isinstance(assignment_ids, Select) else list(assignment_ids)
    speaks_of = exists().where(LetterAssignment.letter_id == Letter.id)
    with transaction() as session:
        done = session.execute(
            update(Letter)
            .where(
                Letter.state == "pending",
                Letter.kind.in_(list(kinds)),
                speaks_of.where(LetterAssignment.assignment_id.in_(ids)),
                ~speaks_of.where(LetterAssignment.assignment_id.not_in(ids)),
            )
            .values(state="cancelled")
            .execution_options(**PLAIN)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]


def call_back_from(mailboxes: Iterable[str], kinds: Iterable[str]) -> int:
    """Call back waiting letters of these kinds to these mailboxes. Returns how many."""
    wanted = sorted({mailbox.lower() for mailbox in mailboxes})
    called = 0
    with transaction() as session:
        for start in range(0, len(wanted), IN_ONE_STATEMENT):
            done = session.execute(
                update(Letter)
                .where(Letter.state == "pending", Letter.kind.in_(list(kinds)))
                .where(func.lower(Letter.to_addr).in_(wanted[start : start + IN_ONE_STATEMENT]))
                .values(state="cancelled")
                .execution_options(**PLAIN)
            )
            called += int(done.rowcount)  # type: ignore[attr-defined]
    return called


def call_back_to(body_id: int, mailbox: str) -> None:
    """Call back what waits to go to one mailbox of a body, which is to get none of it any more."""
    with transaction() as session:
        waiting = update(Letter).where(Letter.state == "pending", Letter.body_id == body_id)
        waiting = waiting.where(func.lower(Letter.to_addr) == mailbox.lower(), Letter.kind != "contact")
        session.execute(waiting.values(state="cancelled").execution_options(**PLAIN))


def move_waiting(body_id: int, old: str, new: str, *, but: str) -> None:
    """Waiting letters to a body follow it to its new mailbox, except those of the kind `but`."""
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(
                Letter.state == "pending",
                Letter.body_id == body_id,
                func.lower(Letter.to_addr) == old.lower(),
                Letter.kind != but,
            )
            .values(to_addr=new)
            .execution_options(**PLAIN)
        )


def call_back(keys: Collection[str]) -> set[str]:
    """Call back those of the letters with these keys that have not left, to whichever mailbox of the body, and say
    which; in the caller's transaction."""
    twins = [Letter.dedup_key.startswith(f"{key}{rules.TWIN}", autoescape=True) for key in keys]
    waiting = update(Letter).where(Letter.state == "pending", or_(Letter.dedup_key.in_(keys), *twins))
    called = waiting.values(state="cancelled").returning(Letter.dedup_key).execution_options(**PLAIN)
    return set(db.session.scalars(called))


def wait_again(assignment_id: int, kind: str, since: datetime) -> None:
    """Letters of a kind about one assignment alone that were called back while they waited, on or after a moment,
    wait again; in the caller's transaction."""
    called_back = (
        Letter.state == "cancelled",
        Letter.kind == kind,
        Letter.attempts == 0,
        Letter.due_at >= since,
    )
    about = update(Letter).where(Letter.assignment_id == assignment_id, *called_back)
    db.session.execute(about.values(state="pending").execution_options(**PLAIN))


def message_id(key: str, config: Config) -> str:
    """The Message-ID of every attempt at a key, so that mail programs fold a pair into one."""
    domain = config.mail_from.rpartition("@")[2]
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _thread(draft: Draft) -> str:
    """What a letter hangs on: all letters about one assignment alone make one thread, from the first to the outcome."""
    ids = set(draft.assignment_ids)
    return f"assignment:{ids.pop()}" if len(ids) == 1 else draft.thread


def _row(draft: Draft) -> dict[str, Any]:
    config: Config = current_app.extensions["config"]
    written = write(draft.template, {"assignment_ids": draft.assignment_ids, **draft.facts})
    now = clock.now()
    due_at = draft.due_at or now
    return {
        "dedup_key": draft.key,
        "kind": draft.kind,
        "assignment_id": draft.assignment_ids[0] if len(draft.assignment_ids) == 1 else None,
        "body_id": draft.body_id,
        "batch_id": draft.batch_id,
        "to_addr": draft.to,
        "to_name": draft.to_name,
        "subject": written.subject,
        "body_text": written.text,
        "body_html": written.html,
        "message_id": message_id(draft.key, config),
        "thread_id": message_id(thread, config) if (thread := _thread(draft)) else "",
        "state": "pending",
        "is_optional": draft.is_optional,
        "is_deadline": draft.is_deadline or (draft.kind in rules.DEADLINE and not draft.is_optional),
        "due_at": due_at,
        "expires_at": draft.expires_at or due_at + rules.KEPT,
        "next_try_at": due_at,
        "created_at": now,
    }


def _insert(rows: list[dict[str, Any]]) -> dict[str, int]:
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Letter).on_conflict_do_nothing().returning(Letter.dedup_key, Letter.id)
    whole = {"render_nulls": True}  # rows without a value would else be inserted apart from those with one
    return {key: letter_id for key, letter_id in db.session.execute(statement, rows, execution_options=whole)}


def _note_assignments(made: dict[str, int], drafts: dict[str, Draft]) -> None:
    rows = [
        {
            "letter_id": letter_id,
            "assignment_id": assignment_id,
            "step": drafts[key].steps.get(assignment_id, ""),
        }
        for key, letter_id in made.items()
        for assignment_id in dict.fromkeys(drafts[key].assignment_ids)
    ]
    if rows:
        db.session.execute(insert(LetterAssignment), rows)
