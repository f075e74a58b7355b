"""The counting in SQL against the rules in Python, and Biểu 01's identities."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from tests import make
from tests.reviews.conftest import SIGNER
from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.assignments.rules import STATES
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.reviews import actions, queries
from tracker.reviews.identities import require_line
from tracker.reviews.rules import CELLS, COLUMNS, Cells, Span, Standing, Wanted, behind, bucket

DAYS = Span("2026-03", date(2026, 2, 15), date(2026, 3, 14))
BEFORE, WITHIN, CUT, AFTER = date(2026, 2, 10), date(2026, 3, 1), DAYS.cut_on, date(2026, 3, 20)
FIELDS = ("assigned_on", "due_on", "reported_on", "confirmed_on", "stopped_on", "state")


def put(rows: list[dict[str, Any]], body_id: int, mode: str = "giao", kind: str = "fixed") -> None:
    """Assignments of one body with exactly these facts."""
    task = make.make_task()
    fixed = {"task_id": task.id, "directive_id": task.directive_id, "body_id": body_id, "mode": mode}
    with transaction() as session:
        session.execute(
            insert(Assignment),
            [
                fixed | {"deadline_kind": kind, "period": f"{mode}{n}", "round": 1, "version": 1} | row
                for n, row in enumerate(rows)
            ],
        )


def facts(*values: Any) -> dict[str, Any]:
    return dict(zip(FIELDS, values, strict=True))


def test_sql_and_python_put_every_assignment_in_the_same_cell(app: Flask) -> None:
    days = (None, BEFORE, WITHIN, CUT, AFTER)
    grid = [facts(date(2026, 2, 1), *each) for each in product(days, days, days, days, STATES)]
    put(grid, make.make_body().id)
    asked = select(*(getattr(Assignment, name) for name in FIELDS), queries.bucket_sql(CUT))
    rows = db.session.execute(asked).all()
    assert len(rows) == 5**4 * len(STATES)
    assert [row for row in rows if bucket(Standing(*row[:6]), CUT) != CELLS[row[6]]] == []


def test_the_figures_count_what_the_rules_say(app: Flask, world: World) -> None:
    rng = random.Random(7)
    days = [None, *(date(2026, 1, 20) + timedelta(days=n) for n in range(0, 70, 3))]
    rows = [
        facts(
            rng.choice(days[1:]),
            rng.choice(days),
            rng.choice(days),
            rng.choice([None, None, *days]),
            rng.choice([None, None, None, *days]),
            rng.choice(STATES),
        )
        for _ in range(600)
    ]
    bodies = [make.make_body(f"UBND xã Thử {n}", world.commune).id for n in range(3)]
    for n, body_id in enumerate(bodies):
        put(rows[n * 200 : n * 200 + 200], body_id)
    found = queries.figures(DAYS, CUT, 5)
    by_body = {row.body_id: row.cells for row in found.bodies}
    for n, body_id in enumerate(bodies):
        mine = [Standing(*row.values()) for row in rows[n * 200 : n * 200 + 200]]
        assert by_body[body_id] == counted(mine)
    found.require_identities()
    assert found.total == queries.total(DAYS) == sum((g.cells for g in found.groups), Cells())


def counted(mine: list[Standing]) -> Cells:
    """Biểu 01's line, by the rules alone."""
    there = [
        one
        for one in mine
        if one.assigned_on <= CUT
        and (one.confirmed_on is None or one.confirmed_on >= DAYS.first_on)
        and bucket(one, CUT) != "cancelled"
    ]
    cells = Counter(bucket(one, CUT) for one in there)
    carried = sum(one.assigned_on < DAYS.first_on for one in there)
    return Cells(carried=carried, given=len(there) - carried, **cells)


@given(st.lists(st.sampled_from([name for name in Cells.__slots__ if name not in {"carried", "given"}])))
def test_5_is_3_plus_4_and_6_plus_10_plus_14(names: list[str]) -> None:
    cells = Cells(carried=len(names) // 2, given=len(names) - len(names) // 2, **Counter(names))
    require_line(cells, "một xã")
    assert cells.column(5) == cells.column(3) + cells.column(4)
    assert cells.column(5) == cells.column(6) + cells.column(10) + cells.column(14)
    assert cells.column(6) == sum(cells.column(n) for n in (7, 8, 9))
    assert cells.column(10) == sum(cells.column(n) for n in (11, 12, 13))
    assert cells + Cells() == cells


@pytest.mark.parametrize("number", [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
def test_each_column_says_which_rows_stand_behind_it(number: int) -> None:
    cells = Cells(10, 26, 1, 2, 3, 4, 5, 6, 15)
    wanted = behind(str(number))
    assert wanted is not None
    if wanted.cells is not None:
        assert sum(getattr(cells, cell) for cell in wanted.cells) == cells.column(number)
    assert number in COLUMNS


def test_columns_may_be_summed_and_nothing_else_is_understood() -> None:
    assert behind("7-8") == Wanted(frozenset({"done_on_time", "done_late"}))
    assert behind("3") == Wanted(None, "carried")
    assert [behind(text) for text in ("", "2", "15", "x", "7-", "3-4", "5-7", "²")] == [None] * 8


def test_standing_duties_and_asked_bodies_stand_apart(app: Flask, world: World) -> None:
    body = make.make_body("UBND xã Thường Xuyên", world.commune)
    put([facts(WITHIN, None, None, None, None, "assigned")] * 3, body.id, kind="standing")
    found = queries.figures(DAYS, CUT, 5)
    assert found.standing == 3
    assert body.id not in {row.body_id for row in found.bodies}
    assert [(group.name, group.cells.total) for group in found.asked] == [("Mặt trận và đoàn thể", 1)]
    assert found.total.total == 2
    assert (found.directives, found.tasks) == (1, 1)


def test_standing_duties_open_their_rows_also_of_a_signed_version(office: FlaskClient, month: World) -> None:
    body = make.make_body("UBND xã Thường Xuyên", month.commune)
    put([facts(WITHIN, None, None, None, None, "assigned")] * 3, body.id, kind="standing")
    at = "/ra-soat/2026-03"
    rows_at = f"{at}/dong?o=thuong-xuyen"
    assert f'<a href="{rows_at}">3 nhiệm vụ thường xuyên không tính vào tỷ lệ.</a>' in " ".join(
        office.get(at).text.split()
    )
    live = office.get(rows_at).text
    assert "Nhiệm vụ thường xuyên, không tính vào tỷ lệ: 3" in live
    period = actions.open_period(SYSTEM, name="2026-03")
    signed = actions.close_period(month.viewer("oanh"), period, **SIGNER)
    with transaction() as session:
        session.execute(update(Body).where(Body.id == body.id).values(name="UBND xã Mới"))
    kept = office.get(rows_at).text
    assert (kept.count("UBND xã Thường Xuyên"), "UBND xã Mới" in kept, signed.sha256 in kept) == (
        3,
        False,
        True,
    )
    book = load_workbook(BytesIO(office.get("/xuat/ra-soat?ky=2026-03&o=thuong-xuyen").data)).worksheets[0]
    assert sum("UBND xã Thường Xuyên" in row for row in book.iter_rows(values_only=True)) == 3


def test_work_of_earlier_years_is_counted_apart(app: Flask, world: World) -> None:
    put([facts(date(2024, 5, 1), date(2024, 6, 1), None, None, None, "assigned")], world.dam.id)
    found = queries.figures(DAYS, CUT, 5)
    assert (found.older.total, found.older.open_overdue, found.older.carried) == (1, 1, 1)
