"""Saying what stands in the way, and answering it."""

from __future__ import annotations

from typing import Any

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions import post_report, tell_outcome
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.errors import Conflict, Refused


@action
def report_difficulty(
    actor: Actor, assignment: Assignment, *, what: str, asked_of: str = "", proposal: str = "", **report: Any
) -> Difficulty:
    """A report whose news is an obstacle: what it is, who is asked to solve it, what the body proposes.

    `report` is what `post_report` takes besides the status. Raises what it raises, and Refused without words.
    """
    policy.require(actor, "difficulty.report", assignment)
    if not what.strip():
        raise Refused("difficulty_words")
    posted = post_report(actor, assignment, status="difficulty", **report)
    made = Difficulty(
        assignment_id=assignment.id,
        report_id=posted.id,
        what=what,
        asked_of=asked_of,
        proposal=proposal,
        raised_on=clock.today(),
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "difficulty.report", made, after={"assignment": assignment.id, "report": posted.id})
    return made


@action
def answer(actor: Actor, difficulty: Difficulty, *, text: str) -> Difficulty:
    """The office or a leader answers; the body is told by letter. Raises Conflict when it has been answered."""
    policy.require(actor, "difficulty.answer", difficulty)
    if difficulty.answered_at is not None:
        raise Conflict("answered", theirs=difficulty.answer, mine=text, who=difficulty.answered_by)
    if not text.strip():
        raise Refused("answer_needed")
    difficulty.answer, difficulty.answered_at, difficulty.answered_by = text, clock.now(), actor.label
    db.session.flush()
    trail.record(actor, "difficulty.answer", difficulty, after={"answer": text})
    assignment = db.session.get_one(Assignment, difficulty.assignment_id)
    tell_outcome(assignment, f"answered:{difficulty.id}", "answered", reason=text)
    return difficulty
