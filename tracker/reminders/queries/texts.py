"""The words of the tasks a letter lists, and what a weekly letter counts besides: a few statements for all letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from tracker.assignments.models import Assignment
from tracker.assignments.rules import days_late
from tracker.db import db
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.reminders import rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title

A = Assignment
IN_ONE_STATEMENT = 500  # ids
TEXT = (Task.text, Task.section, Directive.number, Directive.subject)


def in_order(rows: Sequence[Any], today: date, soon: date = date.max) -> list[tuple[str, Any]]:
    """(group, task) of a letter, in the order it lists them."""
    told = [(_group(row, today, soon), row) for row in rows]
    return sorted(told, key=lambda each: (each[0], each[1].due_on or date.max, each[1].id))


def _group(row: Any, today: date, soon: date) -> str:
    """Rows of an urging carry no state: there nothing but the day tells tasks apart."""
    assigned_on = getattr(row, "assigned_on", date.min)
    return rules.group_of(
        row.due_on, today, soon=soon, state=getattr(row, "state", ""), assigned_on=assigned_on
    )


def texts(ids: Collection[int]) -> dict[int, Any]:
    """Assignment to its task's text and section and its document's number and subject."""
    found: dict[int, Any] = {}
    for part in chunks(ids):
        rows = db.session.connection().execute(
            select(A.id, *TEXT)
            .join(Task, Task.id == A.task_id)
            .join(Directive, Directive.id == A.directive_id)
            .where(A.id.in_(part))
        )
        found |= {row.id: row for row in rows}
    return found


def line(number: int, group: str, row: Any, said: Any, today: date) -> rules.Line:
    """One task as a letter tells of it."""
    return rules.Line(
        assignment_id=row.id,
        title=title(said.text),
        section=said.section,
        directive=said.number or f"“{said.subject}”",
        due_on=row.due_on,
        days_late=days_late(row.due_on, today),
        is_today=row.due_on == today,
        group=group,
        number=number,
    )


def lines(rows: Sequence[Any], today: date) -> list[rules.Line]:
    """The first ten of a body's tasks as a letter by hand lists them; the rows carry their texts."""
    ordered = in_order(rows, today)[: rules.LONGEST_LIST]
    return [line(n, _by_day(row, today), row, row, today) for n, (_, row) in enumerate(ordered, 1)]


def _by_day(row: Any, today: date) -> str:
    return rules.group_of(row.due_on, today)


def done_since(body_ids: Collection[int], day: date) -> dict[int, int]:
    """Body to how many of its tasks were confirmed from a day on."""
    return _counted(
        select(A.body_id, func.count()).where(A.confirmed_on >= day, A.state == "completed"), body_ids
    )


def answered_since(body_ids: Collection[int], moment: datetime) -> dict[int, int]:
    """Body to how many of its difficulties were answered from a moment on."""
    answered = select(A.body_id, func.count()).join(Difficulty, Difficulty.assignment_id == A.id)
    return _counted(answered.where(Difficulty.answered_at >= moment), body_ids)


def _counted(statement: Any, body_ids: Collection[int]) -> dict[int, int]:
    if not body_ids:
        return {}
    return {
        body_id: n for body_id, n in db.session.execute(statement.group_by(A.body_id)) if body_id in body_ids
    }


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Ids in parts that one statement can carry."""
    every = sorted(ids)
    for start in range(0, len(every), IN_ONE_STATEMENT):
        yield every[start : start + IN_ONE_STATEMENT]
