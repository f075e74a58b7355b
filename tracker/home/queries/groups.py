"""The desk's rows as closed groups: how many each holds and since when the oldest is due, the longest late first.

A thousand rows are put together at a time, so that a page costs the same however long the list: where it is longer, a
group may hold more than is counted and come again among the next thousand.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    SmallInteger,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)

from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment
from tracker.bodies.models import Body
from tracker.db import KEY
from tracker.directives.models import Directive
from tracker.home.desk import Filters
from tracker.home.filters import NOBODY
from tracker.home.queries.desk import KEPT, due_of, matching_statement, require_all_in_sight, values_of
from tracker.home.queries.narrowing import Days, Narrowed, narrowed
from tracker.officials.queries import official_of
from tracker.paging import CAP, decode_key, encode_key
from tracker.people.models import Person
from tracker.sight import recall
from tracker.tasks.models import Task

A = Assignment
GROUPS_PAGE = 50
START = (None, None, None, None, None)
KINDS = (date | None, int | None, int | None, date | None, int | None)
"""Where a page begins: after the row (day, urgency, id) that ended the thousand before, after a group (day, key)."""
_ROW = (
    bindparam("row_on", type_=Date),
    bindparam("row_urgency", type_=SmallInteger),
    bindparam("row_id", type_=KEY),
)
_GROUP = (bindparam("group_on", type_=Date), bindparam("group_key", type_=KEY))


def key_of(by: str) -> ColumnElement[Any]:
    """What rows are put together by; work nobody follows is 0's."""
    if by == "official":
        return func.coalesce(official_of(A.directive_id, A.body_id), NOBODY)
    keys: dict[str, Any] = {"body": A.body_id, "directive": A.directive_id, "task": A.task_id}
    found: ColumnElement[Any] = keys[by]
    return found


@lru_cache(maxsize=KEPT)
def _grouped(view: str, narrowed: Narrowed, by: str, later_rows: bool, later_groups: bool) -> Select[Any]:
    """One page of groups; names are looked up for the page only."""
    some = _thousand(view, narrowed, by, later_rows)
    first_on, n = func.min(some.c.order_on), func.count()
    counted = (n.label("n"), first_on.label("first_on"), func.sum(n).over().label("among"))
    groups = select(some.c.key, *counted).group_by(some.c.key).cte("grouped")
    page = select(groups).order_by(groups.c.first_on, groups.c.key).limit(GROUPS_PAGE + 1)
    if later_groups:
        page = page.where(tuple_(groups.c.first_on, groups.c.key) > tuple_(*_GROUP))
    shown = page.cte("page")
    return _named(by, shown).add_columns(shown.c.among).order_by(shown.c.first_on, shown.c.key)


@lru_cache(maxsize=KEPT)
def _ending(view: str, narrowed: Narrowed, by: str, later_rows: bool) -> Select[Any]:
    """The row that ends a thousand: (day, urgency, id)."""
    some = _thousand(view, narrowed, by, later_rows)
    order = (some.c.order_on, some.c.urgency, some.c.id)
    return select(*order).order_by(*(column.desc() for column in order)).limit(1)


def _thousand(view: str, narrowed: Narrowed, by: str, later_rows: bool) -> CTE:
    """The first of a view's rows that are put together, or the first behind the row that ended those before."""
    due = due_of(view)
    rows = matching_statement(view, narrowed).add_columns(
        A.urgency, key_of(by).label("key"), due.label("order_on")
    )
    if later_rows:
        rows = rows.where(due >= _ROW[0], tuple_(due, A.urgency, A.id) > tuple_(*_ROW))
    return rows.order_by(due, A.urgency, A.id).limit(CAP).cte("some")


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


class Groups(NamedTuple):
    """One page of groups. `is_whole`: all rows of the list were put together, so that every count is exact."""

    rows: tuple[Any, ...]
    next_key: str | None
    is_whole: bool


def desk_groups(viewer: Viewer, filters: Filters, days: Days, after: str | None) -> Groups:
    """One page of groups: `key`, `n` rows, `first_on` the first due day among them, and names."""
    require_all_in_sight(viewer)
    key = decode_key(after, *KINDS) or START
    later_rows, later_groups = None not in key[:3], None not in key[3:]
    values = values_of(filters, days)
    values |= dict(zip(("row_on", "row_urgency", "row_id", "group_on", "group_key"), key, strict=True))
    view = (filters.view, narrowed(filters), filters.group, later_rows)
    found = recall(_grouped(*view, later_groups), **values)
    shown, is_full = found[:GROUPS_PAGE], bool(found) and found[0].among == CAP
    following = None
    if len(found) > GROUPS_PAGE:
        following = encode_key((*key[:3], shown[-1].first_on, shown[-1].key))
    elif is_full:
        ended = recall(_ending(*view), **values)  # none: all has been dealt with meanwhile
        following = encode_key((*ended[0], None, None)) if ended else None
    return Groups(shown, following, not (later_rows or is_full))
