"""Saying what stands in the way, or that one has met it too; passing it up; answering it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.assignments.actions import post_report, tell_outcomes
from tracker.assignments.models import Assignment
from tracker.audit import trail
from tracker.db import db
from tracker.difficulties.models import Difficulty, SharedDifficulty
from tracker.errors import Conflict, NotFound, Refused
from tracker.settings.queries import office_rules
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days


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
        answer_due_on=_due(),
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "difficulty.report", made, after={"assignment": assignment.id, "report": posted.id})
    return made


@action
def share(actor: Actor, difficulty: Difficulty, assignment: Assignment) -> SharedDifficulty:
    """A body with the same task has met the same obstacle and will get the answer too; said twice it is said once.

    Raises NotFound for another task's difficulty or the body's own, Conflict when it has been answered.
    """
    policy.require(actor, "difficulty.share", assignment)
    reported = db.session.get_one(Assignment, difficulty.assignment_id)
    if reported.task_id != assignment.task_id or reported.body_id == assignment.body_id:
        raise NotFound("difficulty")
    db.session.refresh(difficulty, with_for_update={"of": Difficulty})
    _require_open(difficulty)
    known = select(SharedDifficulty).where(
        SharedDifficulty.difficulty_id == difficulty.id, SharedDifficulty.assignment_id == assignment.id
    )
    made = db.session.scalar(known) or SharedDifficulty(
        difficulty_id=difficulty.id, assignment_id=assignment.id, said_by=actor.label, said_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    trail.record(actor, "difficulty.share", difficulty, after={"assignment": assignment.id})
    return made


@action
def pass_up(actor: Actor, difficulty: Difficulty, *, note: str = "") -> Difficulty:
    """It is beyond the office (vượt thẩm quyền): the leader is asked, with days of their own to answer.

    Raises Conflict("answered") or Conflict("passed_up") when somebody was first.
    """
    policy.require(actor, "difficulty.pass_up", difficulty)
    db.session.refresh(difficulty, with_for_update={"of": Difficulty})
    _require_open(difficulty)
    if difficulty.level == "leader":
        raise Conflict("passed_up")
    difficulty.level, difficulty.answer_due_on = "leader", _due()
    difficulty.passed_at, difficulty.passed_note = clock.now(), note
    difficulty.passed_by = policy.signed(actor, "difficulty.pass_up", difficulty)
    db.session.flush()
    facts = {"level": "leader", "due_on": str(difficulty.answer_due_on), "note": note}
    trail.record(actor, "difficulty.pass_up", difficulty, before={"level": "office"}, after=facts)
    return difficulty


def _require_open(difficulty: Difficulty) -> None:
    if difficulty.answered_at is not None:
        raise Conflict("answered")


def _due() -> date:
    """The last day for the answer: so many working days (a setting) from today, when the office or leader is asked."""
    today = clock.today()
    return add_working_days(today, office_rules().answer_days, exceptions(today, today + timedelta(days=120)))


@action
def answer(actor: Actor, difficulty: Difficulty, *, text: str) -> Difficulty:
    """The office or a leader answers; the body, and whoever has met the same, is told by letter.

    Raises Conflict when it has been answered.
    """
    policy.require(actor, "difficulty.answer", difficulty)
    if difficulty.answered_at is not None:
        raise Conflict("answered", theirs=difficulty.answer, mine=text, who=difficulty.answered_by)
    if not text.strip():
        raise Refused("answer_needed")
    difficulty.answer, difficulty.answered_at = text, clock.now()
    difficulty.answered_by = policy.signed(actor, "difficulty.answer", difficulty)
    db.session.flush()
    trail.record(actor, "difficulty.answer", difficulty, after={"answer": text})
    met = select(SharedDifficulty.assignment_id).where(SharedDifficulty.difficulty_id == difficulty.id)
    concerned = [difficulty.assignment_id, *db.session.scalars(met)]
    tell_outcomes(concerned, f"answered:{difficulty.id}", "answered", reason=text)
    return difficulty
