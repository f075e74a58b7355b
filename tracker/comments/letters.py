"""The letter that goes with a mention, to who wants one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.assignments.models import Assignment
from tracker.comments.models import Comment
from tracker.comments.naming import Reader
from tracker.outbox import post
from tracker.outbox.rules import is_address
from tracker.tasks.rules import title


def key(comment_id: int, person_id: int) -> str:
    """What tells the letter of one mention from all others."""
    return f"mention:{comment_id}:{person_id}"


def send(
    comment: Comment, assignment: Assignment, people: Sequence[Reader], person_ids: Collection[int]
) -> None:
    """Queue a letter to each of these readers who wants one and has a mailbox; in the caller's transaction."""
    once = {each.id: each for each in people if each.id in person_ids}
    facts = {
        "author": comment.author_name,
        "text": comment.text,
        "title": title(assignment.task.text),
        "body_name": assignment.body.name,
        "path": f"/phan-cong/{assignment.id}#y-kien-{comment.id}",
    }
    drafts = [
        post.Draft(
            key(comment.id, each.id),
            kind="mention",
            to=each.email,
            template="mention",
            to_name=each.name,
            thread=f"assignment:{assignment.id}",
            person_id=each.id,
            place_id=assignment.body_id,
            facts=facts | {"person_name": each.name},
        )
        for each in once.values()
        if each.is_mailed and is_address(each.email)
    ]
    if drafts:
        post.enqueue_all(drafts)
