"""Telling people on the screen, and their saying that they have read it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.notices.models import Notice
from tracker.people.models import Person


def tell(comment_id: int, person_ids: Collection[int]) -> list[int]:
    """Put a notice of a comment before people, in the caller's transaction; those who have one keep it.

    Returns who is newly told.
    """
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.comment_id == comment_id)))
    fresh = [each for each in dict.fromkeys(person_ids) if each not in told]
    if fresh:
        now = clock.now()
        rows = [{"person_id": each, "comment_id": comment_id, "at": now, "read_at": None} for each in fresh]
        db.session.execute(insert(Notice), rows)
    return fresh


def tell_of_file(person_id: int, title: str, url: str) -> None:
    """Say that a file is ready, and where; in the caller's transaction."""
    db.session.add(Notice(person_id=person_id, said=title, url=url, at=clock.now()))


def tell_people(person_ids: Collection[int], task: str) -> None:
    """Say to people that their body works no longer on a task with its leads; in the caller's transaction."""
    now = clock.now()
    db.session.add_all(Notice(person_id=each, said=task, at=now) for each in person_ids)


def take_back(comment_id: int) -> None:
    """Nobody need read of a comment that was withdrawn; in the caller's transaction."""
    unread = update(Notice).where(Notice.comment_id == comment_id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()).execution_options(**PLAIN))


@action
def mark_read(actor: Actor, person: Person, *, only: int | None = None) -> Person:
    """A person has read their notices: one (`only`), or all."""
    policy.require(actor, "notice.read", person)
    unread = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    if only is not None:
        unread = unread.where(Notice.id == only)
    done = db.session.execute(unread.values(read_at=clock.now()).execution_options(**PLAIN))
    trail.record(actor, "notice.read", person, after={"notices": done.rowcount})  # type: ignore[attr-defined]
    return person


@action
def choose_letters(actor: Actor, person: Person, *, on_mention: bool) -> Person:
    """Whether a letter goes with a mention of the person; the notice on the screen always comes."""
    policy.require(actor, "person.notices", person)
    before, person.is_mailed_mentions = person.is_mailed_mentions, on_mention
    facts = {"letters_on_mention": on_mention}
    trail.record(actor, "person.notices", person, before={"letters_on_mention": before}, after=facts)
    return person
