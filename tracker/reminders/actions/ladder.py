"""The clock's letters of a day: to bodies, to their heads, to leaders and to officers who asked for a copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
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
from tracker.reminders.telling import (
    Texts,
    counts_for,
    day_facts,
    figures_facts,
    head_facts,
    leader_facts,
    task_facts,
    with_texts,
)
from tracker.settings.queries import letter_rules
from tracker.settings.rules import LetterRules

IN_ONE_TRANSACTION = 100  # letters
TO_BODIES = queries.DayLetter | queries.FiguresLetter


def queue_ladder(actor: Actor, day: date) -> int:
    """Queue one letter a mailbox for all that is earned by a working day. Returns how many letters.

    Silent on days off and after 17:00. A run repeated adds nothing; a day missed is caught up by the next.
    """
    now = clock.now()
    if not queries.works_on(day) or now >= clock.on(day, rules.EVENING):
        return 0
    plan = queries.plan_of(day, now)
    told = _Told(plan.on, counts_for(plan.weekly, day))
    parts = list(_parts(_in_order(plan))) or [()]
    for n, part in enumerate(parts, 1):
        _queue_part(actor, part, told, is_last=n == len(parts))
    return told.letters


def _in_order(plan: queries.Plan) -> list[queries.Drawn]:
    """A body's main mailbox after its others: the ledger speaks of the main one, so a run broken off tells the rest."""
    return sorted(plan.letters, key=lambda letter: bool(letter.steps))


def _parts(letters: Sequence[queries.Drawn]) -> Iterator[tuple[queries.Drawn, ...]]:
    rest = iter(letters)
    while part := tuple(islice(rest, IN_ONE_TRANSACTION)):
        yield part


@dataclass
class _Told:
    """What a run knows and what it has queued so far."""

    on: queries.Occasion
    known: Texts
    kinds: Counter[str] = field(default_factory=Counter)
    works: set[int] = field(default_factory=set)

    @property
    def letters(self) -> int:
        return self.kinds.total()


@action
def _queue_part(actor: Actor, part: Sequence[queries.Drawn], told: _Told, *, is_last: bool) -> None:
    """Some letters in one short transaction, so that nobody waits for a whole province's; the last notes the run."""
    policy.require(actor, "reminder.ladder")
    known = with_texts(told.known, [each.rows for each in part if each.kind != "leader"], told.on.day)
    drafts: dict[str, tuple[post.Draft, Any]] = {}
    for letter in part:
        draft = _draft(letter, _facts(letter, known, letter_rules(), told.on.day), told.on)
        drafts[draft.key] = (draft, letter)
    _keep(actor, drafts, told)
    if is_last:
        after = {"letters": told.letters, "assignments": len(told.works), "kinds": dict(told.kinds)}
        trail.record(actor, "reminder.ladder", f"ladder:{told.on.day}", after=after)
    else:
        trail.record(actor, "reminder.ladder", f"letters:{len(part)}")


def _facts(letter: queries.Drawn, known: Texts, limits: LetterRules, day: date) -> dict[str, Any]:
    if isinstance(letter, queries.HeadLetter):
        return head_facts(letter.reader, letter.rows, known, limits.head_after, day)
    if isinstance(letter, queries.LeaderLetter):
        return leader_facts(letter.reader, letter.rows, limits.leader_after, day)
    if isinstance(letter, queries.OwnLetter):
        return task_facts("weekly", letter.name, letter.rows, known, day, is_personal=True)
    if isinstance(letter, queries.FiguresLetter):
        return figures_facts(letter, day)
    return day_facts(letter, known, day)


def _draft(letter: queries.Drawn, facts: dict[str, Any], on: queries.Occasion) -> post.Draft:
    """A letter that leaves at its mailbox's own moment of half an hour; not after 17:00, nor tomorrow."""
    is_own = letter.kind in {"head", "leader"} or facts.get("is_personal", False)
    name = letter.name if is_own or not letter.rows else letter.rows[0].name
    return post.Draft(
        key=f"daily:{letter.to.lower()}:{on.day}",
        kind=letter.kind,
        to=letter.to,
        to_name=name,
        template=letter.template,
        body_id=None if is_own else _only(letter.body_ids),
        assignment_ids=[] if letter.kind == "leader" else [row.id for row in letter.rows],
        due_at=rules.moment(letter.to.lower(), on.begin, on.end),
        expires_at=clock.on(on.day, rules.EVENING),
        is_deadline=letter.kind not in {"leader"} and not (is_own and letter.kind == "weekly"),
        is_optional=letter.kind == "leader" or (is_own and letter.kind == "weekly"),
        facts=facts,
        steps=_told(letter),
        person_id=letter.reader.id if isinstance(letter, queries.HeadLetter) else None,
    )


def _only(body_ids: set[int]) -> int | None:
    """The one body of a mailbox; several may share it."""
    return next(iter(body_ids)) if len(body_ids) == 1 else None


def _told(letter: queries.Drawn) -> dict[int, str]:
    """Assignment to the step a letter tells; where it tells two, that of the due day, which says more."""
    told = letter.told if isinstance(letter, queries.DayLetter) else letter.steps
    return dict(sorted(told, key=lambda each: not each[1].endswith(":A")))


def _keep(actor: Actor, drafts: dict[str, tuple[post.Draft, Any]], told: _Told) -> None:
    """Queue what is not there yet and nobody has urged by hand since the plan was made; the ledger keeps the steps."""
    there = post.queued(list(drafts))
    by_hand = queries.urged_on(told.on.day, [draft.to for draft, _ in drafts.values()])
    fresh = {
        key: (draft, letter)
        for key, (draft, letter) in drafts.items()
        if key not in there and not (isinstance(letter, TO_BODIES) and draft.to in by_hand)
    }
    ids = post.enqueue_all([draft for draft, _ in fresh.values()])
    now = clock.now()
    rows = [
        ledger.line(actor, assignment_id, step, "letter", now, letter_id=ids[key])
        for key, (_, letter) in fresh.items()
        for assignment_id, step in letter.steps
    ]
    ledger.write(rows)
    _note((ids[key], letter) for key, (_, letter) in fresh.items())
    told.kinds.update(draft.kind for draft, _ in fresh.values())
    told.works.update(row["assignment_id"] for row in rows)


def _note(letters: Iterable[tuple[int, Any]]) -> None:
    """What is told of a review is told once."""
    found = [
        {"letter_id": letter_id, "what": letter.review.notice(letter.stage)}
        for letter_id, letter in letters
        if getattr(letter, "review", None) is not None
    ]
    if found:
        db.session.execute(insert(LetterNotice), found)
