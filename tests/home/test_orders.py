"""Every order of the desk is that of an index, on both engines: nothing is sorted to show one page."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from tests.world import World
from tracker.db import db
from tracker.home.desk import Filters
from tracker.home.queries import Days
from tracker.home.queries.desk import _desk_rows, values_of
from tracker.home.queries.groups import _grouped
from tracker.home.queries.narrowing import narrowed

DAYS = Days.of(date(2026, 3, 16), date(2026, 3, 19), date(2026, 2, 14))
AFTER = {"after_on": date(2026, 3, 5), "after_urgency": 3, "after_id": 1}
ROW = {"row_on": date(2026, 3, 5), "row_urgency": 3, "row_id": 1}
LISTS = [
    (Filters(), "ix_assignment_desk"),
    (Filters(view="soon"), "ix_assignment_desk"),
    (Filters(view="asked"), "ix_assignment_desk"),
    (Filters(view="new"), "ix_assignment_stage"),
    (Filters(view="waiting"), "ix_assignment_stage"),
    (Filters(view="objected"), "ix_assignment_stage"),
    (Filters(view="all"), "ix_assignment_open"),
    (Filters(view="all", state="completed"), "ix_assignment_stage"),
    (Filters(view="all", time="done_late"), "ix_assignment_stage"),
    (Filters(days=3, urgency="khan", reminded=2, obstacle="none"), "ix_assignment_desk"),
    (Filters(view="new", heard=date(2026, 3, 1), kind="fixed", period="2026-03"), "ix_assignment_stage"),
]
SOURCE = "SET LOCAL enable_seqscan=off; SET LOCAL enable_sort=off; SET LOCAL enable_incremental_sort=off; "
ONLY_INDEXES = SOURCE + "SET LOCAL enable_mergejoin=off; SET LOCAL enable_bitmapscan=off"
"""Without figures of a real table PostgreSQL would rather sort; forbidden to, it shows whether it has to."""


def steps(statement: object, values: dict[str, object]) -> list[str]:
    """How the engine goes about a statement."""
    made = statement.params(**values).compile(  # type: ignore[attr-defined]
        dialect=db.engine.dialect, compile_kwargs={"literal_binds": True}
    )
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.begin() as connection:
        if not is_sqlite:
            connection.execute(text(ONLY_INDEXES))
        asked = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{made}"
        return [str(row[3] if is_sqlite else row[0]) for row in connection.exec_driver_sql(asked)]


@pytest.mark.parametrize("following", [False, True])
@pytest.mark.parametrize(
    ("filters", "index"), LISTS, ids=lambda value: getattr(value, "query", lambda: None)()
)
def test_a_page_is_read_in_its_index_s_order(
    app: Flask, world: World, filters: Filters, index: str, following: bool
) -> None:
    statement = _desk_rows(filters.view, narrowed(filters), following, False)
    found = steps(statement, values_of(filters, DAYS) | (AFTER if following else {}))
    db.session.rollback()
    assert any(index in step for step in found), found
    assert not [step for step in found if "ORDER BY" in step or "Sort" in step], found


@pytest.mark.parametrize("following", [False, True])
@pytest.mark.parametrize(
    ("filters", "index"), LISTS[:7], ids=lambda value: getattr(value, "query", lambda: None)()
)
def test_the_thousand_that_are_grouped_are_read_in_order_too(
    app: Flask, world: World, filters: Filters, index: str, following: bool
) -> None:
    """Groups themselves are sorted, a thousand rows at most; finding those rows is not."""
    statement = _grouped(filters.view, narrowed(filters), "body", following, False)
    found = steps(statement, values_of(filters, DAYS) | (ROW if following else {}))
    db.session.rollback()
    at = next(n for n, step in enumerate(found) if index in step)
    if db.engine.dialect.name == "sqlite":
        some = next(n for n, step in enumerate(found) if "some" in step)
        assert some < at
        assert "ORDER BY" not in found[at + 1] or "GROUP" in found[at + 1], found
    else:
        assert "Limit" in found[at - 1], found
