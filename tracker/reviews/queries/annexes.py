"""The rows of Biểu 02 to 05 (domain 4.4) as the database stands: all for the files, a page of them for the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.assignments.models import Assignment, Coordinator, Report
from tracker.bodies.models import Body, BodyType
from tracker.db import UtcDateTime, among, db, fetch
from tracker.difficulties.models import Difficulty
from tracker.directives.models import Directive
from tracker.extensions.models import Extension
from tracker.paging import PAGE, decode_key, encode_key
from tracker.reminders.models import Reminder
from tracker.reviews.annexes import Annexes, DoneRow, ExtensionRow, FormPage, LateRow
from tracker.reviews.beside import following
from tracker.reviews.queries.counting import NUMBER, PLACES, bucket_sql, counts_at, in_period, placed
from tracker.reviews.queries.moved import body_at
from tracker.reviews.rules import COLUMNS, Span, judged
from tracker.settings.queries import office_rules
from tracker.tasks.models import Task

A = Assignment
BY_BODY = (BodyType.position, BodyType.id, Body.sort_key, Body.id)
BODY_AND_DAY = (int, int, str, int, date, int)


@dataclass(frozen=True, slots=True)
class Form:
    """A form's rows: the statement, what makes a line of each, their order and of what kind its values are."""

    rows: Select[Any]
    make: Callable[..., Any]
    order: tuple[Any, ...]
    kinds: tuple[type, ...]

    def all(self) -> list[Any]:
        """Every line."""
        return [self.make(*row) for row in db.session.execute(self.rows.order_by(*self.order))]

    def page(self, after: str | None) -> FormPage:
        """A page of lines, beginning behind the last one of the page before."""
        start, *last = decode_key(after, int, *self.kinds) or (0,)
        rows = self.rows.add_columns(*self.order).order_by(*self.order).limit(PAGE + 1)
        if last:
            values = (literal(value, column.type) for value, column in zip(last, self.order, strict=True))
            rows = rows.where(tuple_(*self.order) > tuple_(*values))
        found = db.session.execute(rows).all()
        shown, width = found[:PAGE], len(self.order)
        key = encode_key((start + PAGE, *shown[-1][-width:])) if len(found) > PAGE else None
        number = db.session.scalar(select(func.count()).select_from(self.rows.subquery())) or 0
        return FormPage([self.make(*row[:-width]) for row in shown], start, number, key)


def form(name: str, days: Span, as_of: date) -> Form:
    """`late`, `done`, `due` or `extensions` of a period judged as at a day."""
    there = judged(days, as_of)
    if name == "due":
        return _due(days, there)
    return {"late": _late, "done": _done, "extensions": _extensions}[name](there)


def annexes(days: Span, as_of: date) -> Annexes:
    """Every row of Biểu 03 to 05."""
    return Annexes(*(form(name, days, as_of).all() for name in ("done", "due", "extensions")))


def late_rows(days: Span, limit: int | None = None) -> list[LateRow]:
    """Biểu 02 (domain 4.4): all by group and body, the latest first; with a limit the latest of all."""
    if limit is None:
        return _late(days).all()
    found = fetch(_latest_rows(), **placed(days), after=clock.end_of(days.cut_on), most=limit)
    return [LateRow(*row) for row in found]


@cache
def _latest_rows() -> Select[Any]:
    """The first page of Biểu 02, worded once: to word its columns takes as long as to read them."""
    first = _latest(is_late(PLACES), PLACES, bindparam("most", type_=Integer))
    after = cast(datetime, bindparam("after", type_=UtcDateTime))
    return _late_columns(PLACES, after).join(first, first.c.id == A.id).order_by(A.due_on, A.id)


def is_late(days: Span) -> ColumnElement[bool]:
    """What column 12 counts."""
    return and_(
        in_period(days),
        A.mode == "giao",
        A.due_on < days.cut_on,
        bucket_sql(days.cut_on) == NUMBER["open_overdue"],
    )


def _late(days: Span) -> Form:
    rows = _late_columns(days, clock.end_of(days.cut_on)).where(is_late(days))
    return Form(rows, LateRow, (*BY_BODY, A.due_on, A.id), BODY_AND_DAY)


def _due(days: Span, there: Span) -> Form:
    """What is unfinished and in time at the cut, and due from the cut to the end of the period that follows."""
    after = following(days, office_rules().period_first_day) or days
    due = and_(
        in_period(there),
        A.mode == "giao",
        A.due_on.between(days.cut_on, after.cut_on),
        bucket_sql(there.cut_on) == NUMBER["open_in_time"],
    )
    rows = _late_columns(there, clock.end_of(there.cut_on)).where(due)
    return Form(rows, LateRow, (*BY_BODY, A.due_on, A.id), BODY_AND_DAY)


def _done(days: Span) -> Form:
    """What column 6 counts."""
    cells = [NUMBER[cell] for cell in COLUMNS[6]]
    done = and_(
        counts_at(days),
        A.mode == "giao",
        A.confirmed_on.between(days.first_on, days.cut_on),
        bucket_sql(days.cut_on).in_(cells),
    )
    said = aliased(Report)
    last = _said(days, said).with_only_columns(func.max(said.id)).correlate(A).scalar_subquery()
    columns = (
        A.id, Directive.number, Directive.issued_on, Task.text, Body.name, BodyType.name, A.assigned_on, A.due_on,
        _helping().correlate(A).scalar_subquery(), A.reported_on, A.confirmed_on, Report.result_number,
        Report.result_on,
    )  # fmt: skip
    rows = _of_bodies(select(*columns).select_from(A), days).outerjoin(Report, Report.id == last).where(done)
    return Form(rows, DoneRow, (*BY_BODY, A.confirmed_on, A.id), BODY_AND_DAY)


def _extensions(days: Span) -> Form:
    """What was decided within the days, granted or refused; the body is that of the cut."""
    decided = and_(
        Extension.state.in_(("granted", "refused")),
        Extension.decided_at >= clock.midnight(days.first_on),
        Extension.decided_at < clock.end_of(days.cut_on),
    )
    columns = (
        Extension.decided_at, A.id, Directive.number, Task.text, Body.name, Extension.state, Extension.old_due_on,
        Extension.new_due_on, Extension.reason, Extension.decided_by, Extension.decision_note, Extension.document,
    )  # fmt: skip
    rows = select(*columns).select_from(A).join(Extension, Extension.assignment_id == A.id)
    order = (Extension.decided_at, Extension.id)
    return Form(_of_bodies(rows, days).where(decided), _extension, order, (datetime, int))


def _extension(decided_at: datetime, *facts: Any) -> ExtensionRow:
    return ExtensionRow(clock.local(decided_at).date(), *facts)


def _of_bodies(rows: Any, days: Span) -> Select[Any]:
    joined: Select[Any] = (
        rows.join(Body, Body.id == body_at(days.cut_on))
        .join(BodyType, BodyType.id == Body.type_id)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
    )
    return joined


def _latest(late: ColumnElement[bool], days: Span, limit: Any) -> Subquery:
    """The ids of the longest overdue, without looking at all that are: each way to be so has an index of its own
    that gives them in order, or holds few."""
    ways = (
        A.is_owed.is_(True),
        among(A.state, ("submitted", "suspended", "cancelled")),
        A.confirmed_on > days.cut_on,
    )
    parts = [
        select(A.id, A.due_on).where(way, late).order_by(A.due_on, A.id).limit(limit).subquery()
        for way in ways
    ]
    rows = union_all(*(select(part) for part in parts)).subquery()
    return select(rows.c.id).order_by(rows.c.due_on, rows.c.id).limit(limit).subquery()


def _late_columns(days: Span, after: datetime) -> Select[Any]:
    columns = (
        A.id, Directive.number, Directive.issued_on, Task.text, Body.name, BodyType.name, A.assigned_on, A.due_on,
        *(detail.correlate(A).scalar_subquery() for detail in _details(days, after)),
    )  # fmt: skip
    return _of_bodies(select(*columns).select_from(A), days)


def _details(days: Span, after: datetime) -> Iterator[Select[Any]]:
    """The further columns of `LateRow`, as the assignment stood at the cut; `after` is the moment the cut ended."""
    granted = and_(
        Extension.assignment_id == A.id, Extension.state == "granted", Extension.decided_at < after
    )
    yield select(func.count(Extension.id)).where(granted)
    yield select(func.max(Extension.new_due_on)).where(granted)
    yield _said(days, Report).with_only_columns(Report.note).order_by(Report.id.desc()).limit(1)
    told = and_(Difficulty.assignment_id == A.id, Difficulty.raised_on <= days.cut_on)
    for words in (Difficulty.what, Difficulty.proposal):
        yield select(words).where(told).order_by(Difficulty.id.desc()).limit(1)
    yield _helping()
    reminded = and_(Reminder.assignment_id == A.id, Reminder.at < after)
    yield select(func.count(Reminder.id)).where(reminded)
    yield select(func.max(Reminder.at)).where(reminded)


def _said(days: Span, said: Any) -> Select[Any]:
    """An assignment's reports that counted by the cut."""
    return select(said.id).where(
        said.assignment_id == A.id, said.withdrawn_at.is_(None), said.day <= days.cut_on
    )


def _helping() -> Select[Any]:
    helper = aliased(Body)
    names = select(func.aggregate_strings(helper.name, "; "))
    return names.join(Coordinator, Coordinator.body_id == helper.id).where(Coordinator.assignment_id == A.id)
