"""What a search finds, a kind of thing at a time: one statement each, told who looks, a page by the last key.

Which filters a kind knows is in `KINDS`: a kind that cannot answer a filter is left out rather than shown unfiltered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from tracker.access.actors import Viewer
from tracker.assignments import queries as assignments
from tracker.assignments.models import Assignment, Evidence, Report
from tracker.bodies.models import Body, BodyType
from tracker.db import db
from tracker.directives import queries as directives
from tracker.directives.models import Directive, Passage
from tracker.files.models import StoredFile
from tracker.paging import CAP, Page, as_count, capped_count, decode_key, page_of
from tracker.search.matching import matches
from tracker.search.parser import Query, Term
from tracker.tasks.models import Task

SIGNS: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
CITED = (Directive.number, Directive.subject)
FEW = 100  # counted of each kind where several stand on a page
NEWEST = 2
"""So many times what is counted are looked at of what has a word, what was entered last: enough for a first page."""
LookedUp = dict[tuple[Term, ...], list[int]]


class Newest(NamedTuple):
    """How many of the last entered are looked at; the tasks among them are looked up once where two kinds ask for them:
    a word open at its end is looked up whole, however few are wanted."""

    most: int
    looked_up: LookedUp | None

    def tasks(self, terms: tuple[Term, ...], of: Any) -> ColumnElement[bool]:
        """Rows whose column names one of the newest issued tasks that have all terms."""
        if self.looked_up is None:
            return matches(Task, terms, of, self.most, state="issued")
        if terms not in self.looked_up:
            its_own = matches(Task, terms, newest=self.most, state="issued")
            self.looked_up[terms] = list(db.session.scalars(select(Task.id).where(its_own)))
        return of.in_(self.looked_up[terms])  # type: ignore[no-any-return]


class Found(NamedTuple):
    """A kind's statement in its order, the columns of that order with their kinds, and which run downwards."""

    rows: Any
    order: tuple[tuple[Any, type, bool], ...]


def page(
    viewer: Viewer,
    kind: str,
    query: Query,
    today: date,
    *,
    after: str = "",
    size: int,
    cap: int = CAP,
    looked_up: LookedUp | None = None,
) -> Page[Any]:
    """One page of a kind with its count (on the first page, up to the cap), as tuples.

    `looked_up` is what several kinds of one answer share.
    """
    newest = Newest(NEWEST * cap, looked_up) if _is_bounded(viewer, query, after) else None
    rows, order = KINDS[kind].find(viewer, query, today, newest)
    statement = rows.order_by(*(column.desc() if down else column for column, _, down in order))
    key = decode_key(after, *(kind for _, kind, _ in order))
    if key is None:
        statement = statement.add_columns(capped_count(rows, cap).scalar_subquery().label("among"))
    else:
        statement = statement.where(_after(order, key))
    columns = [column for column, _, _ in order]
    keyed = statement.add_columns(*(column.label(f"key_{n}") for n, column in enumerate(columns)))
    found = db.session.execute(keyed.limit(size + 1)).all()
    counted = None if key is not None else as_count(found[0].among if found else 0, cap)
    return page_of(
        found, key=lambda row: [row[n - len(columns)] for n in range(len(columns))], size=size, count=counted
    )


def _is_bounded(viewer: Viewer, query: Query, after: str) -> bool:
    """Whether the last entered are enough: not where a filter, sight or a page before leaves some out."""
    return viewer.sees_all and not query.filters and not after


def kinds_for(query: Query) -> tuple[str, ...]:
    """The kinds that can answer a query, in the order they are shown."""
    if query.faults or query.is_empty:
        return ()
    return tuple(
        kind
        for kind, (_, knows, alone) in KINDS.items()
        if query.filters <= knows and (query.terms or query.filters & alone)
    )


def _after(order: Sequence[tuple[Any, type, bool]], key: tuple[Any, ...]) -> ColumnElement[bool]:
    """The rows behind a key: later in the first column, or equal in it and later in the next, and so on."""
    ways = []
    for n, (column, _, down) in enumerate(order):
        same = [before == value for (before, _, _), value in zip(order[:n], key[:n], strict=True)]
        ways.append(and_(*same, column < key[n] if down else column > key[n]))
    return or_(*ways)


def _directives(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    stated = (Directive.issued_on, Directive.issuer, Directive.state, Directive.ending)
    rows = select(Directive.id, *CITED, *stated).where(
        directives.in_sight_of(viewer),
        Directive.state != "withdrawn",
        matches(Directive, query.terms + query.document, newest=newest and newest.most),
    )
    return Found(rows, ((Directive.id, int, True),))


def _texts(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    """Documents by what their text says, each with the first passage that says it."""
    first = (
        select(Passage.directive_id, func.min(Passage.id).label("first"))
        .where(matches(Passage, query.terms, newest=newest and newest.most))
        .group_by(Passage.directive_id)
        .subquery()
    )
    said = func.substr(Directive.text, Passage.start + 1, Passage.end - Passage.start).label("said")
    rows = (
        select(Directive.id, *CITED, said)
        .join(first, first.c.directive_id == Directive.id)
        .join(Passage, Passage.id == first.c.first)
        .where(directives.in_sight_of(viewer), Directive.state != "withdrawn", *_of_document(query))
    )
    return Found(rows, ((Directive.id, int, True),))


def _tasks(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    rows = (
        select(Task.id, Task.text, Task.section, *CITED)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.state == "issued", directives.in_sight_of(viewer), *_of_document(query))
    )
    if query.terms:
        has_them = matches(Task, query.terms) if newest is None else newest.tasks(query.terms, Task.id)
        rows = rows.where(has_them)
    return Found(rows, ((Task.directive_id, int, True), (Task.position, int, False), (Task.id, int, False)))


def _assignments(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    """Each word stands in the task or in the body's name: "đàm thượng kế hoạch" finds that body's plan."""
    stated = (Assignment.state, Assignment.mode, Assignment.due_on, Assignment.reported_on)
    rows = (
        select(Assignment.id, *stated, Body.name.label("body"), Task.text, Task.section, *CITED)
        .join(Task, Task.id == Assignment.task_id)
        .join(Body, Body.id == Assignment.body_id)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(assignments.in_sight_of(viewer), *_of_document(query))
    )
    of_body = _in_names(query.terms)
    of_task = tuple(term for term in query.terms if term not in of_body)
    if of_task:  # looked up together: each alone may be a word of every second task
        column = Assignment.task_id
        rows = rows.where(
            newest.tasks(of_task, column) if newest and not of_body else matches(Task, of_task, column)
        )
    for term in of_body:
        rows = rows.where(
            or_(matches(Task, (term,), Assignment.task_id), matches(Body, (term,), Assignment.body_id))
        )
    if query.body:
        rows = rows.where(matches(Body, query.body, Assignment.body_id))
    rows = rows.where(*(SIGNS[sign](Assignment.due_on, day) for sign, day in query.due))
    if query.late:
        rows = rows.where(Assignment.is_overdue(today), Assignment.mode == "giao")
        rows = rows.where(*_overdue_by(query, today))
    if query.due or query.late:
        return Found(rows, ((Assignment.due_on, date, False), (Assignment.id, int, False)))
    return Found(rows, ((Assignment.id, int, True),))


def _in_names(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that stand in the name of some body."""
    if not terms:
        return ()
    asked = (
        exists(select(Body.id).where(matches(Body, (term,)))).label(f"n{n}") for n, term in enumerate(terms)
    )
    found = db.session.execute(select(*asked)).one()
    return tuple(term for term, is_there in zip(terms, found, strict=True) if is_there)


def _overdue_by(query: Query, today: date) -> list[ColumnElement[bool]]:
    """More days overdue is an earlier due day."""
    turned = {"<": gt, "<=": ge, ">": lt, ">=": le}
    return [turned[sign](Assignment.due_on, today - timedelta(days=days)) for sign, days in query.late]


def _bodies(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    rows = (
        select(Body.id, Body.name, Body.valid_to, BodyType.name.label("type"))
        .join(BodyType, BodyType.id == Body.type_id)
        .where(matches(Body, query.terms + query.body))
    )
    return Found(rows, ((Body.sort_key, str, False), (Body.id, int, False)))


def _files(viewer: Viewer, query: Query, today: date, newest: Newest | None) -> Found:
    """Files sent with reports that stand, on work in sight."""
    rows = (
        select(StoredFile.id, StoredFile.name, Report.day, Assignment.id.label("assignment_id"))
        .add_columns(Body.name.label("body"), Task.text)
        .join(Evidence, Evidence.file_id == StoredFile.id)
        .join(Report, Report.id == Evidence.report_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .join(Body, Body.id == Assignment.body_id)
        .where(assignments.in_sight_of(viewer), Report.withdrawn_at.is_(None))
        .where(matches(StoredFile, query.terms, newest=newest and newest.most))
    )
    if query.document:
        rows = rows.where(matches(Directive, query.document, Assignment.directive_id))
    if query.body:
        rows = rows.where(matches(Body, query.body, Assignment.body_id))
    return Found(rows, ((StoredFile.id, int, True), (Report.id, int, True)))


def _of_document(query: Query) -> list[ColumnElement[bool]]:
    return [matches(Directive, query.document)] if query.document else []


Finder = Callable[[Viewer, Query, date, Newest | None], Found]


class Kind(NamedTuple):
    """How a kind is found, the filters it knows, and those that say enough without a word."""

    find: Finder
    knows: frozenset[str]
    alone: frozenset[str] = frozenset()


DOCUMENT, BODY = frozenset({"document"}), frozenset({"body"})
EVERY = frozenset({"body", "document", "due", "late"})
KINDS: dict[str, Kind] = {
    "bodies": Kind(_bodies, BODY, BODY),
    "directives": Kind(_directives, DOCUMENT, DOCUMENT),
    "tasks": Kind(_tasks, DOCUMENT, DOCUMENT),
    "assignments": Kind(_assignments, EVERY, EVERY),
    "texts": Kind(_texts, DOCUMENT),
    "files": Kind(_files, BODY | DOCUMENT),
}
