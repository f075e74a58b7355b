"""The matrix: its cells and figures, its parts, orders and filters, who may see it and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment
from tracker.db import transaction
from tracker.matrix.page import marked

SignIn = Callable[[str], FlaskClient]
LATE = clock.at(date(2026, 3, 17), 9)


def opened(browser: FlaskClient, path: str = "/bang") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def labels(page: str) -> list[str]:
    return re.findall(r'aria-label="([^"]+: [^"]+)"', page)


def names(page: str) -> list[str]:
    """The bodies in the order of the table."""
    return re.findall(r'<th scope="row"><a href="/bang/don-vi/\d+\?vb=\d+">([^<]+)', page)


def several(world: World, n: int, **facts: object) -> list[int]:
    """So many more bodies with the cast's task, written at once."""
    bodies = [make.make_body(f"UBND xã Thứ {place}", world.commune).id for place in range(1, n + 1)]
    stated = {
        "task_id": world.task.id,
        "directive_id": world.directive.id,
        "mode": "giao",
        "state": "assigned",
    }
    dates = {
        "assigned_on": clock.today(),
        "due_on": world.work.due_on,
        "deadline_kind": "fixed",
        "period": "",
        "round": 1,
    }
    rows = [stated | dates | facts | {"body_id": body, "version": 1} for body in bodies]
    with transaction() as session:
        session.execute(insert(Assignment.__table__), rows)
    return bodies


def test_a_cell_is_one_link_with_its_whole_name(sign_in: SignIn, world: World) -> None:
    with clock.frozen_at(LATE):
        page = opened(sign_in("oanh"))
    words = "UBND xã Đàm Thượng, nhiệm vụ 1: quá hạn 12 ngày, chưa tiếp nhận"
    link = f'<a href="/phan-cong/{world.work.id}" aria-label="{words}">12</a>'
    assert f'<td class="s-late">{link}</td>' in page
    asked = "Ủy ban MTTQ Việt Nam tỉnh, nhiệm vụ 1: đã đến thời gian tổng hợp, chưa tiếp nhận"
    assert asked in labels(page)
    assert "quá hạn" not in asked
    assert "<td>0/1</td>" in page
    assert "<td>0/3</td>" in page
    assert "1847/UBND-KTN: 1 nhiệm vụ, 3 đơn vị, xong 0/3 việc, 2 việc quá hạn." in page


@pytest.mark.parametrize(
    ("state", "kind", "told"),
    [
        ("in_progress", "s-doing", "đang thực hiện"),
        ("submitted", "s-wait", "chờ xác nhận"),
        ("completed", "s-done", "hoàn thành"),
        ("returned", "s-back", "bị trả lại"),
        ("suspended", "s-stop", "đã dừng"),
        ("cancelled", "s-stop", "đã dừng"),
        ("objected", "s-new", "chưa tiếp nhận, có ý kiến"),
    ],
)
def test_every_state_has_its_glyph_and_word(
    sign_in: SignIn, world: World, state: str, kind: str, told: str
) -> None:
    other = make.make_directive(number="5/UBND")
    task = make.make_task(other, section="1")
    make.make_assignment(world.dam, None, task, state=state, reported_on=clock.today())
    page = opened(sign_in("oanh"), f"/bang?vb={other.id}")
    assert f'<td class="{kind}"><a href="/phan-cong/' in page
    assert labels(page) == [f"UBND xã Đàm Thượng, mục 1: {told}"]


def test_a_cell_of_several_tells_of_the_worst(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, text="Báo cáo hằng tháng")
    for n, state in enumerate(("completed", "in_progress", "in_progress")):
        due_on = clock.today() - timedelta(days=10 * n - 5)
        make.make_assignment(world.dam, due_on, task, period=f"2026-0{n + 1}", state=state)
    page = opened(sign_in("oanh"))
    assert "UBND xã Đàm Thượng, nhiệm vụ 2: quá hạn 15 ngày (và 2 việc khác)" in labels(page)
    assert ">15<small>+2</small></a>" in page


def test_the_latest_directive_with_open_work_is_chosen(sign_in: SignIn, world: World) -> None:
    done = make.make_directive(number="8/UBND")
    make.make_assignment(world.dam, task=make.make_task(done), state="completed")
    ended = make.make_directive(number="9/UBND", ending="withdrawn")
    make.make_assignment(world.dam, task=make.make_task(ended))
    page = opened(sign_in("oanh"))
    assert f'<option value="{world.directive.id}" selected>1847/UBND-KTN</option>' in page
    assert f'<option value="{done.id}">8/UBND</option>' in page
    assert "9/UBND (" in page
    assert "<h1>" in opened(sign_in("oanh"), f"/bang?vb={done.id}")


def test_an_older_one_than_those_offered_can_be_opened(sign_in: SignIn, world: World) -> None:
    for _ in range(31):
        make.make_directive()
    assert "1847/UBND-KTN" not in opened(sign_in("oanh"), "/bang").partition('<select id="vb"')[0]
    assert " selected>1847/UBND-KTN<" in opened(sign_in("oanh"), f"/bang?vb={world.directive.id}")


def test_bodies_stand_by_type_in_the_order_of_the_alphabet(sign_in: SignIn, world: World) -> None:
    for name in ("UBND xã Ân Thi", "UBND xã Ẳng Cang", "UBND xã An Bình", "UBND xã Dương Hòa"):
        make.make_assignment(make.make_body(name, world.commune), world.work.due_on, world.task)
    page = opened(sign_in("oanh"))
    assert names(page) == [
        "UBND xã An Bình", "UBND xã Ẳng Cang", "UBND xã Ân Thi", "UBND xã Chí Minh Khai", "UBND xã Dương Hòa",
        "UBND xã Đàm Thượng", "Ủy ban MTTQ Việt Nam tỉnh",
    ]  # fmt: skip
    groups = re.findall(r'scope="rowgroup"[^>]*>([^<]+)', page)
    assert groups == ["Xã, phường", "Mặt trận và đoàn thể"]


def test_the_longest_overdue_can_stand_first(sign_in: SignIn, world: World) -> None:
    body = make.make_body("UBND xã Yên Bình", world.commune)
    make.make_assignment(body, world.work.due_on - timedelta(days=4), world.task)
    with clock.frozen_at(LATE):
        page = opened(sign_in("oanh"), "/bang?xep=cham")
    assert names(page)[0] == "UBND xã Yên Bình"
    assert names(page)[-1] == "Ủy ban MTTQ Việt Nam tỉnh"
    assert "rowgroup" not in page


def test_only_what_is_overdue(sign_in: SignIn, world: World) -> None:
    task = make.make_task(world.directive, text="Chưa đến hạn")
    make.make_assignment(make.make_body("UBND xã Còn Hạn", world.commune), date(2026, 12, 1), task)
    browser = sign_in("oanh")
    assert "Không có đơn vị nào quá hạn" in opened(browser, "/bang?cham=1")
    with clock.frozen_at(LATE):
        page = opened(sign_in("oanh"), "/bang?cham=1")
    assert names(page) == ["UBND xã Chí Minh Khai", "UBND xã Đàm Thượng"]
    assert "Chưa đến hạn" not in page


def test_it_goes_on_fifty_bodies_and_fifteen_tasks_at_a_time(sign_in: SignIn, world: World) -> None:
    several(world, 57)
    for n in range(2, 19):
        make.make_assignment(world.dam, None, make.make_task(world.directive, text=f"Việc {n}"))
    browser = sign_in("oanh")
    page = opened(browser)
    assert len(names(page)) == 50
    assert page.count('<th scope="col"><a') == 15
    assert "1 đến 50 trên 60" in page
    assert "1 đến 15 trên 18" in page
    url = f"/bang?vb={world.directive.id}&amp;dv=2"
    assert f'href="{url}"' in page
    rest = opened(browser, f"/bang?vb={world.directive.id}&dv=2&nv=2")
    assert len(names(rest)) == 10
    assert rest.count('<th scope="col"><a') == 3
    assert not set(names(rest)) & set(names(page))
    assert names(opened(browser, "/bang?dv=99&nv=99")) == names(rest)
    assert names(opened(browser, "/bang?dv=x&nv=-1&vb=")) == names(page)


def test_the_phone_s_list_leads_to_one_body_s_work(sign_in: SignIn, world: World) -> None:
    browser = sign_in("oanh")
    url = f"/bang/don-vi/{world.dam.id}?vb={world.directive.id}"
    listed = opened(browser).partition('id="chon-don-vi"')[2]
    assert url in listed
    page = opened(browser, url)
    assert f'href="/phan-cong/{world.work.id}"' in page
    assert f'href="/phan-cong/{world.other_work.id}"' not in page
    stranger = make.make_body("UBND xã Ngoài", world.commune)
    assert "Đơn vị này không có việc nào" in opened(browser, f"/bang/don-vi/{stranger.id}")
    assert browser.get("/bang/don-vi/999999").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("lam", 200), ("khanh", 200), ("binh", 404), ("an", 404)])
def test_who_may_see_it(sign_in: SignIn, world: World, name: str, status: int) -> None:
    browser = sign_in(name)
    for path in ("/bang", f"/bang/don-vi/{world.dam.id}", f"/bang?vb={world.directive.id}"):
        assert browser.get(path).status_code == status, path


def test_a_draft_or_what_is_not_there_is_not_found(sign_in: SignIn, world: World) -> None:
    with transaction() as session:
        draft = make.make_directive(number="1/DT")
        session.merge(draft).state = "draft"
    for directive_id in (draft.id, 999_999):
        assert sign_in("oanh").get(f"/bang?vb={directive_id}").status_code == 404


def test_before_anything_was_issued(app: Flask, sign_in: SignIn, world: World) -> None:
    with transaction() as session:
        session.merge(world.directive).state = "withdrawn"
    assert "Chưa có văn bản nào được giao" in opened(sign_in("oanh"))
    assert sign_in("oanh").get("/bang/tai").status_code == 404


def test_a_directive_given_to_nobody_says_so(sign_in: SignIn, world: World) -> None:
    other = make.make_directive()
    assert "chưa giao cho đơn vị nào" in opened(sign_in("oanh"), f"/bang?vb={other.id}")


def test_it_costs_the_same_however_large(app: Flask, sign_in: SignIn, world: World) -> None:
    browser = sign_in("oanh")
    several(world, 2)  # from now on rules are kept in memory
    opened(browser)
    with count_sql(app) as few:
        opened(browser)
    several(world, 120)
    opened(browser)
    with count_sql(app) as many:
        opened(browser)
    assert len(many) == len(few) <= 15, many


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        (["1", "1", "2"], [("1.1", "mục 1 ý 1"), ("1.2", "mục 1 ý 2"), ("2", "mục 2")]),
        (["", ""], [("1", "nhiệm vụ 1"), ("2", "nhiệm vụ 2")]),
        (["II", "", "II"], [("II.1", "mục II ý 1"), ("1", "nhiệm vụ 1"), ("II.2", "mục II ý 2")]),
    ],
)
def test_tasks_are_named_by_their_place_in_the_section(
    app: Flask, sections: list[str], said: list[tuple[str, str]]
) -> None:
    with app.test_request_context():
        assert marked(sections) == said


def test_a_directive_s_page_leads_to_its_table(sign_in: SignIn, world: World) -> None:
    link = f'href="/bang?vb={world.directive.id}"'
    for name, there in (("oanh", True), ("lam", True), ("binh", False)):
        assert (link in opened(sign_in(name), f"/van-ban/{world.directive.id}")) is there
