"""The matrix as a workbook: every body and task, days as numbers, ready for A3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from psycopg.pq import TransactionStatus

from tests import make
from tests.world import World
from tracker import clock
from tracker.assignments.labels import Marks
from tracker.db import connection
from tracker.matrix.export import lines

SignIn = Callable[[str], FlaskClient]
LATE = clock.at(date(2026, 3, 17), 9)


def test_the_whole_table_with_real_numbers(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, text="=1+1 việc thứ hai", section="2")
    make.make_assignment(world.dam, None, task, state="completed", reported_on=clock.today())
    for n in range(60):
        make.make_assignment(make.make_body(f"=UBND xã {n:02d}", world.commune), None, world.task)
    with clock.frozen_at(LATE):
        answer = sign_in("oanh").get(f"/bang/tai?vb={world.directive.id}")
    assert answer.status_code == 200
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="bang-theo-doi-{world.directive.id}-2026-03-17.xlsx"'
    )
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Bảng theo dõi: 1847/UBND-KTN"
    assert rows[2][:3] == [
        "Đơn vị",
        "1\nLập kế hoạch chi tiết hoàn thành từng…",
        "2\n=1+1 việc thứ hai",
    ]
    assert rows[2][3:] == ["Xong", "Tổng số việc", "Quá hạn", "Tỷ lệ hoàn thành"]
    by_name = {row[0]: row for row in rows}
    assert by_name["UBND xã Đàm Thượng"][1:] == [12, "✓", 1, 2, 1, 0.5]
    assert by_name["UBND xã Chí Minh Khai"][1:] == [12, None, 0, 1, 1, 0]
    assert by_name["Ủy ban MTTQ Việt Nam tỉnh"][1:] == ["◷", None, 0, 1, 0, 0]
    assert by_name["=UBND xã 00"][1:] == ["○", None, 0, 1, 0, 0]
    assert by_name["Đơn vị hoàn thành"][1:4] == [0, 1, 1]
    assert by_name["Đơn vị được giao"][1:6] == [63, 1, None, 64, 2]
    assert [row[0] for row in rows if row[0] in ("Xã, phường", "Mặt trận và đoàn thể")] == [
        "Xã, phường",
        "Mặt trận và đoàn thể",
    ]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "B4",
        "landscape",
        8,
    )
    assert sheet.print_title_rows == "$3:$3"
    assert "/" not in str(by_name["UBND xã Đàm Thượng"][3])


def test_who_may_not_see_the_table_may_not_take_it_along(sign_in: SignIn, world: World) -> None:
    for name in ("binh", "an"):
        assert sign_in(name).get("/bang/tai").status_code == 404
    assert sign_in("khanh").get("/bang/tai").status_code == 200


@pytest.mark.databases("postgresql")
def test_the_sight_is_let_go_before_the_program_writes(world: World) -> None:
    marks = Marks(clock.today(), clock.today())
    told = lines(world.directive, marks, by="Lê Thị Oanh")
    next(told)
    assert state_of_line() == TransactionStatus.INTRANS, "all of it is of one moment"
    list(told)
    assert state_of_line() == TransactionStatus.IDLE


def state_of_line() -> TransactionStatus:
    raw: Any = connection().connection.dbapi_connection
    return TransactionStatus(raw.info.transaction_status)
