"""Rows for the benchmark of letters, straight into the tables: bodies with a mailbox each, open and finished work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, literal, select

from tests import make
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.demo.mix import commune_names
from tracker.reminders.models import Reminder
from tracker.tasks.models import Task
from tracker.vietnamese import fold, sort_key
from tracker.workdays.actions import seed_year

DIRECTIVES, TASKS = 50, 1000
TEXT = (
    "Rà soát, tổng hợp kết quả thực hiện các tiêu chí nông thôn mới còn thiếu trên địa bàn đợt {n}, "
    "báo cáo Ủy ban nhân dân tỉnh kèm số liệu và tài liệu chứng minh."
)
AT_ONCE = 50_000  # rows in one statement's list
FILLING_KB = 1_000_000
TOLD = ((25, "D-3"), (20, "D-0"), (15, "D+1"), (12, "D+3"), (6, "H"))
"""Days ago and steps of earlier letters, all of other due days than today's."""
LATEST, SPREAD = 5, 30
"""Due days lie from 24 days before today to 5 days after: some of everything a letter of the week tells."""


def found(number: int, today: date) -> list[Task]:
    """So many bodies, and the tasks of fifty directives that they are given."""
    seed_year(SYSTEM, today.year)
    kind = bodies.create_type(SYSTEM, code="xa", name="Xã, phường", position=1)
    names = (f"{name} {n}" if n >= 4000 else name for n, name in enumerate(_names()))
    rows = [
        {
            "name": name, "type_id": kind.id, "email": f"xa{n}@lamgiang.example", "phone": "",
            "sort_key": sort_key(name), "folded": fold(name), "valid_from": make.LONG_AGO, "version": 1,
        }
        for n, name in enumerate(islice(names, number))
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(Body), rows)
    directives = [make.make_directive() for _ in range(DIRECTIVES)]
    return [
        make.make_task(directives[n % DIRECTIVES], text=TEXT.format(n=n), due_on=today) for n in range(TASKS)
    ]


def _names() -> Iterator[str]:
    while True:
        yield from commune_names()


def give(number: int, tasks: list[Task], today: date) -> None:
    """So many open assignments, dealt out evenly over the bodies."""
    ids = list(db.session.scalars(select(Body.id).order_by(Body.id)))
    rows = (_open(n, tasks[n % len(tasks)], ids[n % len(ids)], today) for n in range(number))
    while part := list(islice(rows, AT_ONCE)):
        with transaction() as session:
            session.execute(insert(Assignment), part)


def _open(n: int, task: Task, body_id: int, today: date) -> dict[str, Any]:
    due_on = today + timedelta(days=LATEST - n % SPREAD)
    return {
        "task_id": task.id, "directive_id": task.directive_id, "body_id": body_id, "period": f"{n}",
        "mode": "giao", "state": "in_progress", "deadline_kind": "fixed", "received_at": clock.now(),
        "assigned_on": today - timedelta(days=40), "due_on": due_on, "first_due_on": due_on,
        "round": 1, "is_moved": False, "version": 1,
    }  # fmt: skip


def remind(today: date) -> None:
    """What is open was told of five times before, as a year of letters leaves it in the ledger."""
    ids = list(db.session.scalars(select(Assignment.id).where(Assignment.is_owed.is_(True))))
    rows = (
        {
            "assignment_id": each, "step": f"{today - timedelta(days=ago)}:{step}", "how": "letter", "by": "Hệ thống",
            "at": clock.at(today - timedelta(days=ago), 7, 30),
        }
        for each in ids
        for ago, step in TOLD
    )  # fmt: skip
    while part := list(islice(rows, AT_ONCE)):
        with transaction() as session:
            session.execute(insert(Reminder), part)


def finish(until: int) -> int:
    """Finished work, copied from the open until there are so many assignments; how many there are."""
    A = Assignment
    names = [column.name for column in A.__table__.columns if column.name != "id" and column.computed is None]
    told = {"state": literal("completed"), "confirmed_on": A.due_on, "reported_on": A.due_on}
    while (there := db.session.scalar(select(func.count()).select_from(A)) or 0) < until:
        values = [
            told.get(name, A.period + f"+{there}" if name == "period" else getattr(A, name)).label(name)
            for name in names
        ]
        with transaction() as session:
            _in_memory(session)
            copied = select(*values).where(A.is_owed.is_(True)).order_by(A.body_id, A.id).limit(until - there)
            session.execute(insert(A).from_select(names, copied))
    return there


def _in_memory(session: Any) -> None:
    """A dozen indices are written to for each row: SQLite is lent the memory to hold them while it is filled."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(f"PRAGMA cache_size={-FILLING_KB}")
