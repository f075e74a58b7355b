"""The office puts work before a leader, the leader answers, the office takes back what has no answer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, update

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.outbox import post
from tracker.people.models import Person
from tracker.submissions import letters, queries, rules
from tracker.submissions.models import Submission, SubmittedWork

W = SubmittedWork
_WAITS = (W.answer == "", W.withdrawn_at.is_(None))


@action
def submit(actor: Actor, leader: Person, *, assignment_ids: Collection[int], proposal: str) -> Submission:
    """Put assignments before a leader with what the office proposes.

    Raises Refused: proposal_needed, no_leader (whoever it is leads no more), nothing_to_submit; Conflict("submitted")
    when one waits for this leader's word already.
    """
    policy.require(actor, "submission.make")
    if not proposal.strip():
        raise Refused("proposal_needed")
    if leader.role != "leader" or not leader.is_enabled:
        raise Refused("no_leader")
    if not assignment_ids:
        raise Refused("nothing_to_submit")
    if queries.before(leader.id, assignment_ids):
        raise Conflict("submitted")
    made = Submission(
        leader_id=leader.id,
        proposal=proposal,
        made_by=policy.signed(actor, "submission.make"),
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    empty = {"answer": "", "words": "", "answered_at": None, "answered_by": "", "withdrawn_at": None}
    rows = [{"submission_id": made.id, "assignment_id": each} | empty for each in assignment_ids]
    db.session.execute(insert(W), rows)
    after = {"person_id": leader.id, "proposal": proposal}
    told = [(f"assignment:{each}", None, after) for each in assignment_ids]
    trail.record_each(actor, "submission.make", told)
    letters.send(made, leader, len(assignment_ids))
    return made


@action
def answer(
    actor: Actor, submission: Submission, *, assignment_ids: Collection[int], answer: str, words: str = ""
) -> Submission:
    """The leader's word on some of the work put before him; given once.

    Raises Refused: nothing_chosen, words_needed; Conflict("word_given") when one has its answer or was taken back.
    """
    policy.require(actor, "submission.answer", submission)
    if not assignment_ids:
        raise Refused("nothing_chosen")
    if rules.words_needed(answer) and not words.strip():
        raise Refused("words_needed")
    said = {"answer": answer, "words": words, "answered_at": clock.now()}
    said["answered_by"] = policy.signed(actor, "submission.answer", submission)
    some = (W.submission_id == submission.id, W.assignment_id.in_(assignment_ids), *_WAITS)
    given = update(W).where(*some).values(**said).returning(W.assignment_id).execution_options(**PLAIN)
    found = set(db.session.scalars(given))
    if found != set(assignment_ids):
        raise Conflict("word_given", url=f"/trinh/{submission.id}")
    told = [(f"assignment:{each}", None, {"answer": answer}) for each in sorted(found)]
    trail.record_each(actor, "submission.answer", told, reason=words or None)
    return submission


@action
def take_back(actor: Actor, submission: Submission, *, assignment_ids: Collection[int]) -> list[int]:
    """The office takes back what has no answer yet, and the letter with the last of it. Returns what it took back."""
    policy.require(actor, "submission.make")
    some = (W.submission_id == submission.id, W.assignment_id.in_(assignment_ids), *_WAITS)
    gone = update(W).where(*some).values(withdrawn_at=clock.now()).returning(W.assignment_id)
    found = sorted(db.session.scalars(gone.execution_options(**PLAIN)))
    told = [(f"assignment:{each}", None, {"person_id": submission.leader_id, "undo": True}) for each in found]
    trail.record_each(actor, "submission.make", told)
    if not queries.is_anything_left(submission.id):
        post.call_back([letters.key(submission.id)])
    return found
