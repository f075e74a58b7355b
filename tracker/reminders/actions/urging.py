"""Reminding by hand: an urging, a telephone call written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.errors import Refused
from tracker.outbox import post
from tracker.outbox.mailboxes import besides
from tracker.outbox.rules import DAILY
from tracker.reminders import queries, rules
from tracker.reminders.actions.ledger import line, write
from tracker.reminders.models import UrgeBatch
from tracker.reminders.queries.texts import lines
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days


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
    if when == "now":  # the letter of the day that still waits is replaced by this one
        post.call_back_from(_mailboxes(selected), DAILY)
    _queue_urging(actor, batch, selected, answer_by=answer_by, due_at=due_at)
    after = {"letters": batch.letters, "assignments": batch.assignments, "when": when}
    trail.record(actor, "reminder.urge", batch, after=after)
    return batch


def _mailboxes(selected: queries.Selection) -> list[str]:
    """Every mailbox the letters go to."""
    _, others = besides([group.body_id for group in selected.letters])
    return [each for group in selected.letters for each in (group.email, *others.get(group.body_id, ()))]


def _queue_urging(
    actor: Actor, batch: UrgeBatch, selected: queries.Selection, *, answer_by: date | None, due_at: datetime
) -> None:
    drafts = {
        group.body_id: _urging(actor, batch, group, answer_by=answer_by, due_at=due_at)
        for group in selected.letters
    }
    ids = post.enqueue_all(list(drafts.values()))
    write(
        [
            line(
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
        "lines": lines(group.rows, today),
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
    write([line(actor, each, step, "call", now, note=note) for each in found])
    trail.record(actor, "reminder.call", f"call:{step[5:]}", after={"assignments": found}, reason=note)
    return len(found)


def next_morning(now: datetime) -> datetime:
    """07:30 of the next working day, in UTC."""
    today = clock.local(now).date()
    day = add_working_days(today, 1, exceptions(today, today + timedelta(days=30)))
    return clock.on(day, rules.MORNING)
