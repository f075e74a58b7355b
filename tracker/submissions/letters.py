"""The letter that tells a leader, or his deputy, that work was put before him."""

from __future__ import annotations

from tracker.outbox import post
from tracker.outbox.rules import is_address
from tracker.people.models import Person
from tracker.submissions.models import Submission


def key(submission_id: int) -> str:
    """What tells the letter of one page from all others."""
    return f"submission:{submission_id}"


def send(submission: Submission, leader: Person, total: int) -> None:
    """Queue it, where the leader has a mailbox; in the caller's transaction."""
    if not is_address(leader.email):
        return
    facts = {
        "leader_name": leader.name,
        "total": total,
        "proposal": submission.proposal,
        "sender": submission.made_by,
        "path": f"/trinh/{submission.id}",
    }
    draft = post.Draft(
        key(submission.id),
        kind="submission",
        to=leader.email,
        template="submission",
        to_name=leader.name,
        person_id=leader.id,
        facts=facts,
    )
    post.enqueue_all([draft])
