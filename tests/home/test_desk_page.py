"""The desk: who sees it, what its figures count, and how many statements it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.difficulties import actions as difficulties
from tracker.home.desk import VIEWS
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]
FRIDAY = clock.at(date(2026, 3, 6))


def test_nothing_is_late_on_the_due_day(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 5), 23, 59)):
        page = sign_in("oanh").get("/don-doc").text
    assert "UBND xã Đàm Thượng" not in page


def test_the_day_after_it_is_overdue_by_a_day(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        page = sign_in("oanh").get("/don-doc").text
    assert "UBND xã Đàm Thượng" in page
    assert "s-late" in page
    assert f"/phan-cong/{world.work.id}" in page


def test_the_front_is_asked_and_never_among_the_late(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        late, asked = office.get("/don-doc").text, office.get("/don-doc?xem=asked").text
    assert "MTTQ" not in late
    assert "MTTQ" in asked
    assert "s-late" not in asked


@pytest.mark.parametrize(
    ("name", "status"), [("oanh", 200), ("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)]
)
def test_who_sees_the_desk(sign_in: SignIn, name: str, status: int) -> None:
    assert sign_in(name).get("/don-doc").status_code == status


@pytest.mark.parametrize(
    "view", ["late", "soon", "waiting", "extension", "difficulty", "objected", "silent", "new", "asked"]
)
def test_each_figure_is_the_length_of_the_list_it_leads_to(sign_in: SignIn, world: World, view: str) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 4))):
        page = sign_in("oanh").get(f"/don-doc?xem={view}").text
    figure = page.split('aria-current="true"><b>')[1].split("</b>")[0]
    assert int(figure) == page.count('name="id" value=')


def test_fifty_rows_a_page_and_the_rest_by_the_last_key(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, due_on=date(2026, 1, 5))
    for n in range(60):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), date(2026, 1, 5), task)
    office = sign_in("oanh")
    first = office.get("/don-doc").text
    assert first.count('name="id" value=') == 50
    following = first.split("sau=")[1].split('"')[0]
    assert office.get(f"/don-doc?sau={following}").text.count('name="id" value=') == 10


def test_statements_do_not_grow_with_rows(app: Flask, sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(FRIDAY):
        office = sign_in("oanh")
        office.get("/don-doc")  # reads what the process then keeps
    with clock.frozen_at(FRIDAY), count_sql(app) as few:
        assert office.get("/don-doc").status_code == 200
    task = make.make_task(world.directive, due_on=date(2026, 1, 5))
    for n in range(40):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), date(2026, 1, 5), task)
    with clock.frozen_at(FRIDAY), count_sql(app) as many:
        assert office.get("/don-doc").status_code == 200
    assert len(many) <= 15
    assert len(many) == len(few)


def test_junk_in_the_address_is_ignored(sign_in: SignIn) -> None:
    assert (
        sign_in("oanh").get("/don-doc?xem=%00&van-ban=x&tre=-1&sau=zzz&loai=99999999999999999999").status_code
        == 200
    )


def test_figures_and_lists_agree_under_any_filter(sign_in: SignIn, world: World) -> None:
    """Two difficulties of one work are one work; what is left out of the list is left out of the figures."""
    difficulties.report_difficulty(world.viewer("binh"), world.work, what="Thiếu đất đắp", note="Chờ")
    again = db.session.get(Assignment, world.work.id)
    assert again is not None
    difficulties.report_difficulty(world.viewer("binh"), again, what="Thiếu vốn", note="Chờ")
    office = sign_in("oanh")
    for more in (
        "",
        f"&don-vi={world.dam.id}",
        f"&don-vi={world.chi_body.id}",
        f"&loai={world.commune.id}&nhom=directive",
    ):
        for view in VIEWS:
            page = office.get(f"/don-doc?xem={view}{more}").text
            figure = page.split('aria-current="true"><b>')[1].split("</b>")[0]
            assert int(figure) == page.count('name="id" value='), (view, more)


def test_filters_in_force_can_be_taken_off_one_by_one(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    page = office.get(f"/don-doc?xem=new&don-vi={world.dam.id}&loai={world.commune.id}&nhom=task").text
    chips = re.findall(r'<a class="btn chip" href="([^"]+)">', page)
    assert [chip.replace("&amp;", "&") for chip in chips] == [
        f"/don-doc?xem=new&don-vi={world.dam.id}&nhom=task",
        f"/don-doc?xem=new&loai={world.commune.id}&nhom=task",
    ]
    assert "UBND xã Chí Minh Khai" not in page
    assert "UBND xã Chí Minh Khai" in office.get("/don-doc?xem=new").text


@pytest.mark.parametrize("group", ["body", "directive", "task"])
def test_the_same_rows_however_grouped(sign_in: SignIn, world: World, group: str) -> None:
    page = sign_in("oanh").get(f"/don-doc?xem=new&nhom={group}").text
    assert page.count('name="id" value=') == 3
    assert page.count("<tr class=group>") == (3 if group == "body" else 1)
    assert "UBND xã Chí Minh Khai" in page


def test_an_empty_desk_says_so_and_leads_on(sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    assert "xem=soon" in office.get("/don-doc").text.split('class="empty"')[1]
    assert 'href="/don-doc?xem=new"' in office.get("/don-doc?xem=new&tre=900").text.split('class="empty"')[1]


def test_a_reminder_and_a_call_are_told_on_the_row(sign_in: SignIn, world: World) -> None:
    reminders.urge(world.viewer("oanh"), assignment_ids=[world.work.id])
    with clock.frozen_at(clock.at(date(2026, 3, 3), 10)):
        reminders.note_call(world.viewer("oanh"), assignment_ids=[world.work.id], note="Hứa gửi")
        page = sign_in("oanh").get(f"/don-doc?xem=new&don-vi={world.dam.id}").text
    row = page.split(f'name="id" value="{world.work.id}"')[1].split("<tr")[0]
    assert re.search(r"2 (lần|times?), 03/03", row)
    assert "Phạm Thị Oanh" in row


def test_looking_at_the_desk_changes_nothing(app: Flask, sign_in: SignIn, world: World) -> None:
    office = sign_in("oanh")
    with count_sql(app) as sent:
        for path in ("/don-doc", "/don-doc?chon=tat-ca", "/xac-nhan"):
            office.get(path)
    assert [statement for statement in sent if not statement.startswith(("SELECT", "WITH"))] == []


def test_a_page_of_fifty_rows_is_light(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, due_on=date(2026, 1, 5))
    for n in range(50):
        make.make_assignment(make.make_body(f"UBND xã Thử {n}", world.commune), date(2026, 1, 5), task)
    assert len(sign_in("oanh").get("/don-doc").data) <= 40 * 1024
