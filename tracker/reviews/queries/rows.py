"""The rows behind a figure: of the database as it stands, or of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import db
from tracker.directives.models import Directive
from tracker.paging import PAGE, Page, decode_key, page_of
from tracker.reviews.figures import Member
from tracker.reviews.freezing import Counted, Source, member
from tracker.reviews.queries.counting import NUMBER, bucket_sql, counts_at, in_period, since_sql, standing_in
from tracker.reviews.queries.moved import whose
from tracker.reviews.rules import CELLS, SINCE, Span, Wanted
from tracker.tasks.models import Task

A = Assignment
LAST = date(9999, 12, 31)
_DUE = func.coalesce(A.due_on, LAST)
OF_NOW = frozenset({"waiting", "after_cut"})
"""Lists of the check page: as the database stands, also where a version is shown."""
OF_SINCE: dict[str | None, frozenset[str]] = {
    None: frozenset(SINCE), "given": frozenset({"given"}), "carried": frozenset({"carried", "older"}),
    "older": frozenset({"older"}),
}  # fmt: skip
"""What stands behind columns 3 and 4, and behind the work of earlier years, which column 3 counts too."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Which rows: the cells, and the mode, body, type of body or directive."""

    wanted: Wanted
    mode: str = "giao"
    body_id: int | None = None
    group_id: int | None = None
    directive_id: int | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment behind a figure, as its list shows it."""

    id: int
    text: str
    number: str
    section: str
    body: str
    cell: str
    due_on: date | None
    reported_on: date | None
    confirmed_on: date | None


def behind_live(
    days: Span, lines: Lines, after: str | None, extra: str | None = None
) -> tuple[Page[Line], int]:
    """One page of the rows as the database stands, the earliest due first, and how many there are in all.

    `extra` names another list instead: standing, or the check page's waiting | after_cut.
    """
    return listed(_waiting(days, extra) if extra else _chosen(days, lines), days.cut_on, after)


def listed(chosen: Sequence[ColumnElement[bool]], cut: date, after: str | None) -> tuple[Page[Line], int]:
    """One page of the assignments of which all these hold, each with its cell at a cut, and how many there are."""
    rows = _rows(chosen, cut)
    if key := decode_key(after, date, int):
        rows = rows.where(or_(key[0] < _DUE, and_(key[0] == _DUE, A.id > key[1])))
    found = [_line(*row) for row in db.session.execute(rows.limit(PAGE + 1))]
    number = db.session.scalar(select(func.count(A.id)).where(*chosen)) or 0
    return page_of(found, key=lambda line: (line.due_on or LAST, line.id)), number


def standing(days: Span) -> list[Line]:
    """Every standing duty of a period: what a snapshot keeps of them."""
    return [_line(*row) for row in db.session.execute(_rows([standing_in(days)], days.cut_on))]


def _rows(chosen: Sequence[ColumnElement[bool]], cut: date) -> Any:
    return (
        select(
            A.id,
            Task.text,
            Directive.number,
            Task.section,
            Body.name,
            bucket_sql(cut),
            A.due_on,
            A.reported_on,
            A.confirmed_on,
        )
        .select_from(A)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .join(Body, Body.id == whose(cut))
        .where(*chosen)
        .order_by(_DUE, A.id)
    )


def _line(id: int, text: str, number: str, section: str, body: str, cell: int, *days: date | None) -> Line:
    return Line(id, text, number, section, body, CELLS[cell], *days)


def standing_frozen(kept: Sequence[Sequence[Any]], after: str | None) -> tuple[Page[Line], int]:
    """A page of a snapshot's standing duties, and how many there are."""
    [start] = decode_key(after, int) or (0,)
    found = [
        Line(*row[:6], *(date.fromisoformat(day) if day else None for day in row[6:]))
        for row in kept[start : start + PAGE + 1]
    ]
    return page_of(found, key=lambda line: (start + PAGE,)), len(kept)


def behind_frozen(counted: Counted, lines: Lines, after: str | None) -> tuple[Page[Line], int]:
    """The same of a snapshot: the rows counted then, with the dates and words they had then."""
    wanted, of_directive = lines.wanted, _of_directive(lines.directive_id)
    chosen = [
        row
        for row in counted.members
        for id, body_id, group_id, mode, cell, since, due_on in (row[:7],)
        if (of_directive is None or id in of_directive)
        and mode == lines.mode
        and (wanted.cells is None or cell in wanted.cells)
        and since in OF_SINCE[wanted.since]
        and lines.body_id in {None, body_id}
        and lines.group_id in {None, group_id}
        and (lines.due_before is None or (due_on is not None and due_on < lines.due_before.isoformat()))
    ]
    key = decode_key(after, int)
    start = key[0] if key else 0
    shown = [member(row) for row in chosen[start : start + PAGE + 1]]
    names = counted.tasks or _names({each.id for each in shown})
    bodies = counted.bodies or _bodies({each.body_id for each in shown})
    found = []
    for m in shown:
        text, number, section = names.get(str(m.task_id or m.id), ("", "", ""))[:3]
        body = bodies.get(str(m.body_id), "")
        found.append(Line(m.id, text, number, section, body, m.cell, m.due_on, m.reported_on, m.confirmed_on))
    return page_of(found, key=lambda line: (start + PAGE,)), len(chosen)


def members(days: Span) -> list[Member]:
    """Every assignment a period counts, and its cell, the earliest due first: what a snapshot keeps."""
    body = whose(days.cut_on)
    rows = db.session.execute(
        select(
            A.id,
            body,
            Body.type_id,
            A.mode,
            bucket_sql(days.cut_on),
            since_sql(days.first_on, days.new_year),
            A.due_on,
            A.reported_on,
            A.confirmed_on,
            A.task_id,
        )
        .select_from(A)
        .join(Body, Body.id == body)
        .where(counts_at(days))
        .order_by(func.coalesce(A.due_on, LAST), A.id)
    )
    return [
        Member(id, whose_id, type_id, mode, CELLS[cell], SINCE[since], due, reported, confirmed, task_id)
        for id, whose_id, type_id, mode, cell, since, due, reported, confirmed, task_id in rows
    ]


def _chosen(days: Span, lines: Lines) -> list[ColumnElement[bool]]:
    wanted = lines.wanted
    stated: list[ColumnElement[bool]] = [counts_at(days), A.mode == lines.mode]
    if wanted.cells is not None:
        stated.append(bucket_sql(days.cut_on).in_([NUMBER[cell] for cell in wanted.cells]))
    if wanted.since is not None:
        came = [SINCE.index(since) for since in sorted(OF_SINCE[wanted.since])]
        stated.append(since_sql(days.first_on, days.new_year).in_(came))
    if lines.due_before is not None:
        stated.append(A.due_on < lines.due_before)
    if lines.body_id is not None:
        stated.append(whose(days.cut_on) == lines.body_id)
    if lines.group_id is not None:
        stated.append(whose(days.cut_on).in_(select(Body.id).where(Body.type_id == lines.group_id)))
    if lines.directive_id is not None:
        stated.append(A.directive_id == lines.directive_id)
    return stated


def _of_directive(directive_id: int | None) -> Set[int] | None:
    """The assignments of one directive, which no change of bodies or dates can alter; None for those of all."""
    if directive_id is None:
        return None
    return set(db.session.scalars(select(A.id).where(A.directive_id == directive_id)))


def _waiting(days: Span, extra: str) -> list[ColumnElement[bool]]:
    if extra == "standing":
        return [standing_in(days)]
    if extra == "after_cut":
        return told_after(days)
    return [in_period(days), A.state == "submitted", A.reported_on <= days.cut_on]


def told_after(days: Span) -> list[ColumnElement[bool]]:
    """Of what the days count, what was reported done after the cut: listed, not counted."""
    return [in_period(days), A.state.in_(("submitted", "completed")), A.reported_on > days.cut_on]


def sources(days: Span) -> dict[int, Source]:
    """What the task of every counted assignment says, as a snapshot keeps it."""
    counted = select(A.task_id).where(counts_at(days))
    rows = db.session.execute(
        select(Task.id, Task.text, Directive.number, Task.section, Directive.id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.id.in_(counted))
        .order_by(Task.id)
    )
    return {id: (text, number, section, directive_id) for id, text, number, section, directive_id in rows}


def _names(ids: Set[int]) -> dict[str, tuple[str, str, str]]:
    """For versions that did not keep the words: those of today."""
    rows = db.session.execute(
        select(A.id, Task.text, Directive.number, Task.section)
        .join(Task, Task.id == A.task_id)
        .join(Directive, Directive.id == A.directive_id)
        .where(A.id.in_(ids))
    )
    return {str(id): (text, number, section) for id, text, number, section in rows}


def _bodies(ids: Set[int]) -> dict[str, str]:
    """The bodies' names of then: whoever succeeded them is a row of its own."""
    rows = db.session.execute(select(Body.id, Body.name).where(Body.id.in_(ids)))
    return {str(id): name for id, name in rows}
