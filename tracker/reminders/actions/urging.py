"""Reminding by hand: one letter a body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
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
from tracker.outbox.rules import DAILY
from tracker.reminders import queries, rules
from tracker.reminders.actions.ledger import line, write
from tracker.reminders.models import UrgeBatch
from tracker.reminders.queries.readers import heads as heads_of
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
    heads: bool = False,
    when: str = "now",
) -> UrgeBatch:
    """Send one letter a body for chosen assignments, `now` or in the next working `morning`; `heads`: a copy to theirs.

    What was reminded within 24 hours, reported, waits for more time or has no mailbox is left out. Raises
    Refused("nothing_to_send") when nothing is left, Refused("too_many_selected") above 5,000.
    """
    policy.require(actor, "reminder.urge")
    selected, now = _held(actor, assignment_ids), clock.now()
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
        post.call_back_from([group.email for group in selected.letters], DAILY)
    _queue_urging(actor, batch, selected, answer_by=answer_by, due_at=due_at)
    after = {"letters": batch.letters, "assignments": batch.assignments, "when": when}
    if heads:
        after["copies"] = _queue_copies(actor, batch, selected, answer_by=answer_by, due_at=due_at)
    trail.record(actor, "reminder.urge", batch, after=after)
    return batch


def _held(actor: Actor, assignment_ids: Iterable[int]) -> queries.Selection:
    """The chosen assignments; a colleague who presses at the same moment waits here, and then sees our letters."""
    chosen = sorted(set(assignment_ids))
    if len(chosen) > rules.MOST_AT_ONCE:
        raise Refused("too_many_selected", most=rules.MOST_AT_ONCE)
    queries.lock(chosen)
    selected = queries.selection(actor, chosen)
    if not selected.letters:
        raise Refused("nothing_to_send")
    return selected


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


def _queue_copies(
    actor: Actor, batch: UrgeBatch, selected: queries.Selection, *, answer_by: date | None, due_at: datetime
) -> int:
    """The same letters to the heads of the bodies, one a head and body; how many. Of no body, so without its links."""
    day = clock.local(due_at).date()
    groups = {group.body_id: group for group in selected.letters}
    drafts = []
    for mailbox, (reader, bodies) in heads_of(groups, day).items():
        for group in (groups[body_id] for body_id in sorted(bodies)):
            if mailbox == group.email.lower():
                continue
            draft = _urging(actor, batch, group, answer_by=answer_by, due_at=due_at)
            drafts.append(
                replace(
                    draft,
                    key=f"{draft.key}:head:{reader.id}",
                    to=reader.email,
                    to_name=reader.name,
                    body_id=None,
                    person_id=reader.id,
                    place_id=group.body_id,
                    facts=draft.facts | {"copy_to": reader.name},
                )
            )
    post.enqueue_all(drafts)
    return len(drafts)


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
        "copy_to": "",
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


def next_morning(now: datetime) -> datetime:
    """07:30 of the next working day, in UTC."""
    today = clock.local(now).date()
    day = add_working_days(today, 1, exceptions(today, today + timedelta(days=30)))
    return clock.on(day, rules.MORNING)
