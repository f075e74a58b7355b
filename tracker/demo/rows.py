"""Planned work as rows of the product's tables, numbered here and inserted many at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from tracker import clock
from tracker.assignments.models import Assignment, Decision, Report
from tracker.db import Base, db
from tracker.demo import mix
from tracker.demo.mix import Work
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.directives.rules import number_key, searchable
from tracker.extensions.models import Extension
from tracker.reminders.models import Reminder
from tracker.tasks.models import Task
from tracker.vietnamese import fold

TABLES: dict[type[Any], str] = {
    Directive: "directives",
    Task: "tasks",
    Assignment: "assignments",
    Report: "reports",
    Decision: "decisions",
    Difficulty: "difficulties",
    Extension: "extensions",
    Reminder: "calls",
}
"""In the order they are written (what is referred to comes first), with what a count calls them."""

OFFICE, ISSUER = "Nguyễn Thị Hoa", "UBND tỉnh Lam Giang"


class Writer:
    """Collects the rows of directives; `write` inserts what has been collected."""

    def __init__(self, bodies: Sequence[tuple[int, str]], dice: Random) -> None:
        self.bodies, self.dice, self.today = bodies, dice, clock.today()
        self.rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self.next = {table: next_id(table) for table in TABLES}
        self.counts: Counter[str] = Counter()

    def write(self, into: Mapping[type[Base], Any] | None = None) -> None:
        """Insert the rows collected since the last time; `into` names other tables of the same columns."""
        for table in TABLES:
            if rows := self.rows.pop(table, None):
                db.session.execute(insert(into[table] if into else table.__table__), rows)

    def go_on(self, times: int) -> None:
        """What was written has been given so many times over: count it so, and number behind it."""
        self.next = {table: next_id(table) for table in TABLES}
        self.counts = Counter({name: n * times for name, n in self.counts.items()})

    def close(self) -> None:
        """Let the database go on numbering where we stopped."""
        for table in TABLES:
            move_sequence(table)

    def add_directive(self, works: Sequence[Work]) -> None:
        """One directive, issued on the day the first of its tasks was given."""
        day = works[0].assigned_on
        sign, subject = f"UBND-{self.dice.choice(('KT', 'NC', 'VX', 'TH'))}", self.dice.choice(mix.SUBJECTS)
        directive_id = self._add(
            Directive,
            state="issued",
            issued_on=day,
            issuer=ISSUER,
            subject=subject,
            created_at=clock.at(day, 8),
            released_at=clock.at(day, 10),
            **numbered(self.next[Directive], sign, subject),
        )
        for position, work in enumerate(works, 1):
            self._add_task(directive_id, position, day, work)

    def _add_task(self, directive_id: int, position: int, day: date, work: Work) -> None:
        words = self._words(work)
        task_id = self._add(
            Task,
            directive_id=directive_id,
            position=position,
            state="issued",
            section=f"{(position - 1) // 4 + 1}.{(position - 1) % 4 + 1}",
            text=words,
            deadline_kind="fixed",
            due_on=work.due_on,
            folded=fold(words),
        )
        body_id, mode = self.bodies[work.body]
        received = work.state != "assigned"
        heard = work.reported_on or (self._day_between(day, work.due_on) if received else None)
        assignment_id = self._add(
            Assignment,
            task_id=task_id,
            directive_id=directive_id,
            body_id=body_id,
            mode=mode,
            state=work.state,
            deadline_kind="fixed",
            assigned_on=day,
            first_due_on=work.due_on,
            due_on=work.due_on,
            received_at=clock.at(day, 14) if received else None,
            last_report_at=self._moment(heard) if heard else None,
            reported_on=work.reported_on,
            confirmed_on=self._confirmed_on(work),
        )
        self._add_story(assignment_id, work, heard)

    def _add_story(self, assignment_id: int, work: Work, heard: date | None) -> None:
        """Reports, the office's decision, the telephone calls and the requests that go with the state."""
        if heard is not None:
            self._add_report(assignment_id, work, heard)
        if (confirmed_on := self._confirmed_on(work)) is not None:
            self._add(
                Decision,
                assignment_id=assignment_id,
                verb="confirm",
                round=1,
                day=confirmed_on,
                decided_at=self._moment(confirmed_on),
                decided_by=OFFICE,
            )
        if work.is_owed and work.due_on < self.today and self.dice.random() < 0.25:
            self._add_call(assignment_id, work)
        if work.state == "in_progress" and work.due_on > self.today and self.dice.random() < 0.01:
            self._add_request(assignment_id, work)

    def _add_report(self, assignment_id: int, work: Work, heard: date) -> None:
        status = "done" if work.reported_on else "difficulty" if self.dice.random() < 0.02 else "doing"
        report_id = self._add(
            Report,
            assignment_id=assignment_id,
            round=1,
            status=status,
            state_before="assigned",
            note=mix.NOTES[0] if status == "done" else self.dice.choice(mix.NOTES[1:]),
            result_number=f"{assignment_id % 900 + 1}/BC-UBND" if status == "done" else "",
            via="link" if assignment_id % 3 else "web",
            day=heard,
            reported_at=self._moment(heard),
            reporter_name="Cán bộ đầu mối",
        )
        if status == "difficulty":
            self._add(
                Difficulty,
                assignment_id=assignment_id,
                report_id=report_id,
                what="Chưa được bố trí kinh phí thực hiện.",
                asked_of="Sở Tài chính",
                raised_on=heard,
            )

    def _add_call(self, assignment_id: int, work: Work) -> None:
        day = self._day_between(work.due_on, self.today)
        facts = {"how": "call", "at": self._moment(day), "by": OFFICE}
        self._add(Reminder, assignment_id=assignment_id, step=f"call:{day}", **facts)

    def _add_request(self, assignment_id: int, work: Work) -> None:
        self._add(
            Extension,
            assignment_id=assignment_id,
            state="asked",
            old_due_on=work.due_on,
            new_due_on=work.due_on + timedelta(days=14),
            reason="Cần thêm thời gian lấy ý kiến các thôn, tổ dân phố.",
            asked_at=self._moment(self.today),
            asked_by="Cán bộ đầu mối",
        )

    def _add(self, table: type[Any], **facts: Any) -> int:
        id = self.next[table]
        self.next[table] += 1
        self.rows[table].append({"id": id, **facts})
        self.counts[TABLES[table]] += 1
        return id

    def _words(self, work: Work) -> str:
        verb, thing, more = (self.dice.choice(words) for words in (mix.VERBS, mix.THINGS, mix.MORE))
        return f"{verb} {thing} năm {work.due_on.year}; {more}. Hoàn thành trước ngày {work.due_on:%d/%m/%Y}."

    def _confirmed_on(self, work: Work) -> date | None:
        """The office confirms within two days."""
        if work.state != "completed" or work.reported_on is None:
            return None
        return min(self.today, work.reported_on + timedelta(days=work.body % 3))

    def _day_between(self, first: date, last: date) -> date:
        last = min(last, self.today)
        return first + timedelta(days=self.dice.randint(0, max(0, (last - first).days)))

    def _moment(self, day: date) -> datetime:
        """Some minute of the office's day, never one to come."""
        return min(clock.now(), clock.at(day, self.dice.randint(8, 16), self.dice.randint(0, 59)))


def numbered(id: int, sign: str, subject: str) -> dict[str, str]:
    """A directive's number, made of its row's, with what is compared and searched of it."""
    number = f"{id}/{sign}"
    return {
        "number": number,
        "number_key": number_key(number),
        "folded": searchable(number, subject, ISSUER),
    }


def next_id(table: type[Any]) -> int:
    """The first number no row has."""
    return (db.session.scalar(select(func.max(table.id))) or 0) + 1


def move_sequence(table: type[Any]) -> None:
    """PostgreSQL numbers rows from a sequence that does not see the numbers we gave."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        db.session.execute(select(func.setval(sequence, next_id(table), False)))
