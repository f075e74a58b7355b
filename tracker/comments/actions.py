"""Saying something about an assignment, correcting it, taking it back; telling whom it mentions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer
from tracker.action import action
from tracker.assignments.models import Assignment
from tracker.assignments.rules import may_withdraw
from tracker.audit import trail
from tracker.comments import letters, queries
from tracker.comments.models import Comment, CommentFile, Mention
from tracker.comments.naming import Reader, named_by, people_of, readers
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.files import queries as files
from tracker.files.actions import store
from tracker.files.keeping import Kept
from tracker.notices import actions as notices
from tracker.notices.models import Notice
from tracker.outbox import post
from tracker.settings.queries import office_rules


@action
def write_comment(
    actor: Viewer,
    assignment: Assignment,
    *,
    text: str,
    chosen: Collection[str] = (),
    file_ids: Sequence[int] = (),
    kept: Sequence[Kept] = (),
) -> Comment:
    """Comment on an assignment read with `queries.place`, for the office, the leader or the actor's own body.

    `chosen` are keys (p12, b3) of whom it is meant for, besides those its words name; `kept` are files just taken
    in, `file_ids` earlier ones of the body. Raises Refused (comment_empty, reader_gone: a key of
    who cannot see the assignment), NotFound for somebody else's file.
    """
    side, body_id = queries.standing(actor, assignment) or ("", None)
    made = Comment(
        assignment_id=assignment.id,
        body_id=body_id,
        side=side,
        author_id=actor.id,
        author_name=actor.label,
        text=text,
        written_at=clock.now(),
    )
    policy.require(actor, "comment.write", made)
    if not text.strip():
        raise Refused("comment_empty")
    people = readers(assignment, clock.today())
    keys = named_by(assignment, people, text, chosen)
    db.session.add(made)
    db.session.flush()
    attached = _attached(actor, made, file_ids, kept)
    mentioned = _mention(made, assignment, people, keys)
    after = {"assignment": assignment.id, "text": text, "files": attached} | mentioned
    trail.record(actor, "comment.write", made, after=after)
    return made


@action
def correct_comment(
    actor: Viewer, comment: Comment, assignment: Assignment, *, text: str, version: int
) -> Comment:
    """Put other words in the place of one's own within the office's hours; whom they newly name is told.

    Raises Refused (comment_late, comment_empty), Conflict("comment_gone") when it was taken back, Conflict("stale").
    """
    policy.require(actor, "comment.correct", comment)
    _require_fresh(comment)
    if comment.version != version:
        raise Conflict("stale", mine=text, theirs=comment.text, who=comment.author_name)
    if not text.strip():
        raise Refused("comment_empty")
    before = comment.text
    if text != before:
        comment.text, comment.corrected_at = text, clock.now()
    people = readers(assignment, clock.today())
    mentioned = _mention(comment, assignment, people, named_by(assignment, people, text))
    trail.record(actor, "comment.correct", comment, before={"text": before}, after={"text": text} | mentioned)
    return comment


@action
def withdraw_comment(actor: Viewer, comment: Comment) -> Comment:
    """Take one's own comment back within the office's hours: its trace stays, its words and files are shown no more.

    Letters about it that have not left are called back. Raises Refused("comment_late"), Conflict("comment_gone").
    """
    policy.require(actor, "comment.withdraw", comment)
    _require_fresh(comment)
    comment.withdrawn_at = clock.now()
    db.session.flush()
    notices.take_back(comment.id)
    told = db.session.scalars(select(Notice.person_id).where(Notice.comment_id == comment.id))
    post.call_back([letters.key(comment.id, each) for each in told])
    trail.record(actor, "comment.withdraw", comment, before={"text": comment.text})
    return comment


def _require_fresh(comment: Comment) -> None:
    """Held from here on, so that of two presses at once the second finds what the first did."""
    db.session.refresh(comment, with_for_update={"of": Comment})
    if comment.withdrawn_at is not None:
        raise Conflict("comment_gone")
    limit = office_rules().withdraw_hours
    if not may_withdraw(comment.written_at, clock.now(), limit):
        raise Refused("comment_late", hours=limit)


def _attached(actor: Viewer, comment: Comment, file_ids: Sequence[int], kept: Sequence[Kept]) -> list[int]:
    """Put files with a comment; their ids. Raises NotFound for another body's file."""
    body_id = comment.body_id
    found = files.of_body(actor, body_id, file_ids) if body_id is not None else []
    if set(found) != set(file_ids):
        raise NotFound("file")
    found += [store(actor, each, body_id=body_id).id for each in kept]
    if found:
        db.session.execute(
            insert(CommentFile), [{"comment_id": comment.id, "file_id": each} for each in found]
        )
    return found


def _mention(
    comment: Comment, assignment: Assignment, people: Sequence[Reader], keys: Sequence[str]
) -> dict[str, Any]:
    """Write down whom a comment names and tell them: on the screen, and by letter who wants one. For the audit line."""
    had = db.session.execute(
        select(Mention.person_id, Mention.body_id).where(Mention.comment_id == comment.id)
    ).all()
    persons = _fresh(keys, "p", [row.person_id for row in had])
    bodies = _fresh(keys, "b", [row.body_id for row in had])
    rows = [{"comment_id": comment.id, "person_id": each, "body_id": None} for each in persons]
    rows += [{"comment_id": comment.id, "person_id": None, "body_id": each} for each in bodies]
    if rows:
        db.session.execute(insert(Mention), rows)
        meant = [each for each in (*persons, *people_of(bodies, people)) if each != comment.author_id]
        letters.send(comment, assignment, people, notices.tell(comment.id, meant))
    return {"mentioned": persons, "mentioned_bodies": bodies}


def _fresh(keys: Sequence[str], kind: str, had: Collection[int | None]) -> list[int]:
    """The ids of one kind of key that the comment does not name yet."""
    ids = [int(key[1:]) for key in keys if key.startswith(kind)]
    return [each for each in ids if each not in had]
