"""The pages after issuing: until when it can be taken back, what is offered instead, what the register shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.issued.given import issued, letters, ready, works
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.db import db, transaction
from tracker.directives.models import Directive
from tracker.issued import actions
from tracker.settings.actions import change_rules

SignIn = Callable[[str], FlaskClient]
NINE = clock.at(date(2026, 3, 2), 9)
WHY, PAPER = "Tỉnh có chủ trương mới", "1920/UBND-TH"


def now(directive: Directive) -> Directive:
    return db.session.get_one(Directive, directive.id, populate_existing=True)


def test_from_the_check_to_the_draft_again(world: World, sign_in: SignIn) -> None:
    draft, browser = ready(world), sign_in("oanh")
    page = f"/van-ban/{draft.id}"
    check = browser.get(f"{page}/kiem-tra").text
    assert "thư chờ 10 phút" in check
    assert send(browser, f"{page}/kiem-tra", f"{page}/ban-hanh").status_code == 303
    shown = browser.get(page).text
    assert "Thư rời đi lúc 09:10" in shown
    assert f'action="{page}/thu-hoi-lan-giao"' in shown
    for name in ("lam", "binh", "khanh"):
        assert "thu-hoi-lan-giao" not in sign_in(name).get(page).text
    assert send(browser, page, f"{page}/thu-hoi-lan-giao").status_code == 303
    again = browser.get(page).text
    assert "Đã thu hồi lần giao" in again
    assert f"{page}/kiem-tra" in again
    assert sign_in("binh").get(page).status_code == 404
    send(browser, f"{page}/kiem-tra", f"{page}/ban-hanh")
    assert len(works(draft)) == 7
    assert len(letters(draft, "pending")) == 3
    assert "Thu hồi lần giao" in browser.get(page).text
    assert "Thu hồi lần giao" not in sign_in("binh").get(page).text  # it never reached them


def test_where_letters_leave_at_once_the_check_says_so(world: World, sign_in: SignIn) -> None:
    change_rules(SYSTEM, recall_minutes=0)
    draft, browser = ready(world), sign_in("oanh")
    assert "không thu hồi lần giao được" in browser.get(f"/van-ban/{draft.id}/kiem-tra").text
    send(browser, f"/van-ban/{draft.id}/kiem-tra", f"/van-ban/{draft.id}/ban-hanh")
    assert "thu-hoi-lan-giao" not in browser.get(f"/van-ban/{draft.id}").text


@pytest.mark.parametrize("why", ["over", "begun"])
def test_refused_it_offers_to_withdraw(world: World, sign_in: SignIn, why: str) -> None:
    directive, browser = issued(world), sign_in("oanh")
    page = f"/van-ban/{directive.id}"
    if why == "begun":
        own = next(work for work in works(directive) if work.body_id == world.dam.id)
        assignments.accept(world.viewer("binh"), own)
        answer = send(browser, page, f"{page}/thu-hoi-lan-giao")
    else:
        opened = browser.get(page).text
        with clock.frozen_at(NINE + timedelta(minutes=11)):
            answer = browser.post(
                f"{page}/thu-hoi-lan-giao", data=fields_of(opened, f"{page}/thu-hoi-lan-giao")
            )
            assert "thu-hoi-lan-giao" not in browser.get(page).text
    assert answer.status_code == 303
    assert answer.headers["Location"].partition("?")[0] == f"{page}/thu-hoi"
    assert "Hãy thu hồi văn bản" in browser.get(answer.headers["Location"]).text
    assert len(works(directive)) == 7


def test_withdrawing(world: World, sign_in: SignIn) -> None:
    page, browser = f"/van-ban/{world.directive.id}", sign_in("oanh")
    assert f'href="{page}/thu-hoi"' in browser.get(page).text
    form = browser.get(f"{page}/thu-hoi").text
    assert "3 phân công chưa xong sẽ bị hủy" in form
    answer = send(browser, f"{page}/thu-hoi", f"{page}/thu-hoi", reason=WHY)
    assert (answer.status_code, "văn bản" in answer.text) == (422, True)
    assert send(browser, f"{page}/thu-hoi", f"{page}/thu-hoi", reason=WHY, document=PAPER).status_code == 303
    shown = browser.get(page).text
    for words in ("Đã thu hồi", WHY, PAPER):
        assert words in shown
    for gone in ("/thu-hoi", "/dinh-chinh", "/them-nhiem-vu", "/thay-the"):
        assert f'href="{page}{gone}"' not in shown
        assert browser.get(f"{page}{gone}").status_code == 404
    assert "Đã thu hồi" in browser.get("/van-ban").text
    assert world.directive.number in browser.get("/van-ban?trang_thai=withdrawn").text
    assert world.directive.number not in browser.get("/van-ban?trang_thai=issued").text
    work = sign_in("binh").get(f"/phan-cong/{world.work.id}").text
    assert WHY in work
    assert sign_in("binh").get(page).status_code == 200  # what was done stays readable


def test_what_ended_offers_no_reopening(world: World, sign_in: SignIn) -> None:
    read = now(world.directive)
    actions.withdraw_directive(world.viewer("lam"), read, version=read.version, reason=WHY)
    browser = sign_in("oanh")
    assert "quyet-dinh" not in browser.get(f"/phan-cong/{world.work.id}").text
    task = browser.get(f"/nhiem-vu/{world.task.id}").text
    assert "giao-them" not in task
    assert "dinh-chinh" not in task
    assert "Đã thu hồi" in task


def test_replacing(world: World, sign_in: SignIn) -> None:
    new, page, browser = issued(world), f"/van-ban/{world.directive.id}", sign_in("oanh")
    empty = browser.get(f"{page}/thay-the").text
    assert "Chưa có văn bản nào trong sổ ghi là thay thế" in empty
    find = f"{page}/thay-the?tim=77"
    assert new.number in browser.get(find).text
    refused = send(browser, find, f"{page}/thay-the", target="999999")
    assert (refused.status_code, "Hãy chọn văn bản thay thế" in refused.text) == (422, True)
    assert send(browser, find, f"{page}/thay-the", target=str(new.id)).status_code == 303
    old = browser.get(page).text
    assert "Đã thay thế" in old
    assert f'href="/van-ban/{new.id}"' in old
    assert f'href="{page}"' in browser.get(f"/van-ban/{new.id}").text
    assert "Thay bằng" in sign_in("chi").get(f"/phan-cong/{world.other_work.id}").text


def test_what_replaces_is_found_by_the_words_the_register_finds_it_by(world: World, sign_in: SignIn) -> None:
    new, page, browser = issued(world), f"/van-ban/{world.directive.id}/thay-the", sign_in("oanh")
    ready(world)  # a draft of the same number takes no directive's place
    for words, there in (
        (new.number, True),
        (new.subject.upper(), True),
        ("77 khong co", False),
        ("--", False),
    ):
        shown = browser.get(page, query_string={"tim": words}).text
        assert re.findall(r'name="target" value="(\d+)"', shown) == ([str(new.id)] if there else []), words


def test_a_long_history_costs_no_more(app: Flask, world: World, sign_in: SignIn) -> None:
    browser, page = sign_in("oanh"), f"/van-ban/{world.directive.id}"

    def cost() -> int:
        browser.get(page)
        with count_sql(app) as sent:
            assert browser.get(page).status_code == 200
        return len(sent)

    before = cost()
    for n in range(15):
        read = now(world.directive)
        facts = {"version": read.version, "reason": f"Lần {n}", "subject": f"việc {n} " + "rất dài " * 30}
        actions.correct_directive(world.viewer("oanh"), read, **facts)
    assert cost() == before


def test_a_document_without_number_is_named_all_the_same(world: World, sign_in: SignIn) -> None:
    nameless = make.make_directive(number="", subject="kết luận giao ban tuần")
    with transaction():
        nameless.folded = "ket luan giao ban tuan"
    old = now(world.directive)
    actions.replace_directive(world.viewer("oanh"), old, version=old.version, by=nameless)
    assert "kết luận giao ban tuần" in sign_in("oanh").get(f"/van-ban/{old.id}").text
    assert any("kết luận giao ban tuần" in letter.body_text for letter in letters(old))
