"""The letters of a task to bodies that come to work with its leads after issuing, and to those taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Select, select

from tracker.assignments.inviting import Line, invitation
from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import Body, BodyType
from tracker.db import db
from tracker.directives.models import Directive
from tracker.outbox import post
from tracker.outbox.models import Letter, LetterAssignment
from tracker.tasks.models import Task
from tracker.tasks.rules import title


def invite(task: Task, body: Any, ids: Sequence[int], due_on: date | None) -> None:
    """The letter that issuing writes to those that work with the leads."""
    leads = db.session.scalars(
        select(Body.name).join(Assignment, Assignment.body_id == Body.id).where(Assignment.id.in_(ids[:1]))
    ).one()
    line = _line(task.text, task.section, leads, len(ids), due_on)
    post.enqueue_all([_letter(task.directive_id, body, ids, [line])])


def ask_no_more(task: Task, body_id: int, ids: Sequence[int]) -> set[int]:
    """Call back letters that still wait to ask a body for its part of what it was taken off, these assignments.

    What else such a letter asks for is asked by another in its place, due when that was. Returns those of the
    assignments for which the body had not been asked by any letter that left.
    """
    speaks_of = select(LetterAssignment.letter_id).where(LetterAssignment.assignment_id.in_(ids))
    waiting = db.session.execute(
        select(Letter.id, Letter.dedup_key, Letter.due_at)
        .where(Letter.state == "pending", Letter.body_id == body_id, Letter.id.in_(speaks_of))
        .where(Letter.dedup_key.startswith(f"helping:{task.directive_id}:{body_id}"))
        .with_for_update()
    ).all()
    if not waiting:
        return set()
    unasked = _spoken_of([row.id for row in waiting], ids) - _asked(task, body_id, ids)
    post.call_back([row.dedup_key for row in waiting])
    left = _still_helped([row.id for row in waiting], body_id)
    if left:
        due_at = min(row.due_at for row in waiting)
        works, body = [each for part in left for each in part.ids], _body(body_id)
        lines = [_line(each.text, each.section, each.lead, len(each.ids), each.due_on) for each in left]
        post.enqueue_all([_letter(task.directive_id, body, works, lines, due_at)])
    return unasked


def _asked(task: Task, body_id: int, ids: Sequence[int]) -> set[int]:
    """Those of the assignments for which a letter to the body has left."""
    left = select(Letter.id).where(
        Letter.dedup_key.startswith(f"helping:{task.directive_id}:{body_id}"),
        Letter.body_id == body_id,
        Letter.state.not_in(("pending", "cancelled", "expired")),
    )
    return _spoken_of(left, ids)


def _spoken_of(letters: Sequence[int] | Select[int], ids: Sequence[int]) -> set[int]:
    """Those of the assignments that these letters speak of."""
    rows = select(LetterAssignment.assignment_id).where(LetterAssignment.assignment_id.in_(ids))
    return set(db.session.scalars(rows.where(LetterAssignment.letter_id.in_(letters))))


class _Part(NamedTuple):
    """What a body helps with of one task."""

    text: str
    section: str
    lead: str
    due_on: date | None
    ids: list[int]


def _still_helped(letter_ids: Sequence[int], body_id: int) -> list[_Part]:
    """What letters speak of that their body works on still, a task each."""
    rows = db.session.execute(
        select(Assignment.id, Assignment.task_id, Task.text, Task.section, Body.name, Coordinator.due_on)
        .distinct()
        .join(LetterAssignment, LetterAssignment.assignment_id == Assignment.id)
        .join(Coordinator, Coordinator.assignment_id == Assignment.id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Body, Body.id == Assignment.body_id)
        .where(LetterAssignment.letter_id.in_(letter_ids), Coordinator.body_id == body_id)
        .order_by(Assignment.id)
    )
    found: dict[int, _Part] = {}
    for row in rows:
        part = found.setdefault(row.task_id, _Part(row.text, row.section, row.name, row.due_on, []))
        part.ids.append(row.id)
    return list(found.values())


def _body(body_id: int) -> Any:
    return db.session.execute(
        select(Body.id, Body.name, Body.email, BodyType.mode)
        .join(BodyType, BodyType.id == Body.type_id)
        .where(Body.id == body_id)
    ).one()


def _line(text: str, section: str, lead: str, leads: int, due_on: date | None) -> Line:
    more = f" và {leads - 1} đơn vị khác" if leads > 1 else ""
    return title(text), section, lead + more, due_on


def _letter(
    directive_id: int, body: Any, ids: Sequence[int], tasks: Sequence[Line], due_at: datetime | None = None
) -> post.Draft:
    return invitation(
        db.session.get_one(Directive, directive_id),
        body_id=body.id,
        name=body.name,
        to=body.email,
        mode=body.mode,
        assignment_ids=ids,
        tasks=tasks,
        ending=f":{uuid4().hex}",
        due_at=due_at,
    )
