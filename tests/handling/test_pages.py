"""The pages: who sees what is arranged, forms that come back, two savers, and "assigned to me" on the body's list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.handling import cast
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.extensions import actions as extensions
from tracker.handling import actions

SignIn = Callable[[str], FlaskClient]
WEDNESDAY = date(2026, 3, 4)
NAME = "Lục Văn Phú"


@pytest.fixture
def place(world: World) -> str:
    cast.add_colleague(world)
    return f"/phan-cong/{world.work.id}"


def test_a_body_passes_work_on_and_everybody_concerned_sees_to_whom(
    world: World, sign_in: SignIn, place: str
) -> None:
    inside, phu = f"{place}/trong-don-vi", world.people["phu"]
    answer = send(
        sign_in("binh"), inside, inside, person_id=str(phu.id), own_due_on="2026-03-04", note="Theo mẫu 2"
    )
    assert answer.location == inside
    for name in ("binh", "phu", "oanh", "lam", "khanh"):
        page = sign_in(name).get(place).text
        for words in ("Người thực hiện", NAME, "Ngày đơn vị tự đặt", "04/03/2026", "Theo mẫu 2"):
            assert words in page, (name, words)
        assert f"Giao trong đơn vị cho {NAME}" in page
        assert (f'href="{inside}"' in page) is (name in ("binh", "phu"))
    cast.add_helper(world)
    theirs = sign_in("chi").get(place).text
    for words in ("Người thực hiện", "Ngày đơn vị tự đặt", "Theo mẫu 2", "Trong đơn vị", "Giao trong"):
        assert words not in theirs
    assert sign_in("chi").get(inside).status_code == 403
    assert sign_in("an").get(place).status_code in (403, 404)


def test_the_office_sees_nothing_where_nothing_is_arranged(world: World, sign_in: SignIn, place: str) -> None:
    assert 'id="trong-don-vi"' not in sign_in("oanh").get(place).text
    assert 'id="trong-don-vi"' in sign_in("binh").get(place).text


def test_late_by_its_own_day_is_said_in_other_words(world: World, sign_in: SignIn, place: str) -> None:
    actions.pass_on(world.viewer("binh"), world.work, person=world.people["phu"], own_due_on=WEDNESDAY)
    with clock.frozen_at(clock.now() + timedelta(days=3)):  # Thursday, the due day
        for address in (place, "/viec"):
            page = sign_in("binh").get(address).text
            assert "Qua ngày tự đặt 1 ngày" in page
            assert "Quá hạn 1 ngày" not in page
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        assert "Qua ngày tự đặt" not in sign_in("binh").get(place).text


def test_a_due_day_that_came_before_is_said(world: World, sign_in: SignIn) -> None:
    task = make.make_task(text="Báo cáo sau hội nghị.", deadline_kind="event")
    work, oanh = make.make_assignment(world.dam, task=task), world.viewer("oanh")
    actions.pass_on(world.viewer("binh"), work, person=None, own_due_on=date(2026, 3, 20))
    extensions.set_event_day(oanh, task, due_on=date(2026, 3, 10), reason="Thông báo", version=task.version)
    page = sign_in("binh").get(f"/phan-cong/{work.id}").text
    assert "thứ Ba, 10/03/2026" in page
    assert "đã đặt 20/03/2026; nay hạn sớm hơn ngày đó" in page


def test_refusals_come_back_on_their_fields(world: World, sign_in: SignIn, place: str) -> None:
    inside, browser = f"{place}/trong-don-vi", sign_in("binh")
    for day, words in (("2026-03-09", "không được muộn hơn hạn"), ("2026-03-01", "Ngày này đã qua")):
        answer = send(browser, inside, inside, own_due_on=day, note="Giữ lời này")
        assert answer.status_code == 422
        assert words in answer.text
        assert 'id="own_due_on-error"' in answer.text
        assert "Giữ lời này" in answer.text
    answer = send(browser, inside, inside, person_id=str(world.people["chi"].id))
    assert answer.status_code == 422
    answer = send(browser, inside, f"{place}/buoc", title=" ")
    assert answer.status_code == 422
    assert 'id="step-title-error"' in answer.text
    answer = send(browser, inside, f"{place}/buoc", title="Lập tổ", due_on="2026-03-09")
    assert answer.status_code == 422
    assert 'id="step-due_on-error"' in answer.text
    assert cast.history(world.work) == []


def test_the_second_of_two_savers_sees_both_texts(world: World, sign_in: SignIn, place: str) -> None:
    inside, browser, other = f"{place}/trong-don-vi", sign_in("binh"), sign_in("phu")
    mine = fields_of(browser.get(inside).text, inside)
    phu, binh = (str(world.people[name].id) for name in ("phu", "binh"))
    send(other, inside, inside, person_id=phu, note="Của Phú")
    answer = browser.post(inside, data=mine | {"person_id": binh, "note": "Của Bình"})
    assert answer.status_code == 409
    for words in ("Của Phú", "Của Bình", f"<dd>{NAME}</dd>"):
        assert words in answer.text
    again = fields_of(answer.text, inside) | {"person_id": binh, "note": "Của Bình"}
    assert browser.post(inside, data=again).status_code == 303
    assert cast.handling(world.work).note == "Của Bình"


def test_a_form_sent_twice_has_one_effect(world: World, sign_in: SignIn, place: str) -> None:
    inside, browser = f"{place}/trong-don-vi", sign_in("binh")
    data = fields_of(browser.get(inside).text, f"{place}/buoc") | {"title": "Lập tổ"}
    for _ in range(2):
        assert browser.post(f"{place}/buoc", data=data).status_code == 303
    assert len(cast.steps(world.work)) == 1


def test_steps_are_worked_with_from_the_page(world: World, sign_in: SignIn, place: str) -> None:
    inside, browser = f"{place}/trong-don-vi", sign_in("binh")
    for words in ("Rà soát", "Trình ký"):
        send(browser, inside, f"{place}/buoc", title=words, person_id=str(world.people["phu"].id))
    one, two = cast.steps(world.work)
    moved = send(browser, inside, f"{place}/buoc/{two.id}/chuyen")
    assert moved.location == f"{inside}#buoc", moved.text
    assert [step.title for step in cast.steps(world.work)] == ["Trình ký", "Rà soát"]
    answer = send(browser, place, f"{place}/buoc/{one.id}/xong")
    assert answer.location == f"{place}#buoc"
    page = browser.get(place).text
    assert "1/2 bước đã xong" in page
    assert "Đã xong, Hoàng Văn Bình" in page
    edit = f"{place}/buoc/{two.id}"
    send(browser, edit, edit, title="Trình Chủ tịch ký", due_on="2026-03-05")
    stale = fields_of(browser.get(edit).text, edit)
    send(sign_in("phu"), edit, edit, title="Trình Phó Chủ tịch ký")
    answer = browser.post(edit, data=stale | {"title": "Khác"})
    assert answer.status_code == 409
    assert "Trình Phó Chủ tịch ký" in answer.text
    gone = send(browser, edit, f"{edit}/bo")
    assert gone.location == f"{inside}#buoc"
    assert browser.get(edit).status_code == 404
    assert "Bỏ bước: “Trình Phó Chủ tịch ký”" in sign_in("oanh").get(place).text


def test_a_step_of_other_work_is_not_found_here(world: World, sign_in: SignIn, place: str) -> None:
    other = make.make_assignment(world.dam)
    step = actions.add_step(world.viewer("binh"), other, title="Việc khác")
    browser = sign_in("binh")
    assert browser.get(f"{place}/buoc/{step.id}").status_code == 404
    assert sign_in("chi").get(f"/phan-cong/{other.id}/buoc/{step.id}").status_code == 404


def test_a_step_pressed_by_two_tells_the_second(world: World, sign_in: SignIn, place: str) -> None:
    step = actions.add_step(world.viewer("binh"), world.work, title="Rà soát")
    browser, action = sign_in("binh"), f"{place}/buoc/{step.id}/xong"
    data = fields_of(browser.get(place).text, action)
    actions.mark_step(world.viewer("phu"), step, is_done=True)
    answer = browser.post(action, data=data)
    assert answer.status_code == 409
    assert "Người khác vừa sửa các bước" in answer.text


def test_work_that_has_ended_shows_what_was_arranged_and_no_forms(
    world: World, sign_in: SignIn, place: str
) -> None:
    binh = world.viewer("binh")
    step = actions.add_step(binh, world.work, title="Rà soát")
    actions.pass_on(binh, world.work, person=world.people["phu"])
    assignments.post_report(binh, world.work, status="done")
    assignments.confirm(world.viewer("oanh"), world.work)
    browser = sign_in("binh")
    page = browser.get(place).text
    assert NAME in page
    assert "Rà soát" in page
    assert f"{place}/buoc/" not in page
    for address in (f"{place}/trong-don-vi", f"{place}/buoc/{step.id}"):
        assert "Việc đã kết thúc" in browser.get(address).text


def test_assigned_to_me_is_what_was_passed_to_me_whole_or_in_steps(
    world: World, sign_in: SignIn, place: str
) -> None:
    binh, phu = world.viewer("binh"), world.people["phu"]
    whole, part, others = (make.make_assignment(world.dam, WEDNESDAY) for _ in range(3))
    actions.pass_on(binh, whole, person=phu, own_due_on=WEDNESDAY)
    step = actions.add_step(binh, part, title="Tổng hợp số liệu", person=phu)
    actions.pass_on(binh, others, person=world.people["binh"])
    shown = listed(sign_in("phu").get("/viec?xem=mine").text)
    assert shown == {whole.id, part.id}
    page = sign_in("phu").get("/viec?xem=mine").text
    assert "bước của tôi: Tổng hợp số liệu" in page
    assert f"{NAME}, đơn vị đặt 04/03" in page.replace("04/3", "04/03")
    assert listed(sign_in("binh").get("/viec?xem=mine").text) == {others.id}
    actions.mark_step(binh, step, is_done=True)
    assert listed(sign_in("phu").get("/viec?xem=mine").text) == {whole.id}
    assert "Không có việc nào" in sign_in("chi").get("/viec?xem=mine").text
    everything = sign_in("phu").get("/viec").text
    assert listed(everything) == {world.work.id, whole.id, part.id, others.id}
    assert "bước của tôi" not in everything


def listed(page: str) -> set[int]:
    return {int(id) for id in re.findall(r'<div><a href="/phan-cong/(\d+)"', page)}


def test_the_list_asks_no_more_of_the_database(app: Flask, world: World, sign_in: SignIn) -> None:
    phu, binh = cast.add_colleague(world), world.viewer("binh")
    browser = sign_in("binh")
    browser.get("/viec")  # reads what the process then keeps
    with count_sql(app) as before:
        browser.get("/viec")
    for number in range(6):
        work = make.make_assignment(world.dam, WEDNESDAY)
        actions.pass_on(binh, work, person=phu)
        actions.add_step(binh, work, title=f"bước {number}", person=phu)
    with count_sql(app) as after:
        assert browser.get("/viec").status_code == 200
    assert len(after) == len(before)
    with count_sql(app) as sent:
        assert browser.get(f"/phan-cong/{work.id}").status_code == 200
    assert len(sent) <= 15


def test_leaving_by_the_page_hands_the_work_over(world: World, sign_in: SignIn, place: str) -> None:
    phu = world.people["phu"]
    actions.pass_on(world.viewer("binh"), world.work, person=phu)
    browser = sign_in("an")
    person = browser.get(f"/quan-tri/nguoi-dung/{phu.id}").text
    found = re.search(rf'href="(/quan-tri/nguoi-dung/{phu.id}/don-vi/\d+/thoi)"', person)
    assert found
    assert re.search(r"Được giao riêng</dt><dd>1</dd>", browser.get(found[1]).text)
    send(browser, found[1], found[1], successor_id=str(world.people["binh"].id))
    assert cast.handling(world.work).person_id == world.people["binh"].id
    assert f"{NAME} thôi việc: Hoàng Văn Bình tiếp tục" in sign_in("oanh").get(place).text
