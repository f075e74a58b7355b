"""Whom an urging by hand would reach, and what became of its letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.queries import asked_for_time
from tracker.outbox.models import Letter, LetterAssignment
from tracker.reminders import rules
from tracker.reminders.models import Reminder, UrgeBatch
from tracker.tasks.models import Task

A = Assignment
WHAT = (A.id, A.body_id, A.mode, A.due_on, Body.name, Body.email, Task.text, Task.section)
SOURCE = (Directive.number, Directive.subject, Directive.issued_on)
_UNREAD = and_(
    Reminder.how == "letter", Letter.id.is_not(None), Letter.state.in_(("pending", "cancelled", "expired"))
)
"""A letter of the clock that has not left: one by hand takes its place."""


@dataclass
class Group:
    """What one letter by hand would say to one body."""

    body_id: int
    name: str
    email: str
    mode: str
    rows: list[Any] = field(default_factory=list)


@dataclass
class Selection:
    """The assignments chosen for urging: a letter for each body, and those left out, by reason."""

    letters: list[Group]
    left_out: dict[str, list[Any]]

    @property
    def assignments(self) -> int:
        """How many assignments the letters speak of."""
        return sum(len(group.rows) for group in self.letters)

    @property
    def everything(self) -> list[Any]:
        """Every assignment chosen, those left out too."""
        return [row for group in self.letters for row in group.rows] + [
            row for rows in self.left_out.values() for row in rows
        ]


def selection(viewer: Actor, ids: Iterable[int]) -> Selection:
    """Sort chosen assignments into letters and those left out; what is out of sight does not exist."""
    told = select(func.max(Reminder.id)).outerjoin(Letter, Letter.id == Reminder.letter_id)
    told = told.where(Reminder.assignment_id == A.id, Reminder.at > clock.now() - rules.QUIET, ~_UNREAD)
    last = aliased(Reminder)
    lately = (last.at.label("told_at"), last.by.label("told_by"), last.how.label("told_how"))
    rows = db.session.execute(
        select(*WHAT, *SOURCE, A.is_owed, A.state, asked_for_time.label("extension"), *lately)
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .outerjoin(last, last.id == told.correlate(A).scalar_subquery())
        .where(in_sight_of(viewer), A.id.in_(list(ids)))
        .order_by(Body.sort_key, A.body_id, A.due_on, A.id)
    )
    groups: dict[int, Group] = {}
    out: dict[str, list[Any]] = {reason: [] for reason in rules.LEFT_OUT}
    for row in rows:
        reason = rules.left_out(
            is_owed=row.is_owed,
            is_objected=row.state == "objected",
            extension_asked=row.extension,
            has_mailbox=bool(row.email),
            reminded_lately=row.told_at is not None,
        )
        if reason:
            out[reason].append(row)
        else:
            group = Group(row.body_id, row.name, row.email, row.mode)
            groups.setdefault(row.body_id, group).rows.append(row)
    return Selection(list(groups.values()), {reason: found for reason, found in out.items() if found})


def in_sight(viewer: Actor, ids: Sequence[int]) -> list[int]:
    """Those of the assignments that the viewer may know of."""
    return list(db.session.scalars(select(A.id).where(in_sight_of(viewer), A.id.in_(ids)).order_by(A.id)))


def lock(ids: Sequence[int]) -> None:
    """Hold these assignments until the transaction ends (SQLite holds everything anyway)."""
    db.session.execute(select(A.id).where(A.id.in_(ids)).order_by(A.id).with_for_update())


def batch(viewer: Actor, batch_id: int) -> UrgeBatch:
    """One urging by hand. Raises NotFound for whoever does not see all bodies."""
    found = db.session.get(UrgeBatch, batch_id) if getattr(viewer, "sees_all", False) else None
    if found is None:
        raise NotFound("batch")
    return found


def batch_letters(viewer: Actor, batch_id: int) -> Sequence[Any]:
    """The letters of an urging with what became of each, and how many tasks it speaks of."""
    batch(viewer, batch_id)
    tasks = (
        select(func.count())
        .where(LetterAssignment.letter_id == Letter.id)
        .correlate(Letter)
        .scalar_subquery()
    )
    return db.session.execute(
        select(Letter.id, Letter.to_name, Letter.to_addr, Letter.state, Letter.sent_at, Letter.last_reply)
        .add_columns(tasks.label("tasks"))
        .where(Letter.batch_id == batch_id)
        .order_by(Letter.id)
        .limit(rules.MOST_AT_ONCE)
    ).all()
