"""The page of the search: who finds what, how what was not understood is told, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.files.samples import PDF
from tests.world import World
from tracker.assignments import actions as assignments
from tracker.assignments.models import Coordinator
from tracker.db import transaction
from tracker.files.keeping import keep
from tracker.intake import actions as intake

SignIn = Callable[[str], FlaskClient]
LETTER = (
    "Kính gửi: UBND các xã.\n" + "Đoạn mở đầu nói về chuyện khác. " * 60 + "\nThôn Nà Pò chưa có nước sạch.\n"
)


def ask(browser: FlaskClient, text: str, **more: str) -> str:
    answer = browser.get("/tim", query_string={"q": text} | more)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def shown(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def test_kinds_are_told_apart_and_words_found_are_marked(sign_in: SignIn, world: World) -> None:
    page = ask(sign_in("oanh"), "ke hoach")
    assert f'href="/nhiem-vu/{world.task.id}">Lập <mark>kế hoạch</mark> chi tiết' in page
    assert f'href="/phan-cong/{world.work.id}">' in page
    assert 'id="loai-tasks"' in page
    assert 'id="loai-assignments"' in page
    assert 'id="loai-bodies"' not in page
    assert "Tìm thấy: Nhiệm vụ 1 · Phân công 3" in shown(page)


def test_an_officer_finds_what_the_body_may_see(sign_in: SignIn, world: World) -> None:
    other = make.make_directive(number="9/UBND-VX", subject="riêng Chí Minh Khai")
    task = make.make_task(other, text="Dọn kho lưu trữ.")
    theirs = make.make_assignment(world.chi_body, task=task)
    assert f"/phan-cong/{theirs.id}" in ask(sign_in("chi"), "kho luu tru")
    for text in ("kho luu tru", "riêng chí minh khai", "vb:9/UBND"):
        assert "Không tìm thấy" in ask(sign_in("binh"), text)
    page = ask(sign_in("binh"), "ke hoach")
    assert f"/phan-cong/{world.work.id}" in page
    assert f"/phan-cong/{world.other_work.id}" not in page
    with transaction() as session:
        session.add(Coordinator(assignment_id=theirs.id, body_id=world.dam.id))
    assert f"/phan-cong/{theirs.id}" in ask(sign_in("binh"), "kho luu tru")


def test_the_administrator_finds_bodies_only(sign_in: SignIn, world: World) -> None:
    assert "Không tìm thấy" in ask(sign_in("an"), "ke hoach")
    assert f"/don-vi/{world.dam.id}" in ask(sign_in("an"), "dam thuong")


def test_who_is_not_signed_in_is_led_to_the_door(client: FlaskClient) -> None:
    assert client.get("/tim?q=a").status_code == 302


def test_the_text_of_a_draft_is_found_by_the_office_alone(sign_in: SignIn, world: World) -> None:
    draft = intake.start_by_hand(world.viewer("oanh"), subject="Kết luận giao ban", text=LETTER)
    page = ask(sign_in("oanh"), "nước sạch Nà Pò")
    assert f'href="/van-ban/{draft.id}"' in page
    assert "Thôn <mark>Nà Pò</mark> chưa có <mark>nước sạch</mark>." in page
    for name in ("lam", "binh"):
        assert "Không tìm thấy" in ask(sign_in(name), "nước sạch Nà Pò")


def test_evidence_is_found_by_its_name_until_it_is_taken_back(
    app: Flask, sign_in: SignIn, world: World
) -> None:
    binh = world.viewer("binh")
    kept = keep(app.extensions["config"], BytesIO(PDF), "Bao_cao_số-118 (đã ký).pdf", 10_000)
    report = assignments.post_report(binh, world.work, status="done", note="Xong", kept=[kept])
    for name, there in (("oanh", True), ("binh", True), ("chi", False)):
        page = ask(sign_in(name), "bao cao 118 ky")
        assert (f'href="/phan-cong/{world.work.id}">' in page) is there
    assignments.withdraw_report(binh, report)
    assert "Không tìm thấy" in ask(sign_in("oanh"), "bao cao 118 ky")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hạn<31/2", "“31/2” không phải là ngày"),
        ("hạn<mai", "“mai” không phải là ngày"),
        ("trễ>nhiều", "“nhiều” không phải là số ngày"),
        ("đv: ", "Ghi nội dung cần tìm ngay sau “đv:”"),
        ('vb:"', "Ghi nội dung cần tìm ngay sau “vb:”"),
        ("x" * 301, "tối đa 300 ký tự"),
        ("loại:xã", "“loại:” không phải là bộ lọc"),
        ("a b c d e f g h i k l m n", "Chỉ tìm 12 từ đầu tiên"),
        ("!!!", "Cách tìm"),
        ("", "Cách tìm"),
        ("chẳng ai có", "Không tìm thấy"),
    ],
)
def test_it_says_what_it_did_not_understand(sign_in: SignIn, world: World, text: str, told: str) -> None:
    assert told in shown(ask(sign_in("oanh"), text))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "' OR ''='",
        '" * NEAR(',
        "a\x00b",
        "ß ﬁ ½ 你好",
        "%_%",
        "(((",
        "-a",
        "^a",
        "đv:' OR 1=1",
    ],
)
def test_nothing_typed_breaks_it(sign_in: SignIn, world: World, text: str) -> None:
    assert "<script>alert" not in ask(sign_in("oanh"), text)


def test_one_kind_goes_on_by_its_key(sign_in: SignIn, world: World) -> None:
    for n in range(23):
        make.make_task(world.directive, text=f"Trồng rừng đợt {n}")
    browser = sign_in("oanh")
    first = ask(browser, "trong rung")
    assert first.count("<mark>Trồng rừng</mark>") == 5
    url = re.search(r'href="(/tim\?q=trong\+rung&amp;loai=tasks)"', first)
    assert url
    whole = ask(browser, "trong rung", loai="tasks")
    assert whole.count("<mark>Trồng rừng</mark>") == 20
    after = re.search(r"sau=([\w-]+)", whole)
    assert after
    rest = ask(browser, "trong rung", loai="tasks", sau=after[1])
    assert rest.count("<mark>Trồng rừng</mark>") == 3
    assert "sau=" not in rest
    assert ask(browser, "trong rung", loai="tasks", sau="hỏng").count("<mark>Trồng rừng</mark>") == 20


def test_it_costs_one_statement_a_kind_and_the_box_none(app: Flask, sign_in: SignIn, world: World) -> None:
    browser = sign_in("oanh")
    with count_sql(app) as plain:
        page = browser.get("/thong-bao").text
    assert page.count('action="/tim"') == 1
    with count_sql(app) as sent:
        ask(browser, "dam thuong ke hoach")
    assert len(sent) <= 12, sent
    kinds, names = 6, 1  # which of the words stand in some body's name is asked first
    assert len([s for s in sent if "_words" in s or "to_tsquery" in s]) == kinds + names
    with count_sql(app) as again:
        browser.get("/thong-bao")
    assert len(again) <= len(plain)


def test_a_body_that_is_no_more_says_until_when(sign_in: SignIn, world: World) -> None:
    body = make.make_body("UBND xã Đã Nhập", world.commune, valid_from=date(2020, 1, 1))
    with transaction() as session:
        session.merge(body).valid_to = date(2025, 7, 1)
    assert "đến 01/07/2025" in shown(ask(sign_in("oanh"), "da nhap"))
