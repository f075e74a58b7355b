"""Reading for reminders: who is due today, whom an urging would reach, what became of its letters.

`earned` and `still_due` are read by the system itself and have no viewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select

from tracker import clock
from tracker.access.actors import Actor
from tracker.assignments.models import Assignment
from tracker.assignments.queries import in_sight_of
from tracker.assignments.rules import days_late
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotFound
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter, LetterAssignment
from tracker.reminders import rules
from tracker.reminders.models import Reminder, UrgeBatch
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task
from tracker.tasks.rules import title
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days

A = Assignment
MODES = ("giao", "de_nghi")
IN_ONE_STATEMENT = 500  # ids
WHAT = (A.id, A.body_id, A.mode, A.due_on, Body.name, Body.email, Task.text, Task.section)
SOURCE = (Directive.number, Directive.subject)
asked_for_time = exists().where(Extension.assignment_id == A.id, Extension.state == "asked")


def earned(day: date, now: datetime) -> list[tuple[Any, str]]:
    """(assignment with what its letter says, step) for whatever stands on a step today and was not told of it.

    Left out: what waits for an answer on more time or to an objection, bodies without a mailbox, and what
    somebody urged or telephoned about within 24 hours. A letter that expired unsent does not count as one.
    """
    step = _untold(day)
    by_hand = select(Reminder.id).where(
        Reminder.assignment_id == A.id, Reminder.how != "letter", Reminder.at > now - rules.QUIET
    )
    found: list[tuple[Any, str]] = []
    ids = list(step)
    for start in range(0, len(ids), IN_ONE_STATEMENT):
        rows = db.session.connection().execute(
            select(*WHAT, *SOURCE, Body.sort_key)
            .join(Body, Body.id == A.body_id)
            .join(Task, Task.id == A.task_id)
            .join(Directive, Directive.id == A.directive_id)
            .where(A.id.in_(ids[start : start + IN_ONE_STATEMENT]))
            .where(Body.email != "", ~by_hand.exists(), ~asked_for_time)
        )
        found += [(row, step[row.id]) for row in rows]
    return sorted(found, key=lambda each: (each[0].sort_key, each[0].body_id, each[0].due_on, each[0].id))


def _untold(day: date) -> dict[int, str]:
    """Assignment to the step it stands on, where the last letter about it was of another step."""
    soon = office_rules().due_soon_days
    last = add_working_days(day, soon, exceptions(day, day + timedelta(days=60)))
    told = (
        select(Reminder.step)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
        .where(Reminder.assignment_id == A.id, Reminder.how == "letter")
        .where(or_(Letter.id.is_(None), Letter.state != "expired"))
        .order_by(Reminder.at.desc(), Reminder.id.desc())
        .limit(1)
        .correlate(A)
        .scalar_subquery()
    )
    rows = (
        db.session.connection()
        .execute(
            select(A.id, A.due_on, told.label("told")).where(
                A.is_owed.is_(True), A.mode.in_(MODES), A.due_on <= last, A.state != "objected"
            )
        )
        .all()
    )
    if not rows:
        return {}
    first = min(row.due_on for row in rows)
    step = rules.steps(day, first, last, exceptions(first, last), soon)
    return {row.id: step[row.due_on] for row in rows if step.get(row.due_on) not in {None, row.told}}


def still_due(letters: Sequence[Letter]) -> dict[int, str]:
    """Letter id to `due`, or `cancelled` when what it speaks of is reported, moved, or its mailbox is another by now.

    A letter with several tasks goes while one of them is still to be told. What the office released by hand is
    not asked about its mailbox again.
    """
    verdicts = {letter.id: "due" for letter in letters}
    asked = {letter.id: letter for letter in letters if letter.kind in {"assigned", "daily", "urge"}}
    told: dict[int, list[Any]] = {letter_id: [] for letter_id in asked}
    if asked:
        for row in db.session.connection().execute(_SPOKEN_OF, {"letters": list(asked)}):
            told[row.letter_id].append(row)
    gone = {letter_id for letter_id, found in told.items() if found and not _goes(asked[letter_id], found)}
    return verdicts | dict.fromkeys(gone, "cancelled")


_REMINDED = and_(A.is_owed.is_(True), A.state != "objected")
"""What letters ask for: owed, and no objection waits for its answer."""
_SPOKEN_OF = (
    select(
        LetterAssignment.letter_id,
        _REMINDED.label("is_reminded"),
        A.is_open,
        A.due_on,
        Body.email,
        Reminder.step,
    )
    .select_from(LetterAssignment)
    .join(A, A.id == LetterAssignment.assignment_id)
    .join(Body, Body.id == A.body_id)
    .outerjoin(
        Reminder, and_(Reminder.letter_id == LetterAssignment.letter_id, Reminder.assignment_id == A.id)
    )
    .where(LetterAssignment.letter_id.in_(bindparam("letters", expanding=True)))
)


def _goes(letter: Letter, told: Sequence[Any]) -> bool:
    """Whether one of the assignments a letter tells of still wants telling."""
    if letter.kind == "assigned":
        return any(row.is_open for row in told)
    by_hand = letter.last_class == "released"
    here = [row for row in told if by_hand or row.email.lower() == letter.to_addr.lower()]
    if letter.kind == "urge":
        return any(row.is_reminded for row in here)
    return any(row.is_reminded and row.step and row.step.startswith(f"{row.due_on}:") for row in here)


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
        """Every chosen assignment in sight, left out or not."""
        groups = [group.rows for group in self.letters] + list(self.left_out.values())
        return [row for rows in groups for row in rows]


def selection(viewer: Actor, ids: Iterable[int]) -> Selection:
    """Sort chosen assignments into letters and those left out; what is out of sight does not exist."""
    lately = exists().where(Reminder.assignment_id == A.id, Reminder.at > clock.now() - rules.QUIET)
    rows = db.session.execute(
        select(*WHAT, *SOURCE, A.is_owed, A.state, asked_for_time.label("extension"), lately.label("lately"))
        .join(Body, Body.id == A.body_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
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
            reminded_lately=row.lately,
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


def lines(rows: Sequence[Any], today: date) -> list[rules.Line]:
    """The first ten of a body's tasks as a letter lists them: overdue, due today, due later."""
    ordered = sorted(
        rows, key=lambda row: (rules.group_of(row.due_on, today), row.due_on or date.max, row.id)
    )
    return [
        rules.Line(
            assignment_id=row.id,
            title=title(row.text),
            section=row.section,
            directive=row.number or f"“{row.subject}”",
            due_on=row.due_on,
            days_late=days_late(row.due_on, today),
            is_today=row.due_on == today,
            group=rules.group_of(row.due_on, today),
            number=number,
        )
        for number, row in enumerate(ordered[: rules.LONGEST_LIST], 1)
    ]


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
