"""Every problem has an answer: a status, a page in the reader's language, a reference, a way on."""

import errno
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.web.tiny import tiny_app, token
from tracker.errors import Conflict, NotAllowed, NotFound, Refused, TooMany
from tracker.web import sentences
from tracker.web.resend import typed_texts

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/viec?q=a"}


def failing(error: Any) -> FlaskClient:
    """A browser at an application whose page /loi raises this, or aborts with this status."""
    app = tiny_app()
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def fail() -> str:
        if isinstance(error, int):
            abort(error)
        raise error

    app.add_url_rule("/loi", "fail", fail, methods=["GET", "POST"])
    return app.test_client()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed(), 403),
        (NotFound("assignment"), 404),
        (Conflict("stale"), 409),
        (TooMany("too_many", retry_after=90), 429),
        (Refused("no_such_code"), 422),
        (400, 400),
        (404, 404),
        (413, 413),
        (418, 418),
        (RuntimeError("bí mật"), 500),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OperationalError("insert", {}, Exception("database or disk is full")), 507),
        (OperationalError("insert", {}, Exception("disk I/O error")), 507),
        (OperationalError("insert", {}, Exception("database is locked")), 500),
        (FileNotFoundError("bí mật"), 500),
    ],
)
@pytest.mark.parametrize("heads", [{}, HTMX], ids=["browser", "htmx"])
def test_each_problem_has_its_status_and_a_page(error: Any, status: int, heads: dict[str, str]) -> None:
    answer = failing(error).get("/loi", headers=heads)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert 'id="problem"' in page
    assert answer.headers["X-Request-ID"] in page
    assert page.count("<h1") == 1
    assert "bí mật" not in page
    assert '<html lang="vi"' in page


def test_what_was_typed_is_told_from_what_was_chosen_and_from_secrets() -> None:
    note = "Đề nghị bổ sung biểu số liệu"
    sent = {"csrf_token": "a b", "version": "3", "granted": "yes", "note": note, "again": note}
    for data, texts in ((sent, (note,)), (sent | {"password": "hai chữ"}, ())):
        with tiny_app().test_request_context("/loi", method="POST", data=data):
            assert typed_texts() == texts
    with tiny_app().test_request_context("/loi?q=hai+chữ"):
        assert typed_texts() == ()


@pytest.mark.parametrize("path", ["/khong-co", "/viec/khong-co"])
def test_an_unknown_page_is_told_in_both_languages(path: str) -> None:
    browser = tiny_app().test_client()
    assert "Không có trang này" in browser.get(path).get_data(as_text=True)
    with browser.session_transaction() as session:
        session["language"] = "en"
    page = browser.get(path).get_data(as_text=True)
    assert "There is no such page" in page
    assert '<html lang="en"' in page


def test_too_many_attempts_say_when_to_come_back() -> None:
    answer = failing(TooMany("too_many", retry_after=90)).get("/loi")
    assert answer.headers["Retry-After"] == "90"
    assert "2 phút" in answer.get_data(as_text=True)


def test_a_wrong_method_says_which_are_right() -> None:
    browser = tiny_app().test_client()
    answer = browser.post("/", data={"csrf_token": token(browser)})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_large_a_form_is_413() -> None:
    browser = tiny_app().test_client()
    answer = browser.post("/viec", data={"note": "x" * 3_000_000, "csrf_token": token(browser)})
    assert answer.status_code == 413


def test_a_reader_who_is_not_signed_in_is_led_there_and_back() -> None:
    browser = failing(401)
    assert browser.get("/loi?q=a%26b").headers["Location"] == "/dang-nhap?next=/loi?q%3Da%2526b"
    answer = browser.get("/loi", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/dang-nhap?next=/viec?q%3Da")
    assert answer.get_data() == b""


def test_who_posted_while_signed_out_is_led_back_to_the_form() -> None:
    browser = failing(401)
    data = {"csrf_token": token(browser)}
    heads = {"Referer": "http://localhost/viec/1", "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/loi", data=data, headers=heads).headers["Location"] == "/dang-nhap?next=/viec/1"
    heads["Referer"] = "http://evil.example/viec"
    assert browser.post("/loi", data=data, headers=heads).headers["Location"] == "/dang-nhap"


def test_redirects_and_ready_answers_pass_untouched() -> None:
    app = tiny_app()
    app.add_url_rule("/thu-muc/", "folder", lambda: "folder")
    answer = app.test_client().get("/thu-muc")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/thu-muc/")


def test_when_the_error_page_itself_fails_people_still_get_an_answer(tmp_path: Path) -> None:
    app: Flask = tiny_app(templates=tmp_path)
    answer = app.test_client().get("/khong-co")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "Hệ thống đang gặp sự cố" in page
    assert "The system is in trouble" in page
    assert answer.headers["X-Request-ID"] in page


def test_a_sentence_is_filled_with_its_facts_and_never_fails() -> None:
    with tiny_app().test_request_context("/"):
        assert sentences.sentence("too_many", {"minutes": 3}, 429).endswith("sau 3 phút.")
        assert sentences.sentence("too_many", {}, 429) == "Thao tác quá nhiều lần trong thời gian ngắn."
        assert sentences.sentence("unheard of", {}, 409) == "Nội dung này vừa được người khác thay đổi."
        assert sentences.sentence("", {}, 418) == "Hệ thống không đọc được yêu cầu này."


def test_two_features_cannot_claim_one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "SENTENCES", dict(sentences.SENTENCES))
    sentences.register({"test_code": "một"})
    sentences.register({"test_code": "một"})
    with pytest.raises(ValueError, match="test_code"):
        sentences.register({"test_code": "hai"})


def test_no_page_tells_of_the_inside() -> None:
    page = failing(RuntimeError("SELECT secret FROM person")).get("/loi").get_data(as_text=True)
    assert not re.search(r"Traceback|SELECT|RuntimeError|File \"", page)
