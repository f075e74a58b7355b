"""Forms come from our own pages, and a lost token loses nothing that was typed."""

import html
import re

import pytest

from tests.web.tiny import tiny_app, token

TYPED = {"title": 'Kế hoạch "mới" <b>', "note": "dòng 1\ndòng 2"}


def test_a_form_of_ours_goes_through() -> None:
    browser = tiny_app().test_client()
    answer = browser.post("/viec", data={"title": "Kế hoạch", "csrf_token": token(browser)})
    assert answer.json == {"title": "Kế hoạch", "note": "", "password": ""}


def test_the_token_is_another_word_in_every_answer_and_all_of_them_work() -> None:
    browser = tiny_app().test_client()
    words = {token(browser) for _ in range(5)}
    assert len(words) == 5
    assert len({word[-40:] for word in words}) == 5
    assert all(
        browser.post("/viec", data={"title": "a", "csrf_token": word}).status_code == 200 for word in words
    )


def test_a_token_in_the_header_is_taken_too() -> None:
    browser = tiny_app().test_client()
    assert (
        browser.post("/viec", data={"title": "a"}, headers={"X-CSRFToken": token(browser)}).status_code == 200
    )


@pytest.mark.parametrize("word", ["", "junk", "ĐĐĐĐ", "A" * 300, "a.b.c"])
def test_a_wrong_token_is_refused(word: str) -> None:
    browser = tiny_app().test_client()
    token(browser)
    assert browser.post("/viec", data={"title": "a", "csrf_token": word}).status_code == 400


def test_a_token_of_another_session_or_in_the_address_is_refused() -> None:
    app = tiny_app()
    mine, other = app.test_client(), app.test_client()
    word = token(mine)
    token(other)
    assert other.post("/viec", data={"title": "a", "csrf_token": word}).status_code == 400
    assert mine.post(f"/viec?csrf_token={word}", data={"title": "a"}).status_code == 400
    assert mine.post("/viec", data=f"csrf_token={word}", content_type="text/plain").status_code == 400


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
    ],
)
def test_the_senders_origin_is_looked_at_before_the_token(heads: dict[str, str], status: int) -> None:
    browser = tiny_app().test_client()
    data = {"title": "a", "csrf_token": token(browser)}
    assert browser.post("/viec", data=data, headers=heads).status_code == status


def test_a_lost_token_gives_the_same_fields_back_and_they_can_be_sent() -> None:
    browser = tiny_app().test_client()
    lost = browser.post("/viec?tu=thu", data={**TYPED, "rt": "A" * 22, "csrf_token": "lost"})
    page = lost.get_data(as_text=True)
    assert lost.status_code == 400
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    fields = {name: html.unescape(value) for name, value in found if name != "next"}
    assert fields["rt"] == "A" * 22
    assert fields["note"] == TYPED["note"]
    assert 'action="/viec?tu=thu"' in page
    sent = browser.post("/viec?tu=thu", data=fields)
    assert sent.json == {"title": TYPED["title"], "note": TYPED["note"], "password": ""}


def test_a_lost_form_with_a_secret_in_it_is_not_written_out() -> None:
    page = tiny_app().test_client().post("/viec", data={"title": "tôi", "password": "bí mật"})
    assert page.status_code == 400
    assert "bí mật" not in page.get_data(as_text=True)


def test_a_foreign_page_cannot_have_its_fields_dressed_up_as_ours() -> None:
    page = tiny_app().test_client().post("/viec", data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert "dòng 1" not in page.get_data(as_text=True)


def test_a_form_over_https_needs_no_referer() -> None:
    app = tiny_app(is_https=True)
    browser = app.test_client()
    data = {"title": "a", "csrf_token": token(browser)}
    assert browser.post("/viec", data=data, base_url="https://localhost").status_code in {200, 400}
    page = browser.get("/viec", base_url="https://localhost").get_data(as_text=True)
    word = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    assert (
        browser.post("/viec", data={**data, "csrf_token": word}, base_url="https://localhost").status_code
        == 200
    )
