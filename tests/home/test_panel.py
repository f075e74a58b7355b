"""The panel beside the desk: what it says of a row in each state, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.difficulties import actions as difficulties
from tracker.extensions.actions import stopping
from tracker.officials import actions as officials
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]


def panel(browser: FlaskClient, work: Assignment, query: str = "") -> str:
    return browser.get(f"/don-doc/viec/{work.id}{query}").text.split('id="viec-ben"')[1].split("</aside>")[0]


def test_it_says_what_the_office_needs_to_call(sign_in: SignIn, world: World) -> None:
    oanh = world.viewer("oanh")
    officials.set_official(oanh, world.dam, person_id=oanh.id)
    difficulties.report_difficulty(
        world.viewer("binh"), world.work, what="Thiếu đất đắp", note="Đang chờ tỉnh"
    )
    reminders.urge(oanh, assignment_ids=[world.work.id])
    with clock.frozen_at(clock.at(date(2026, 3, 9), 10)):
        reminders.note_call(oanh, assignment_ids=[world.work.id], note="Hứa gửi")
    with clock.frozen_at(clock.at(date(2026, 4, 5))):
        said = panel(sign_in("oanh"), world.work)
    for words in (
        "UBND xã Đàm Thượng", 'href="tel:02063655102"', "cập nhật 34 ngày trước", "2 lần, 09/03", "Phạm Thị Oanh",
        "Thiếu đất đắp", "Đang chờ tỉnh", "1847/UBND-KTN", world.task.text, "Quá hạn 31 ngày", "Hoàng Văn Bình",
    ):  # fmt: skip
        assert words in said, words


def test_a_row_nobody_has_touched(sign_in: SignIn, world: World) -> None:
    said = panel(sign_in("khanh"), world.other_work)
    for words in ("Chưa có", "Chưa nhắc", "Chưa có tệp nào được gửi.", "Chưa tiếp nhận"):
        assert words in said, words


@pytest.mark.parametrize("state", ["submitted", "completed", "suspended", "cancelled", "returned"])
def test_every_state_has_its_panel(sign_in: SignIn, world: World, state: str) -> None:
    oanh, work = world.viewer("oanh"), world.work
    if state in ("submitted", "completed", "returned"):
        assignments.post_report(world.viewer("binh"), work, status="done", note="Đã xong")
    fresh = db.session.get(Assignment, work.id)
    assert fresh is not None
    if state == "completed":
        assignments.confirm(oanh, fresh, seen=fresh.version)
    elif state == "returned":
        assignments.return_for_rework(oanh, fresh, reason="Thiếu số liệu", seen=fresh.version)
    elif state == "suspended":
        stopping.suspend(oanh, fresh, reason="Chờ", document="15/QĐ-UBND", seen=fresh.version)
    elif state == "cancelled":
        stopping.cancel(oanh, fresh, reason="Thừa", document="15/QĐ-UBND", seen=fresh.version)
    assert world.task.text in panel(sign_in("oanh"), work)


def test_it_leads_back_to_the_list_it_came_from(sign_in: SignIn, world: World) -> None:
    said = panel(sign_in("oanh"), world.work, "?xem=new&nhom=task&mo=3&x=javascript:1&tre=abc")
    assert 'href="/don-doc?xem=new&amp;nhom=task&amp;mo=3" data-close-panel' in said


@pytest.mark.parametrize(
    ("name", "status"), [("oanh", 200), ("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)]
)
def test_who_sees_it(sign_in: SignIn, world: World, name: str, status: int) -> None:
    assert sign_in(name).get(f"/don-doc/viec/{world.work.id}").status_code == status


def test_what_is_not_there_is_404(sign_in: SignIn) -> None:
    assert sign_in("oanh").get("/don-doc/viec/987654").status_code == 404


def test_it_costs_few_statements(app: Flask, sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    assignments.post_report(world.viewer("binh"), world.work, status="doing", note="Đang làm")
    with count_sql(app) as sent:
        assert office.get(f"/don-doc/viec/{world.work.id}").status_code == 200
    assert len(sent) <= 15
