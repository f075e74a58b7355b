"""A difficulty is reported, waits in the queue, and is answered once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.conftest import MONDAY
from tests.sending import fields_of
from tests.world import DUE, World
from tracker import clock
from tracker.assignments.actions import withdraw_report
from tracker.assignments.models import Report
from tracker.db import db
from tracker.difficulties import actions
from tracker.difficulties.models import Difficulty, SharedDifficulty
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.outbox.models import Letter

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def raised(world: World) -> Difficulty:
    return actions.report_difficulty(
        world.viewer("binh"), world.work, what="Chưa có đơn giá bồi thường", asked_of="Sở Xây dựng"
    )


def test_it_is_a_report_with_words(world: World, raised: Difficulty) -> None:
    report = db.session.get_one(Report, raised.report_id)
    assert (report.status, world.work.state) == ("difficulty", "in_progress")
    with pytest.raises(Refused, match="difficulty_words"):
        actions.report_difficulty(world.viewer("binh"), world.work, what=" ")
    with pytest.raises(NotAllowed):
        actions.report_difficulty(world.viewer("chi"), world.work, what="x")


@pytest.mark.parametrize("name", ["oanh", "lam"])
def test_the_body_is_told_by_letter(world: World, raised: Difficulty, name: str) -> None:
    actions.answer(world.viewer(name), raised, text="Áp dụng đơn giá năm trước.")
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.to_addr, letter.kind) == ("dam@lamgiang.example", "outcome")
    assert "Áp dụng đơn giá năm trước." in letter.body_text


@pytest.mark.parametrize("name", ["binh", "khanh", "an"])
def test_others_may_not_answer(world: World, raised: Difficulty, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.answer(world.viewer(name), raised, text="x")


def test_answered_once(world: World, raised: Difficulty) -> None:
    actions.answer(world.viewer("oanh"), raised, text="Lần một")
    with pytest.raises(Conflict) as conflict:
        actions.answer(world.viewer("lam"), raised, text="Lần hai")
    assert (conflict.value.facts["theirs"], conflict.value.facts["mine"]) == ("Lần một", "Lần hai")


def test_the_queue_and_its_form(sign_in: SignIn, world: World, raised: Difficulty) -> None:
    assert "Chưa có đơn giá" in sign_in("binh").get("/vuong-mac").text
    assert "Chưa có đơn giá" not in sign_in("chi").get("/vuong-mac").text
    assert "/tra-loi" not in sign_in("khanh").get("/vuong-mac").text
    browser = sign_in("oanh")
    page = browser.get("/vuong-mac").text
    form = page[page.index("/tra-loi") :]
    hidden = dict(re.findall(r'name="(csrf_token|rt)"[^>]*?value="([^"]*)"', form))
    url = f"/vuong-mac/{raised.id}/tra-loi"
    assert browser.post(url, data=hidden).status_code == 422
    assert browser.post(url, data=hidden | {"text": "Đã rõ"}).status_code == 303
    assert browser.post(url, data=hidden | {"text": "Đã rõ"}).status_code == 303  # sent twice
    assert db.session.scalar(select(func.count(Letter.id))) == 1
    assert "Chưa có đơn giá" not in browser.get("/vuong-mac").text
    assert "Đã rõ" in browser.get("/vuong-mac?xem=da-tra-loi").text
    again = browser.post(url, data={"csrf_token": hidden["csrf_token"], "text": "Khác"})
    assert again.status_code == 409
    assert "Đã rõ" in again.text
    assert "Khác" in again.text


def test_others_with_the_task_say_they_met_it_and_get_the_answer(
    sign_in: SignIn, world: World, raised: Difficulty
) -> None:
    browser, page = sign_in("chi"), f"/phan-cong/{world.other_work.id}"
    seen = browser.get(page).text
    assert "Chưa có đơn giá" in seen
    assert world.dam.name not in seen, "whose difficulty it is stays theirs"
    url = f"/vuong-mac/{raised.id}/cung-gap"
    assert browser.post(url, data=fields_of(seen, url)).status_code == 303
    assert actions.share(world.viewer("chi"), raised, world.other_work).said_by == "Nông Thị Chi"
    assert db.session.scalar(select(func.count(SharedDifficulty.id))) == 1
    assert url not in browser.get(page).text
    assert "1 đơn vị khác cũng gặp" in sign_in("oanh").get("/vuong-mac").text
    actions.answer(world.viewer("oanh"), raised, text="Dùng đơn giá mới.")
    told = db.session.scalars(select(Letter.to_addr).where(Letter.kind == "outcome").order_by(Letter.id))
    assert list(told) == ["dam@lamgiang.example", "chi@lamgiang.example"]
    assert "Dùng đơn giá mới." in browser.get(page).text


def test_one_cannot_meet_ones_own_nor_another_task_s(
    world: World, sign_in: SignIn, raised: Difficulty
) -> None:
    with pytest.raises(NotFound):
        actions.share(world.viewer("binh"), raised, world.work)
    elsewhere = make.make_assignment(world.chi_body, DUE, make.make_task(world.directive))
    with pytest.raises(NotFound):
        actions.share(world.viewer("chi"), raised, elsewhere)
    with pytest.raises(NotAllowed):
        actions.share(world.viewer("binh"), raised, world.other_work)
    actions.answer(world.viewer("oanh"), raised, text="Xong")
    with pytest.raises(Conflict, match="answered"):
        actions.share(world.viewer("chi"), raised, world.other_work)


def test_the_office_passes_up_what_is_beyond_it(sign_in: SignIn, world: World, raised: Difficulty) -> None:
    assert raised.answer_due_on == date(2026, 3, 9)  # five working days after Monday 2 March
    browser, url = sign_in("oanh"), f"/vuong-mac/{raised.id}/trinh"
    form = fields_of(browser.get("/vuong-mac").text, url)
    assert browser.post(url, data=form | {"note": "Cần quyết định giá."}).status_code == 303
    db.session.refresh(raised)
    assert (raised.level, raised.passed_by) == ("leader", "Phạm Thị Oanh")
    assert "Chưa có đơn giá" not in browser.get("/vuong-mac").text
    for name in ("oanh", "lam"):
        shown = sign_in(name).get("/vuong-mac?xem=lanh-dao").text
        assert "Chưa có đơn giá" in shown
        assert "Cần quyết định giá." in shown
        assert '/trinh" method' not in shown
    with pytest.raises(Conflict, match="passed_up"):
        actions.pass_up(world.viewer("oanh"), raised)
    with pytest.raises(NotAllowed):
        actions.pass_up(world.viewer("lam"), raised)
    with clock.frozen_at(MONDAY + timedelta(days=11)):
        assert "Hạn trả lời 09/03/2026" in sign_in("lam").get("/vuong-mac?xem=lanh-dao").text
    actions.answer(world.viewer("lam"), raised, text="Đồng ý.")
    with pytest.raises(Conflict, match="answered"):
        actions.pass_up(world.viewer("oanh"), raised)


def test_the_leader_has_days_of_their_own(world: World, raised: Difficulty) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=3)):
        actions.pass_up(world.viewer("oanh"), raised)
    assert raised.answer_due_on == date(2026, 3, 12)


def test_withdrawn_it_waits_no_more(sign_in: SignIn, world: World, raised: Difficulty) -> None:
    withdraw_report(world.viewer("binh"), db.session.get_one(Report, raised.report_id))
    assert "Chưa có đơn giá" not in sign_in("oanh").get("/vuong-mac").text
