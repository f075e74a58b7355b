"""A body is asked for its figures once a month: on its own list, on the list of targets, in the letter of the week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, update

from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.outbox.models import Letter
from tracker.reforms.actions import change_bodies
from tracker.reminders.actions.ladder import queue_ladder
from tracker.targets import actions, queries
from tracker.targets.models import TargetShare

SignIn = Callable[[str], FlaskClient]
TODAY, YEAR_END = date(2026, 3, 2), date(2026, 12, 31)  # the period runs from 15/02 to 14/03


@pytest.fixture
def part(world: World) -> TargetShare:
    """Bình's commune is to reach 5 of a target; Chi's has a part too."""
    oanh = world.viewer("oanh")
    target = actions.add_target(oanh, world.directive, unit="xã đạt chuẩn", planned=9, due_on=YEAR_END)
    actions.give_parts(oanh, target, bodies=[world.dam.id, world.chi_body.id], planned=5)
    rows = select(TargetShare).where(TargetShare.body_id == world.dam.id)
    return db.session.scalars(rows).one()


def owed(world: World, day: date = TODAY) -> int:
    return queries.owed(world.viewer("binh"), day)


def test_a_figure_of_this_period_answers_until_the_next_begins(world: World, part: TargetShare) -> None:
    binh = world.viewer("binh")
    assert (owed(world), queries.owed_by_body(TODAY)) == (1, {world.dam.id: 1, world.chi_body.id: 1})
    actions.measure(binh, part, actual=1, day=date(2026, 2, 14))
    assert owed(world) == 1, "that was the period before"
    actions.measure(binh, part, actual=2, day=date(2026, 2, 15))
    assert (owed(world), owed(world, date(2026, 3, 14)), owed(world, date(2026, 3, 15))) == (0, 0, 1)
    assert queries.month(TODAY).cut_on == date(2026, 3, 14)


def test_nobody_is_asked_for_what_is_reached_past_or_gone_on(world: World, part: TargetShare) -> None:
    binh, oanh = world.viewer("binh"), world.viewer("oanh")
    actions.measure(binh, part, actual=5, day=date(2026, 2, 1))
    assert owed(world) == 0, "its plan is reached"
    change_bodies(oanh, kind="merge", day=TODAY, old=[world.chi_body.id], into=[world.dam.id])
    later = date(2026, 4, 20)
    assert queries.owed_by_body(later) == {world.dam.id: 1}, "of the two parts one is left, and open again"
    assert queries.owed_by_body(YEAR_END + timedelta(days=30)) == {}


def test_it_stands_on_the_body_s_list_and_among_the_targets(
    app: Flask, world: World, part: TargetShare, sign_in: SignIn
) -> None:
    body, office = sign_in("binh"), sign_in("oanh")
    body.get("/viec")
    with count_sql(app) as sent:
        page = body.get("/viec").text
    assert "1 chỉ tiêu chờ số liệu tháng 03/2026 của đơn vị" in page
    assert "14/03/2026" in page
    assert len(sent) <= 15
    assert "xã đạt chuẩn" in body.get("/chi-tieu?ky=1").text
    actions.measure(world.viewer("binh"), part, actual=2, day=TODAY)
    assert "chờ số liệu" not in body.get("/viec").text
    assert "Số liệu tháng này đã đủ" in body.get("/chi-tieu?ky=1").text
    assert "xã đạt chuẩn" in office.get("/chi-tieu?ky=1").text, "Chi's commune has not said"
    assert "xã đạt chuẩn" in in_workbook(office)
    rest = db.session.scalars(select(TargetShare).where(TargetShare.actual.is_(None))).all()
    for one in rest:
        actions.measure(world.viewer("oanh"), one, actual=1, day=TODAY)
    assert "xã đạt chuẩn" not in in_workbook(office), "the workbook holds what the page lists"


def in_workbook(browser: FlaskClient) -> list[object]:
    """The cells of the workbook of targets without a figure of the month."""
    [sheet] = load_workbook(BytesIO(browser.get("/xuat/chi-tieu?ky=1").data)).worksheets
    return [value for row in sheet.iter_rows(values_only=True) for value in row]


def test_the_letter_of_the_week_asks(world: World, part: TargetShare) -> None:
    monday = date(2026, 3, 9)
    with clock.frozen_at(clock.at(monday, 7, 30)):
        queue_ladder(SYSTEM, monday)
    told = {letter.body_id: letter for letter in db.session.scalars(select(Letter))}
    mine = told[world.dam.id]
    assert "Đơn vị còn 1 chỉ tiêu chưa có số liệu tháng 3/2026" in mine.body_text
    assert "trước hết ngày 14/03/2026" in mine.body_text
    assert "/chi-tieu?ky=1" in mine.body_text
    assert "/chi-tieu?ky=1" in mine.body_html


def test_a_body_without_open_work_is_asked_by_a_letter_of_its_own(world: World, part: TargetShare) -> None:
    with transaction() as session:
        session.execute(update(Assignment).values(state="completed", confirmed_on=TODAY))
    monday = date(2026, 3, 9)
    with clock.frozen_at(clock.at(monday, 7, 30)):
        assert queue_ladder(SYSTEM, monday) == 2
        assert queue_ladder(SYSTEM, monday) == 0
    told = {letter.body_id: letter for letter in db.session.scalars(select(Letter))}
    mine = told[world.dam.id]
    assert mine.subject == "1 chỉ tiêu chưa có số liệu tháng 3/2026 – UBND xã Đàm Thượng"
    assert (mine.kind, mine.to_addr) == ("weekly", world.dam.email)
    assert "Đơn vị còn 1 chỉ tiêu chưa có số liệu tháng 3/2026; đề nghị cập nhật" in mine.body_text
    assert "/chi-tieu?ky=1" in mine.body_text
    assert "/chi-tieu?ky=1" in mine.body_html
    tuesday = date(2026, 3, 10)
    with clock.frozen_at(clock.at(tuesday, 7, 30)):
        queue_ladder(SYSTEM, tuesday)
    again = db.session.scalars(select(Letter).where(Letter.kind == "weekly")).all()
    assert len(again) == 2, "once a week"


def test_nobody_is_written_to_for_figures_that_are_there(world: World, part: TargetShare) -> None:
    with transaction() as session:
        session.execute(update(Assignment).values(state="completed", confirmed_on=TODAY))
    for one in db.session.scalars(select(TargetShare)).all():
        actions.measure(world.viewer("oanh"), one, actual=1, day=TODAY)
    monday = date(2026, 3, 9)
    with clock.frozen_at(clock.at(monday, 7, 30)):
        assert queue_ladder(SYSTEM, monday) == 0
