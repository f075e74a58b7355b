"""A form that comes back with errors stays on its page: no page that was posted is left in the browser's history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker.db import db
from tracker.reminders.models import UrgeBatch
from tracker.settings.queries import office_rules

Opened = Callable[[str, bool], Page]


@pytest.fixture
def opened(live: Live, browser: Browser) -> Iterator[Opened]:
    """A page of somebody signed in, with a script or without."""
    contexts: list[BrowserContext] = []

    def page_of(name: str, has_script: bool) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=has_script)
        contexts.append(context)
        context.add_cookies([live.cookie(name)])  # type: ignore[list-item]
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()


def test_a_refused_form_is_corrected_where_it_stands(live: Live, opened: Opened) -> None:
    page, rules = opened("an", True), f"{live.url}/quan-tri/he-thong"
    page.goto(f"{live.url}/quan-tri/nguoi-dung")
    page.goto(rules)
    page.fill("[name=office_name]", "Văn phòng mới")
    page.fill("[name=due_soon_days]", "0")
    page.click("form[action$=quy-dinh] .btn--main")
    expect(page.locator(".banner[role=alert]")).to_be_focused()
    assert page.url == rules
    assert page.title().startswith("Lỗi:")
    assert page.input_value("[name=office_name]") == "Văn phòng mới"
    assert page.input_value("[name=due_soon_days]") == "0"
    assert axe_in_both_schemes(page) == []
    page.fill("[name=due_soon_days]", "4")
    page.click("form[action$=quy-dinh] .btn--main")
    expect(page.locator(".toast")).to_contain_text("Đã lưu")
    assert page.url == rules
    with live.now():
        assert office_rules().office_name == "Văn phòng mới"
    page.go_back()
    assert page.url in {rules, f"{live.url}/quan-tri/nguoi-dung"}
    assert page.locator("h1").count() == 1, "no page of the browser's own that asks to send the form again"


def test_the_sample_is_shown_again_in_place(live: Live, opened: Opened) -> None:
    page = opened("oanh", True)
    page.goto(f"{live.url}/don-doc")
    page.locator("[data-all]").click()
    page.locator(".selbar .btn--main").click()
    page.wait_for_url("**/nhac/xem-truoc?*")
    address = page.url
    page.fill("[name=opening]", "Đề nghị khẩn trương.")
    page.click("#xem-thu")
    expect(page.locator("pre")).to_contain_text("Đề nghị khẩn trương.")
    expect(page.locator("#xem-thu")).to_be_focused()
    assert page.url == address
    assert page.input_value("[name=opening]") == "Đề nghị khẩn trương."
    with live.now():
        assert db.session.query(UrgeBatch).count() == 0
    page.go_back()
    assert page.url == f"{live.url}/don-doc"
    page.go_forward()
    page.wait_for_url("**/nhac/xem-truoc?*")
    page.click('form[action="/nhac"] .btn--main')
    page.wait_for_url("**/nhac/1")


def test_without_a_script_the_same_page_comes_back_whole(live: Live, opened: Opened) -> None:
    page = opened("an", False)
    page.goto(f"{live.url}/quan-tri/he-thong")
    page.fill("[name=office_name]", "Văn phòng mới")
    page.fill("[name=due_soon_days]", "0")
    page.click("form[action$=quy-dinh] .btn--main")
    assert page.input_value("[name=office_name]") == "Văn phòng mới"
    page.fill("[name=due_soon_days]", "4")
    page.click("form[action$=quy-dinh] .btn--main")
    assert page.url == f"{live.url}/quan-tri/he-thong"


def test_a_link_handed_over_leaves_no_posted_page(live: Live, opened: Opened) -> None:
    page = opened("an", True)
    with live.now():
        person = live.world.people["binh"].id
    page.goto(f"{live.url}/quan-tri/nguoi-dung/{person}")
    page.click("form[action$=lien-ket] button")
    shown = page.locator("main input[value*='/mat-khau/']")
    expect(shown).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    assert shown.count() == 0, "it is shown once, and no page asks to send the form again"
