"""A difficulty is reported, waits in the queue, and is answered once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.world import World
from tracker.assignments.actions import withdraw_report
from tracker.assignments.models import Report
from tracker.db import db
from tracker.difficulties import actions
from tracker.difficulties.models import Difficulty
from tracker.errors import Conflict, NotAllowed, Refused
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


def test_withdrawn_it_waits_no_more(sign_in: SignIn, world: World, raised: Difficulty) -> None:
    withdraw_report(world.viewer("binh"), db.session.get_one(Report, raised.report_id))
    assert "Chưa có đơn giá" not in sign_in("oanh").get("/vuong-mac").text
