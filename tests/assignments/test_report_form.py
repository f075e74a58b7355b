"""Posting from the page: with htmx and without, what cannot be taken, and the same form twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.counting import count_sql
from tests.files.samples import PNG
from tests.world import World
from tracker.assignments import actions
from tracker.assignments.models import Decision, Evidence, Report
from tracker.db import db

SignIn = Callable[[str], FlaskClient]
HTMX = {"HX-Request": "true"}


def form_of(browser: FlaskClient, url: str, part: str) -> dict[str, str]:
    """The hidden fields of the form that posts to an address ending in `part`."""
    page = browser.get(url).text
    form = re.search(rf'<form action="[^"]*/{part}".*?</form>', page, re.DOTALL)
    assert form is not None, page
    return dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', form[0])) | dict(
        re.findall(r'<input[^>]*name="(\w+)" type="hidden" value="([^"]*)"', form[0])
    )


@pytest.fixture
def url(world: World) -> str:
    return f"/phan-cong/{world.work.id}"


def test_without_script_the_page_comes_back(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done", "note": "Đã gửi Báo cáo 118"}
    answer = browser.post(f"{url}/bao-cao", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    page = browser.get(url).text
    assert "Đã gửi Báo cáo 118" in page
    assert f'action="{url}/rut-lai"' in page


def test_htmx_gets_a_small_receipt(app: Flask, sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done"}
    with count_sql(app) as statements:
        answer = browser.post(f"{url}/bao-cao", data=sent, headers=HTMX)
    assert answer.status_code == 200
    assert len(answer.data) <= 1536
    assert len(statements) <= 12, "\n".join(statements)
    assert answer.text.startswith('<section class="banner s-done"')
    assert answer.text.count("hx-swap-oob") == 2


def test_the_same_form_twice_is_one_report(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done"}
    for _ in range(2):
        assert browser.post(f"{url}/bao-cao", data=sent, headers=HTMX).status_code == 200
    assert db.session.scalar(select(func.count(Report.id))) == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_missing_is_said(sign_in: SignIn, world: World, url: str, headers: dict[str, str]) -> None:
    browser = sign_in("binh")
    hidden = form_of(browser, url, "bao-cao")
    for typed in ({}, {"status": "difficulty", "note": "giữ lại"}, {"status": "nonsense"}):
        answer = browser.post(f"{url}/bao-cao", data=hidden | typed, headers=headers)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert re.search(r"<title>(Error|Lỗi):", answer.text)
        assert typed.get("note", "") in answer.text
    assert db.session.scalar(select(func.count(Report.id))) == 0


def test_files_go_with_it(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done", "files": (BytesIO(PNG), "Ảnh thực địa.png")}
    assert browser.post(f"{url}/bao-cao", data=sent).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1
    page = browser.get(url).text
    link = re.search(r'href="(/tep/\d+)"', page)
    assert link is not None
    assert "Ảnh thực địa.png" in page
    with browser.get(link[1]) as file:
        assert file.data == PNG
    assert sign_in("chi").get(link[1]).status_code == 404


def test_a_bad_file_is_named_and_nothing_is_posted(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done", "files": (BytesIO(b"MZ"), "chay.exe")}
    answer = browser.post(f"{url}/bao-cao", data=sent)
    assert answer.status_code == 422
    assert "chay.exe" in answer.text
    assert db.session.scalar(select(func.count(Report.id))) == 0


def test_difficulties_from_the_form(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "difficulty", "what": "Chưa có đơn giá bồi thường"}
    assert browser.post(f"{url}/bao-cao", data=sent, headers=HTMX).status_code == 200
    assert "Chưa có đơn giá bồi thường" in sign_in("oanh").get("/vuong-mac").text


def test_another_body_s_work_is_not_there(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    sent = form_of(browser, url, "bao-cao") | {"status": "done"}
    for part in ("bao-cao", "tiep-nhan", "rut-lai"):
        assert browser.post(f"/phan-cong/{world.other_work.id}/{part}", data=sent).status_code == 404
    assert browser.post(f"{url}/xac-nhan", data=sent | {"version": "1"}).status_code == 403


def test_received_then_withdrawn(sign_in: SignIn, world: World, url: str) -> None:
    browser = sign_in("binh")
    assert browser.post(f"{url}/tiep-nhan", data=form_of(browser, url, "tiep-nhan")).status_code == 303
    browser.post(f"{url}/bao-cao", data=form_of(browser, url, "bao-cao") | {"status": "done"})
    assert browser.post(f"{url}/rut-lai", data=form_of(browser, url, "rut-lai")).status_code == 303
    db.session.expire_all()
    assert world.work.state == "in_progress"


def test_confirm_twice_is_one_decision(sign_in: SignIn, world: World, url: str) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done")
    browser = sign_in("oanh")
    sent = form_of(browser, url, "xac-nhan") | {"next": "/xac-nhan"}
    for _ in range(2):
        answer = browser.post(f"{url}/xac-nhan", data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/xac-nhan")
    assert db.session.scalar(select(func.count(Decision.id))) == 1


def test_a_return_on_an_old_page_shows_both_texts(sign_in: SignIn, world: World, url: str) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Bản đầu")
    browser = sign_in("oanh")
    sent = form_of(browser, url, "tra-lai") | {"reason": "Thiếu quyết định"}
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Bản bổ sung")
    answer = browser.post(f"{url}/tra-lai", data=sent)
    assert answer.status_code == 409
    assert "Bản bổ sung" in answer.text
    assert "Thiếu quyết định" in answer.text


def test_a_return_without_reason_comes_back(sign_in: SignIn, world: World, url: str) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="done")
    browser = sign_in("oanh")
    sent = form_of(browser, url, "tra-lai")
    assert browser.post(f"{url}/tra-lai", data=sent, headers=HTMX).status_code == 422
    moved = browser.post(f"{url}/tra-lai", data=sent | {"reason": "Thiếu"}, headers=HTMX)
    assert moved.status_code == 200
    assert moved.text.startswith("<aside")
