"""Each filter of the desk against what it should leave in; figures and lists agree; all of them combine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment, Coordinator
from tracker.bodies.models import BodyPlace
from tracker.db import db, transaction
from tracker.difficulties import actions as difficulties
from tracker.home import queries
from tracker.home.desk import NARROWING, Filters
from tracker.home.filters import NAMES, VIEWS
from tracker.home.queries import Days
from tracker.officials import actions as officials
from tracker.reminders import actions as reminders

SignIn = Callable[[str], FlaskClient]
DAY = date(2026, 3, 16)
DAYS = Days.of(DAY, date(2026, 3, 19), date(2026, 2, 14))


@pytest.fixture
def stage(world: World) -> World:
    """Beside the cast's three: one completed late, one due later of an urgent directive, one without a day."""
    urgent = make.make_directive(urgency="thuong_khan", number="9/KH-UBND")
    with transaction() as session:
        session.add(BodyPlace(body_id=world.chi_body.id, parent_id=world.dam.id, valid_from=make.LONG_AGO))
    make.make_assignment(
        world.dam, date(2026, 3, 5), make.make_task(section="1.2", due_on=date(2026, 3, 5)),
        state="completed", reported_on=date(2026, 3, 9), confirmed_on=date(2026, 3, 10),
    )  # fmt: skip
    hasty = make.make_task(urgent, section="10", due_on=date(2026, 4, 20))
    make.make_assignment(world.dam, date(2026, 4, 20), hasty, urgency=1)
    undated = make.make_task(section="1", deadline_kind="standing")
    helped = make.make_assignment(world.chi_body, None, undated, assigned_on=date(2026, 3, 1))
    with transaction() as session:
        session.add(Coordinator(assignment_id=helped.id, body_id=world.dam.id))
    with clock.frozen_at(clock.at(DAY)):
        difficulties.report_difficulty(world.viewer("binh"), world.work, what="Thiếu vốn", note="Chờ")
        reminders.note_call(world.viewer("oanh"), assignment_ids=[world.other_work.id], note="Đã gọi")
    officials.set_official(world.viewer("oanh"), world.dam, person_id=world.people["oanh"].id)
    second = make.make_person("Trịnh Bá Kỷ", "office", login="ky")
    officials.set_official(world.viewer("oanh"), urgent, person_id=second.id)
    world.people["ky"] = second
    return world


def ids(world: World, filters: Filters) -> set[int]:
    rows = set(db.session.scalars(queries.matching(world.viewer("oanh"), filters, DAYS)))
    db.session.rollback()
    return rows


def expected(is_left: Callable[[Assignment], bool], is_open: bool = True) -> set[int]:
    rows = db.session.scalars(select(Assignment)).all()
    found = {row.id for row in rows if is_left(row) and (row.is_open or not is_open)}
    db.session.rollback()
    return found


def all_of(**stated: object) -> Filters:
    return replace(Filters(view="all"), **stated)  # type: ignore[arg-type]


def test_everything_open_is_everything_open(stage: World) -> None:
    assert ids(stage, all_of()) == expected(lambda row: True)
    assert len(ids(stage, all_of())) == 5


def test_places_in_a_document(stage: World) -> None:
    undated = expected(lambda row: row.due_on is None)
    done = expected(lambda row: row.state == "completed", is_open=False)
    assert ids(stage, all_of(section="1")) == undated
    assert ids(stage, all_of(section="1", state="completed")) == done, "1.2 lies in 1"
    assert ids(stage, all_of(section="10")) == expected(lambda row: row.urgency == 1), "10 does not"
    assert ids(stage, all_of(section="1%")) == set()


def test_things(stage: World) -> None:
    assert ids(stage, all_of(directive=stage.directive.id)) == expected(
        lambda row: row.directive_id == stage.directive.id
    )
    assert ids(stage, all_of(task=stage.task.id)) == expected(lambda row: row.task_id == stage.task.id)
    assert ids(stage, all_of(body=stage.front.id)) == {stage.asked.id}
    assert ids(stage, all_of(type=stage.front_type.id)) == {stage.asked.id}


def test_an_area_is_a_body_with_all_below_it(stage: World) -> None:
    both = {stage.dam.id, stage.chi_body.id}
    assert ids(stage, all_of(area=stage.dam.id)) == expected(lambda row: row.body_id in both)
    assert ids(stage, all_of(area=stage.chi_body.id)) == expected(
        lambda row: row.body_id == stage.chi_body.id
    )


def test_the_part_a_body_has(stage: World) -> None:
    helped = expected(lambda row: row.due_on is None)
    led = expected(lambda row: row.body_id == stage.dam.id)
    assert ids(stage, all_of(body=stage.dam.id)) == led
    assert ids(stage, all_of(body=stage.dam.id, role="helping")) == helped
    assert ids(stage, all_of(body=stage.dam.id, role="either")) == led | helped
    assert ids(stage, all_of(role="helping")) == helped
    assert ids(stage, all_of(area=stage.dam.id, role="helping")) == helped


def test_states_and_times(stage: World) -> None:
    late = expected(lambda row: row.is_owed and row.due_on is not None and row.due_on < DAY)
    assert ids(stage, all_of(time="late")) == late
    assert ids(stage, all_of(days=11)) == late
    assert ids(stage, all_of(days=12)) == set()
    assert ids(stage, all_of(time="soon")) == set()
    assert ids(stage, all_of(time="ahead")) == expected(lambda row: row.urgency == 1)
    assert ids(stage, all_of(time="undated")) == expected(lambda row: row.due_on is None)
    done = expected(lambda row: row.state == "completed", is_open=False)
    assert ids(stage, all_of(time="done_late")) == done
    assert ids(stage, all_of(time="done_in_time")) == set()
    assert ids(stage, all_of(state="completed")) == done
    assert ids(stage, all_of(state="in_progress")) == {stage.work.id}


def test_deadlines_and_urgency(stage: World) -> None:
    assert ids(stage, all_of(kind="standing")) == expected(lambda row: row.due_on is None)
    assert ids(stage, all_of(period="2026-03")) == expected(lambda row: row.due_on == date(2026, 3, 5))
    assert ids(stage, all_of(period="2026-04")) == set()
    assert ids(stage, all_of(period="2026-q2")) == expected(lambda row: row.urgency == 1)
    for degree, found in (("khan", 1), ("thuong_khan", 1), ("hoa_toc", 0)):
        assert len(ids(stage, all_of(urgency=degree))) == found


def test_what_has_happened(stage: World) -> None:
    everything = expected(lambda row: True)
    assert ids(stage, all_of(obstacle="open")) == {stage.work.id}
    assert ids(stage, all_of(obstacle="any")) == {stage.work.id}
    assert ids(stage, all_of(obstacle="none")) == everything - {stage.work.id}
    assert ids(stage, all_of(reminded=1)) == {stage.other_work.id}
    assert ids(stage, all_of(reminded=2)) == set()
    assert ids(stage, all_of(reminded=0)) == everything - {stage.other_work.id}
    assert ids(stage, all_of(heard=DAY)) == expected(
        lambda row: (row.last_report_at or clock.midnight(row.assigned_on)) < clock.midnight(DAY)
    )
    assert ids(stage, all_of(heard=DAY + timedelta(days=1))) == expected(
        lambda row: (
            (row.last_report_at or clock.midnight(row.assigned_on)) < clock.midnight(DAY + timedelta(1))
        )
    )


def test_a_directive_s_official_goes_before_its_body_s(stage: World) -> None:
    mine = expected(lambda row: row.body_id == stage.dam.id and row.urgency != 1)
    theirs = expected(lambda row: row.urgency == 1)
    nobodys = expected(lambda row: row.body_id != stage.dam.id)
    assert ids(stage, all_of(official=stage.people["oanh"].id)) == mine
    assert ids(stage, all_of(official=stage.people["ky"].id)) == theirs
    assert ids(stage, all_of(official=0)) == nobodys
    officials.set_official(stage.viewer("oanh"), stage.dam, person_id=None)
    assert ids(stage, all_of(official=0)) == nobodys | mine


EACH = {
    "directive": 1, "section": "1", "task": 1, "type": 1, "area": 1, "body": 1, "role": "either", "state": "assigned",
    "time": "late", "days": 3, "kind": "fixed", "period": "2026-03", "urgency": "khan", "obstacle": "open",
    "reminded": 1, "heard": DAY, "official": 1,
}  # fmt: skip


def test_no_filter_is_forgotten_here() -> None:
    assert tuple(EACH) == NARROWING


@pytest.mark.parametrize("name", EACH)
def test_figure_and_list_agree_under_each_filter(stage: World, name: str) -> None:
    for view in VIEWS:
        filters = replace(Filters(view=view), **{name: EACH[name]})
        figures = queries.figures(stage.viewer("oanh"), filters, DAYS)
        page = queries.desk_rows(stage.viewer("oanh"), filters, DAYS, None)
        assert getattr(figures, view) == len(page.rows) == len(ids(stage, filters)), view


def test_all_at_once(app: Flask, stage: World, sign_in: SignIn) -> None:
    """Every filter together is one page of no more statements than any other, and says which to drop."""
    filters = replace(Filters(view="late"), **EACH)
    assert {name: getattr(filters, name) for name in NARROWING} == EACH
    office = sign_in("oanh")
    with count_sql(app) as sent:
        answer = office.get(f"/don-doc?{filters.query()}")
    assert answer.status_code == 200
    assert len(sent) <= 15
    assert answer.text.count('class="btn chip"') + answer.text.count("“") >= len(NARROWING) - 1


def test_an_empty_list_names_the_filter_to_drop(stage: World, sign_in: SignIn) -> None:
    with clock.frozen_at(clock.at(DAY)):
        page = sign_in("oanh").get(f"/don-doc?don-vi={stage.dam.id}&tre=900").text.split('class="empty"')[1]
    assert f'href="/don-doc?don-vi={stage.dam.id}"' in page
    assert f'href="/don-doc?don-vi={stage.dam.id}&amp;tre=900"' not in page
    assert 'href="/don-doc?tre=900"' not in page, "without the body it would still be empty"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("tre=-1", "Trễ từ (ngày)"),
        ("don-vi=987654", "Đơn vị"),
        ("dia-ban=x", "Địa bàn"),
        ("cap-nhat-truoc=31/12/2026", "Cập nhật cuối trước ngày"),
        ("cap-nhat-truoc=9999-12-31", "Cập nhật cuối trước ngày"),
        ("ky=2026-99", "Đến hạn trong kỳ rà soát"),
        ("xem=everything", "Danh sách"),
        ("chuyen-vien=99999999999999999999", "Chuyên viên theo dõi"),
        ("muc=%00", "Mục"),
        ("vai-tro=boss&han=x&xu-ly=x&khan=x&loai-han=x&vuong-mac=x&nhac=x&nhiem-vu=x", "Độ khẩn"),
    ],
)
def test_what_nobody_understands_is_left_out_and_said(
    sign_in: SignIn, world: World, said: str, named: str
) -> None:
    office = sign_in("oanh")
    for path in ("/don-doc", "/don-doc/loc"):
        answer = office.get(f"{path}?{said}&xem=new" if "xem" not in said else f"{path}?{said}")
        assert answer.status_code == 200
        banner = answer.text.split('class="banner s-soon')[1].split("</div></div>")[0]
        assert named in banner
    if "xem" not in said:
        assert "UBND xã Chí Minh Khai" in office.get(f"/don-doc?{said}&xem=new").text


def test_the_form_offers_and_keeps_every_filter(stage: World, sign_in: SignIn) -> None:
    stated = f"xem=new&loai={stage.commune.id}&van-ban={stage.directive.id}&nhac=0&muc=1.2&nhom=task"
    page = sign_in("oanh").get(f"/don-doc/loc?{stated}").text
    for name in NARROWING:
        assert page.count(f'name="{NAMES[name]}"') == 1, name
    assert f'<option value="{stage.commune.id}" selected>' in page
    assert 'value="1.2"' in page
    assert '<input type="hidden" name="nhom" value="task">' in page
    assert stage.task.text[:40] in page, "the tasks of the chosen directive"


def test_what_a_form_left_empty_is_not_in_the_address(sign_in: SignIn, world: World) -> None:
    answer = sign_in("oanh").get("/don-doc?xem=new&van-ban=&muc=&loai=3&tre=")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/don-doc?xem=new&loai=3")
    assert sign_in("oanh").get("/don-doc?muc=").headers["Location"] == "/don-doc"
    plain = "/don-doc?xem=late&vai-tro=lead&muc=&tre=x&mo=7"
    assert sign_in("oanh").get(plain).headers["Location"] == "/don-doc?tre=x&mo=7", (
        "what is wrong is said there"
    )
