"""The clock's letters of a day: to bodies, to their heads, to leaders and to officers who asked for a copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import db
from tracker.outbox import post
from tracker.reminders import queries, rules
from tracker.reminders.actions import ledger
from tracker.reminders.models import LetterNotice
from tracker.reminders.telling import Texts, day_facts, head_facts, leader_facts, task_facts, texts_for
from tracker.settings.queries import letter_rules
from tracker.settings.rules import LetterRules


def queue_ladder(actor: Actor, day: date) -> int:
    """Queue one letter a mailbox for all that is earned by a working day. Returns how many letters.

    Silent on days off and after 17:00. A run repeated adds nothing; a day missed is caught up by the next.
    """
    now = clock.now()
    if not queries.works_on(day) or now >= clock.on(day, rules.EVENING):
        return 0
    return int(_queue_ladder(actor, day, now))


@action
def _queue_ladder(actor: Actor, day: date, now: datetime) -> int:
    policy.require(actor, "reminder.ladder")
    plan, limits = queries.plan_of(day, now), letter_rules()
    listed: list[Any] = [*plan.bodies, *plan.heads, *plan.own]
    known = texts_for([each.rows for each in listed], plan.weekly, day)
    drafts: dict[str, tuple[post.Draft, Any]] = {}
    for letter in plan.letters:
        draft = _draft(letter, _facts(letter, known, limits, day), plan.on)
        drafts[draft.key] = (draft, letter)
    return _keep(actor, drafts, day, now)


def _facts(letter: queries.Drawn, known: Texts, limits: LetterRules, day: date) -> dict[str, Any]:
    if isinstance(letter, queries.HeadLetter):
        return head_facts(letter.reader, letter.rows, known, limits.head_after, day)
    if isinstance(letter, queries.LeaderLetter):
        return leader_facts(letter.reader, letter.rows, limits.leader_after, day)
    if isinstance(letter, queries.OwnLetter):
        return task_facts("weekly", letter.name, letter.rows, known, day, is_personal=True)
    return day_facts(letter, known, day)


def _draft(letter: queries.Drawn, facts: dict[str, Any], on: queries.Occasion) -> post.Draft:
    """A letter that leaves at its mailbox's own moment of half an hour; not after 17:00, nor tomorrow."""
    bodies = {row.body_id for row in letter.rows}
    is_own = letter.kind in {"head", "leader"} or facts.get("is_personal", False)
    return post.Draft(
        key=f"daily:{letter.to.lower()}:{on.day}",
        kind=letter.kind,
        to=letter.to,
        to_name=letter.name if is_own else letter.rows[0].name,
        template=rules.template_of(letter.kind),
        body_id=bodies.pop()
        if len(bodies) == 1 and not is_own
        else None,  # several bodies may share a mailbox
        assignment_ids=[] if letter.kind == "leader" else [row.id for row in letter.rows],
        due_at=rules.moment(letter.to.lower(), on.begin, on.end),
        expires_at=clock.on(on.day, rules.EVENING),
        is_deadline=letter.kind not in {"leader"} and not (is_own and letter.kind == "weekly"),
        is_optional=letter.kind == "leader" or (is_own and letter.kind == "weekly"),
        facts=facts,
        person_id=letter.reader.id if isinstance(letter, queries.HeadLetter) else None,
    )


def _keep(actor: Actor, drafts: dict[str, tuple[post.Draft, Any]], day: date, now: datetime) -> int:
    told_today = post.queued(list(drafts))
    fresh = {key: each for key, each in drafts.items() if key not in told_today}
    ids = post.enqueue_all([draft for draft, _ in fresh.values()])
    rows = [
        ledger.line(actor, assignment_id, step, "letter", now, letter_id=ids[key])
        for key, (_, letter) in fresh.items()
        for assignment_id, step in letter.steps
    ]
    ledger.write(rows)
    _note((ids[key], letter) for key, (_, letter) in fresh.items())
    kinds: dict[str, int] = defaultdict(int)
    for draft, _ in fresh.values():
        kinds[draft.kind] += 1
    after = {
        "letters": len(fresh),
        "assignments": len({row["assignment_id"] for row in rows}),
        "kinds": dict(kinds),
    }
    trail.record(actor, "reminder.ladder", f"ladder:{day}", after=after)
    return len(fresh)


def _note(letters: Iterable[tuple[int, Any]]) -> None:
    """What is told of a review is told once."""
    found = [
        {"letter_id": letter_id, "what": letter.review.notice(letter.stage)}
        for letter_id, letter in letters
        if getattr(letter, "review", None) is not None
    ]
    if found:
        db.session.execute(insert(LetterNotice), found)
