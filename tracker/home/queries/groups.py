"""The desk's rows as closed groups: how many each holds and since when the oldest is due, the longest late first."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, Select, bindparam, func, literal, select, tuple_

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import KEY, tuples
from tracker.directives.models import Directive
from tracker.home.desk import Filters
from tracker.home.filters import NOBODY
from tracker.home.queries.desk import KEPT, matching_statement, require_all_in_sight, values_of
from tracker.home.queries.narrowing import Days, Narrowed, narrowed
from tracker.officials.queries import official_of
from tracker.paging import Page, decode_key, page_of
from tracker.people.models import Person
from tracker.tasks.models import Task

A = Assignment
GROUPS_PAGE = 50
_AFTER = (bindparam("after_on", type_=Date), bindparam("after_key", type_=KEY))


def key_of(by: str) -> ColumnElement[Any]:
    """What rows are put together by; work nobody follows is 0's."""
    if by == "official":
        return func.coalesce(official_of(A.directive_id, A.body_id), NOBODY)
    keys: dict[str, Any] = {"body": A.body_id, "directive": A.directive_id, "task": A.task_id}
    found: ColumnElement[Any] = keys[by]
    return found


@lru_cache(maxsize=KEPT)
def _grouped(view: str, narrowed: Narrowed, by: str, following: bool) -> Select[Any]:
    """One page of groups; the rows of all groups are gone through once, their names looked up for the page only."""
    rows = (
        matching_statement(view, narrowed).add_columns(key_of(by).label("key"), A.order_on).subquery("rows")
    )
    first_on = func.min(rows.c.order_on)
    groups = select(rows.c.key, func.count().label("n"), first_on.label("first_on")).group_by(rows.c.key)
    if following:
        groups = groups.having(tuple_(first_on, rows.c.key) > tuple_(*_AFTER))
    page = groups.order_by(first_on, rows.c.key).limit(GROUPS_PAGE + 1).cte("page")
    return _named(by, page).order_by(page.c.first_on, page.c.key)


def _named(by: str, page: CTE) -> Select[Any]:
    """A page's groups with what stands over each, as the rows under it would say it (`home/rows.py`)."""
    counted = (page.c.key, page.c.n, page.c.first_on)
    if by == "body":
        named = select(
            *counted, Body.id.label("body_id"), Body.name.label("body"), Body.phone, literal(0).label("late")
        )
        return named.select_from(page).join(Body, Body.id == page.c.key)
    if by == "official":
        named = select(*counted, page.c.key.label("official_id"), Person.name.label("official"))
        return named.select_from(page).outerjoin(Person, Person.id == page.c.key)
    source = (Directive.id.label("directive_id"), Directive.number, Directive.subject)
    if by == "directive":
        return select(*counted, *source).select_from(page).join(Directive, Directive.id == page.c.key)
    named = select(*counted, *source, Task.id.label("task_id"), Task.text, Task.section)
    return (
        named.select_from(page)
        .join(Task, Task.id == page.c.key)
        .join(Directive, Directive.id == Task.directive_id)
    )


def desk_groups(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Page[Any]:
    """One page of groups: `key`, `n` rows, `first_on` the first due day among them, and names."""
    require_all_in_sight(viewer)
    key, values = decode_key(after, date, int), values_of(filters, days)
    if key is not None:
        values |= {"after_on": key[0], "after_key": key[1]}
    found = tuples(_grouped(filters.view, narrowed(filters), filters.group, key is not None), **values)
    return page_of(found, key=lambda row: (row.first_on, row.key), size=GROUPS_PAGE)
