"""Vietnamese unless somebody chose otherwise; the switch leads back to the same page."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import gettext

from tests.web.tiny import tiny_app, token
from tracker.web.language import chosen


def speaking(person: Any = None) -> Flask:
    app = tiny_app()
    app.login_manager.request_loader(lambda _: person)  # type: ignore[attr-defined]
    app.add_url_rule("/ngay", "day", lambda: gettext("today"))
    return app


def person(language: str) -> Any:
    return SimpleNamespace(language=language, is_authenticated=True)


def test_vietnamese_without_being_asked() -> None:
    assert speaking().test_client().get("/ngay").get_data(as_text=True) == "hôm nay"


def test_the_switch_works_without_signing_in_and_leads_back() -> None:
    browser = speaking().test_client()
    data = {"language": "en", "next": "/viec?q=a", "csrf_token": token(browser)}
    answer = browser.post("/ngon-ngu", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/viec?q=a")
    assert browser.get("/ngay").get_data(as_text=True) == "today"


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "", "/khong-co"])
def test_the_switch_leads_nowhere_else(back: str) -> None:
    browser = speaking().test_client()
    answer = browser.post("/ngon-ngu", data={"language": "en", "next": back, "csrf_token": token(browser)})
    assert answer.headers["Location"] == "/"


def test_a_language_we_do_not_have_changes_nothing() -> None:
    browser = speaking().test_client()
    browser.post("/ngon-ngu", data={"language": "fr", "next": "/", "csrf_token": token(browser)})
    assert browser.get("/ngay").get_data(as_text=True) == "hôm nay"


def test_a_persons_language_holds_until_this_browser_chose() -> None:
    browser = speaking(person("en")).test_client()
    assert browser.get("/ngay").get_data(as_text=True) == "today"
    browser.post("/ngon-ngu", data={"language": "vi", "next": "/", "csrf_token": token(browser)})
    assert browser.get("/ngay").get_data(as_text=True) == "hôm nay"


def test_a_signed_in_choice_is_kept_for_other_browsers() -> None:
    reader = person("vi")
    app = speaking(reader)
    app.extensions["remember_language"] = lambda who, language: setattr(who, "language", language)
    browser = app.test_client()
    browser.post("/ngon-ngu", data={"language": "en", "next": "/", "csrf_token": token(browser)})
    assert reader.language == "en"


def test_what_nobody_asked_for_is_vietnamese() -> None:
    with speaking().app_context():
        assert (chosen(), gettext("today")) == ("vi", "hôm nay")
