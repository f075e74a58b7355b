"""Reminding: the automatic ladder, urging by hand, a telephone call written down. The ledger says who was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Refused
from tracker.outbox import post
from tracker.reminders import queries, rules
from tracker.reminders.models import Reminder, UrgeBatch
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days, is_working


def queue_ladder(actor: Actor, day: date) -> int:
    """Queue one letter a mailbox for every step earned by a working day. Returns how many letters.

    Silent on days off and after 17:00. A run repeated adds nothing; a day missed is caught up by the next.
    """
    now = clock.now()
    if not is_working(day, exceptions(day, day)) or now >= clock.at(day, rules.EVENING.hour):
        return 0
    return int(_queue_ladder(actor, day, now))


@action
def _queue_ladder(actor: Actor, day: date, now: datetime) -> int:
    policy.require(actor, "reminder.ladder")
    by_mailbox: dict[str, list[tuple[Any, str]]] = {}
    for row, step in queries.earned(day, now):
        by_mailbox.setdefault(row.email.lower(), []).append((row, step))
    keys = {mailbox: f"daily:{mailbox}:{day}" for mailbox in by_mailbox}
    told_today = post.queued(list(keys.values()))
    fresh = {mailbox: rows for mailbox, rows in by_mailbox.items() if keys[mailbox] not in told_today}
    ids = post.enqueue_all(
        [_daily(keys[mailbox], [row for row, _ in rows], day, now) for mailbox, rows in fresh.items()]
    )
    ledger = [
        _ledger(actor, row.id, step, "letter", now, letter_id=ids[keys[mailbox]])
        for mailbox, rows in fresh.items()
        for row, step in rows
    ]
    _write(ledger)
    after = {"letters": len(fresh), "assignments": len(ledger)}
    trail.record(actor, "reminder.ladder", f"ladder:{day}", after=after)
    return len(fresh)


def _daily(key: str, rows: Sequence[Any], day: date, now: datetime) -> post.Draft:
    """One mailbox's letter of the day, at its own moment of half an hour; not after 17:00, nor tomorrow."""
    begin, evening = (
        max(now, clock.at(day, rules.MORNING.hour, rules.MORNING.minute)),
        clock.at(day, rules.EVENING.hour),
    )
    groups = [rules.group_of(row.due_on, day) for row in rows]
    names = list(dict.fromkeys(row.name for row in rows))
    asked = any(row.mode == "de_nghi" for row in rows)
    return post.Draft(
        key=key,
        kind="daily",
        to=rows[0].email,
        to_name=names[0],
        template="daily",
        body_id=rows[0].body_id if len(names) == 1 else None,  # several bodies may share a mailbox
        assignment_ids=[row.id for row in rows],
        due_at=rules.moment(rows[0].email.lower(), begin, min(begin + rules.SPREAD, evening)),
        expires_at=evening,
        is_deadline=True,
        facts={
            "body_name": ", ".join(names),
            "mode": "de_nghi" if asked else "giao",
            "lines": queries.lines(rows, day),
            "total": len(rows),
            "late": groups.count("1"),
            "today": groups.count("2"),
            "soon": groups.count("3"),
        },
    )


@action
def urge(
    actor: Actor,
    *,
    assignment_ids: Iterable[int],
    opening: str = "",
    answer_by: date | None = None,
    when: str = "now",
) -> UrgeBatch:
    """Send one letter a body for chosen assignments, `now` or in the next working `morning`.

    What was reminded within 24 hours, reported, waits for more time or has no mailbox is left out. Raises
    Refused("nothing_to_send") when nothing is left, Refused("too_many_selected") above 5,000.
    """
    policy.require(actor, "reminder.urge")
    chosen = sorted(set(assignment_ids))
    if len(chosen) > rules.MOST_AT_ONCE:
        raise Refused("too_many_selected", most=rules.MOST_AT_ONCE)
    queries.lock(chosen)  # a colleague who presses at the same moment waits here, and then sees our letters
    selected = queries.selection(actor, chosen)
    if not selected.letters:
        raise Refused("nothing_to_send")
    now = clock.now()
    batch = UrgeBatch(
        sent_by_id=actor.id,
        sent_by=actor.label,
        sent_at=now,
        opening=opening,
        letters=len(selected.letters),
        assignments=selected.assignments,
    )
    db.session.add(batch)
    db.session.flush()
    due_at = next_morning(now) if when == "morning" else now
    _queue_urging(actor, batch, selected, answer_by=answer_by, due_at=due_at)
    after = {"letters": batch.letters, "assignments": batch.assignments, "when": when}
    trail.record(actor, "reminder.urge", batch, after=after)
    return batch


def _queue_urging(
    actor: Actor, batch: UrgeBatch, selected: queries.Selection, *, answer_by: date | None, due_at: datetime
) -> None:
    drafts = {
        group.body_id: _urging(actor, batch, group, answer_by=answer_by, due_at=due_at)
        for group in selected.letters
    }
    ids = post.enqueue_all(list(drafts.values()))
    _write(
        [
            _ledger(
                actor,
                row.id,
                f"urge:{batch.id}",
                "urge",
                batch.sent_at,
                letter_id=ids[drafts[group.body_id].key],
                batch_id=batch.id,
                note=batch.opening,
            )
            for group in selected.letters
            for row in group.rows
        ]
    )


def urging_facts(
    actor: Actor, group: queries.Group, *, opening: str, answer_by: date | None, today: date
) -> dict[str, Any]:
    """What the letter by hand to one body says; the preview shows the same."""
    return {
        "body_name": group.name,
        "mode": group.mode,
        "lines": queries.lines(group.rows, today),
        "total": len(group.rows),
        "opening": opening,
        "answer_by": answer_by,
        "sender": actor.label,
        "office": office_rules(),
    }


def _urging(
    actor: Actor,
    batch: UrgeBatch,
    group: queries.Group,
    *,
    answer_by: date | None,
    due_at: datetime,
) -> post.Draft:
    today = clock.local(due_at).date()
    return post.Draft(
        key=f"urge:{batch.id}:{group.body_id}",
        kind="urge",
        to=group.email,
        to_name=group.name,
        template="urge",
        body_id=group.body_id,
        assignment_ids=[row.id for row in group.rows],
        batch_id=batch.id,
        due_at=due_at,
        is_deadline=True,
        facts=urging_facts(actor, group, opening=batch.opening, answer_by=answer_by, today=today),
    )


@action
def note_call(actor: Actor, *, assignment_ids: Iterable[int], note: str = "") -> int:
    """Write down that bodies were telephoned about assignments. Returns how many; raises Refused for none."""
    policy.require(actor, "reminder.call")
    found = queries.in_sight(actor, sorted(set(assignment_ids))[: rules.MOST_AT_ONCE])
    if not found:
        raise Refused("nothing_to_send")
    now = clock.now()
    step = f"call:{now:%Y%m%dT%H%M%S%f}"
    _write([_ledger(actor, each, step, "call", now, note=note) for each in found])
    trail.record(actor, "reminder.call", f"call:{step[5:]}", after={"assignments": found}, reason=note)
    return len(found)


def next_morning(now: datetime) -> datetime:
    """07:30 of the next working day, in UTC."""
    today = clock.local(now).date()
    day = add_working_days(today, 1, exceptions(today, today + timedelta(days=30)))
    return clock.at(day, rules.MORNING.hour, rules.MORNING.minute)


def _ledger(
    actor: Actor, assignment_id: int, step: str, how: str, now: datetime,
    *, letter_id: int | None = None, batch_id: int | None = None, note: str = "",
) -> dict[str, Any]:  # fmt: skip
    return {
        "assignment_id": assignment_id,
        "step": step,
        "how": how,
        "at": now,
        "by": actor.label,
        "note": note,
        "letter_id": letter_id,
        "batch_id": batch_id,
    }


def _write(ledger: list[dict[str, Any]]) -> None:
    """One statement for all rows; a step whose letter expired unsent is told again by the new letter."""
    if not ledger:
        return
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Reminder)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["assignment_id", "step"],
            set_={"letter_id": statement.excluded.letter_id, "at": statement.excluded.at},
        ),
        ledger,
    )
