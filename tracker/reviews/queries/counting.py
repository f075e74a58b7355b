"""Counting: in which cell each assignment falls at a cut, by body, as one statement over the covering index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body, BodyType
from tracker.db import among, db, fetch
from tracker.reviews.figures import BodyRow, Figures
from tracker.reviews.queries.moved import became, body_at, has_moved_since
from tracker.reviews.rules import CELLS, SINCE, Cells, Span, judged

A = Assignment
MODES = ("giao", "de_nghi")
NUMBER = {name: number for number, name in enumerate(CELLS)}
STANDING = len(CELLS)


def bucket_sql(cut: date) -> ColumnElement[int]:
    """`rules.bucket` as SQL, giving the cell's number in `CELLS`; one test asks both about the same assignments."""
    untouched = and_(A.confirmed_on.is_(None), A.stopped_on.is_(None), A.reported_on.is_(None))
    by_day = case(
        (A.due_on.is_(None), NUMBER["open_undated"]),
        (A.due_on >= cut, NUMBER["open_in_time"]),
        else_=NUMBER["open_overdue"],
    )
    confirmed = A.confirmed_on <= cut
    judged = case(
        (and_(A.reported_on <= cut, among(A.state, ("submitted", "completed"))), A.reported_on), else_=cut
    )
    return case(
        (untouched, by_day),  # most of what is unfinished: asked first, it is all that is asked
        (and_(A.stopped_on <= cut, A.state == "suspended"), NUMBER["suspended"]),
        (and_(A.stopped_on <= cut, A.state == "cancelled"), NUMBER["cancelled"]),
        (and_(confirmed, A.due_on.is_(None)), NUMBER["done_undated"]),
        (and_(confirmed, func.coalesce(A.reported_on, A.confirmed_on) <= A.due_on), NUMBER["done_on_time"]),
        (confirmed, NUMBER["done_late"]),
        (A.due_on.is_(None), NUMBER["open_undated"]),
        (judged <= A.due_on, NUMBER["open_in_time"]),
        else_=NUMBER["open_overdue"],
    )


def since_sql(first_on: date, new_year: date) -> ColumnElement[int]:
    """The number in `SINCE` of when an assignment came in."""
    return case((A.assigned_on >= first_on, 0), (A.assigned_on >= new_year, 1), else_=2)


def in_period(span: Span) -> ColumnElement[bool]:
    """The lead assignments a period counts: open at its start or given in it; regular duties are in no rate.

    Work done regularly under a body's own functions is no "nhiệm vụ giao" (decision 23/2018/QĐ-TTg).
    """
    return and_(
        or_(A.confirmed_on.is_(None), A.confirmed_on >= span.first_on),
        _there(span),
        A.deadline_kind != "standing",
    )


def standing_in(span: Span) -> ColumnElement[bool]:
    """The standing duties told beside a period's figures: in no rate, and the same that `_counting` counts."""
    return and_(
        or_(A.confirmed_on.is_(None), A.confirmed_on >= span.first_on),
        _there(span),
        A.deadline_kind == "standing",
        A.state != "cancelled",
    )


def counts_at(span: Span) -> ColumnElement[bool]:
    """`in_period` without what was cancelled by the cut."""
    still_there = or_(A.state != "cancelled", A.stopped_on.is_(None), A.stopped_on > span.cut_on)
    return and_(in_period(span), still_there)


def figures(days: Span, as_of: date, minimum: int) -> Figures:
    """The figures of a period as the database stands now, judged as at `as_of` (the cut, or today before it)."""
    span = judged(days, as_of)
    cells: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    older: dict[str, int] = defaultdict(int)
    standing = 0
    for whose, since, cell, n in _by_body(span):
        if cell == STANDING:
            standing += n
            continue
        _add(cells[whose], since, cell, n)
        if SINCE[since] == "older" and whose[1] == "giao":
            _add(older, since, cell, n)
    directives, tasks = _sources(span)
    made = {key: Cells(**values) for key, values in cells.items()}
    counts = {"directives": directives, "tasks": tasks, "standing": standing}
    return Figures.of(days, as_of, _body_rows(made), minimum, Cells(**older), **counts)


def given_by_body(span: Span) -> list[BodyRow]:
    """The row of each body that is given work, and nothing of what stands around them in the review."""
    cells: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for whose, since, cell, n in _by_body(span, only_given=True):
        if cell != STANDING:
            _add(cells[whose], since, cell, n)
    return _body_rows({key: Cells(**values) for key, values in cells.items()})


def _by_body(span: Span, *, only_given: bool = False) -> Iterable[tuple[tuple[int, str], int, int, int]]:
    """((body, mode), since, cell, how many)."""
    for key, n in _counted(span, by_body=True, only_given=only_given):
        whose, code = divmod(key, 100)
        yield (whose // 2, MODES[whose % 2]), *divmod(code, 10), n


def total(span: Span, after: date | None = None) -> Cells:
    """The grand total of the bodies that are given work; `after` leaves out what was finished up to that day."""
    return _total(_counted(span, only_given=True, after=after))


def finished(span: Span, through: date) -> Cells:
    """The part of `total` that was finished up to a day."""
    days = placed(span) | {"new_year": span.new_year, "through": through}
    return _total(_there_at_cut(fetch(_counting_finished(), **days)))


def _total(counted: Iterable[Any]) -> Cells:
    values: dict[str, int] = defaultdict(int)
    for code, n in counted:
        since, cell = divmod(code, 10)
        if cell != STANDING:
            _add(values, since, cell, n)
    return Cells(**values)


def _sources(span: Span) -> tuple[int, int]:
    """How many directives and tasks the given assignments come from."""
    [(directives, tasks)] = fetch(_sourcing(), **placed(span))
    return directives, tasks


@cache
def _sourcing() -> Any:
    """Two lists, for the reason of `_counting`."""
    given = and_(counts_at(PLACES), A.mode == "giao")
    columns = select(A.directive_id, A.task_id)
    unfinished = columns.where(A.confirmed_on.is_(None), given)
    finished = columns.where(A.confirmed_on >= _FIRST, given)
    each = unfinished.union_all(finished).subquery()
    return select(func.count(each.c.directive_id.distinct()), func.count(each.c.task_id.distinct()))


def _body_rows(cells: dict[tuple[int, str], Cells]) -> list[BodyRow]:
    names = db.session.execute(
        select(Body.id, Body.name, BodyType.id, BodyType.name)
        .join(BodyType, BodyType.id == Body.type_id)
        .order_by(BodyType.position, BodyType.id, Body.sort_key, Body.id)
    )
    now = became()
    return [
        BodyRow(body_id, name + now.get(body_id, ""), type_id, type_name, mode, cells[body_id, mode])
        for body_id, name, type_id, type_name in names
        for mode in MODES
        if (body_id, mode) in cells
    ]


def _there(span: Span) -> ColumnElement[bool]:
    """Given by the cut, and not cancelled before the period began."""
    return and_(
        A.assigned_on <= span.assigned_to,
        or_(A.state != "cancelled", A.stopped_on.is_(None), A.stopped_on >= span.first_on),
    )


_FIRST, _GIVEN, _CUT, _NEW_YEAR, _DONE_FROM, _THROUGH = (
    cast(date, bindparam(name, type_=Date))
    for name in ("first", "given", "cut", "new_year", "done_from", "through")
)
PLACES = Span("", _FIRST, _CUT, _GIVEN)
"""A period with places for its days, so that its statements are made once and not for every page."""


def placed(span: Span) -> dict[str, date]:
    """What stands in `PLACES`."""
    return {"first": span.first_on, "given": span.assigned_to, "cut": span.cut_on}


def _counted(
    span: Span, *, by_body: bool = False, only_given: bool = False, after: date | None = None
) -> Iterable[Any]:
    """(key, number) over what is unfinished and what was confirmed within the period: see `_counting`."""
    done_from = max(span.first_on, after + timedelta(days=1)) if after else span.first_on
    days = placed(span) | {"new_year": span.new_year, "done_from": done_from}
    statement = _counting(by_body, only_given, by_body and has_moved_since(span.cut_on))
    return _there_at_cut(fetch(statement, **days))


def _there_at_cut(counted: Iterable[Any]) -> Iterable[Any]:
    """(key, number) without the cell of what was cancelled, which no figure holds."""
    return (row for row in counted if row.key % 10 != NUMBER["cancelled"])


@cache
def _counting(by_body: bool, only_given: bool, moved: bool) -> Any:
    """The key is 10 × since + cell and, by body, 100 × (2 × body + mode) more: one number groups in half the time
    of four columns. Two halves, because each reads only its own stretch of the covering index: the cost follows
    the period's rows, not the table's.
    """
    key = _key()
    if by_body:
        key = (
            (body_at(_CUT) if moved else A.body_id) * 2 + case((A.mode == MODES[1], 1), else_=0)
        ) * 100 + key

    def half(condition: ColumnElement[bool]) -> Select[Any]:
        rows = select(key.label("key")).where(condition, _there(PLACES))
        return rows.where(A.mode == "giao") if only_given else rows

    rows = union_all(half(A.confirmed_on.is_(None)), half(A.confirmed_on >= _DONE_FROM)).subquery()
    return select(rows.c.key, func.count(literal(1))).group_by(rows.c.key)


@cache
def _counting_finished() -> Any:
    done = and_(A.confirmed_on.between(_FIRST, _THROUGH), _there(PLACES), A.mode == "giao")
    rows = select(_key().label("key")).where(done).subquery()
    return select(rows.c.key, func.count(literal(1))).group_by(rows.c.key)


def _key() -> ColumnElement[int]:
    cell = case(
        (A.deadline_kind != "standing", bucket_sql(_CUT)), (A.state == "cancelled", 0), else_=STANDING
    )
    return since_sql(_FIRST, _NEW_YEAR) * 10 + cell


def _add(values: dict[str, int], since: int, cell: int, n: int) -> None:
    values[CELLS[cell]] += n
    values["given" if SINCE[since] == "given" else "carried"] += n
