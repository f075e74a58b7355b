"""Keys through lists: what they press, and when they are silent (typing, Telex and VNI, modifiers, switched off)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.test_queues import reported, state
from tests.live import Live

__all__ = ["reported"]

Open = Callable[[str], Page]


COUNT_WIRED = """addEventListener('DOMContentLoaded', () => {
    window.wired = document.querySelectorAll('article form[data-htmx-powered]').length;
})"""


@pytest.fixture
def opened(reported: Live, browser: Browser) -> Iterator[Open]:
    """Opens an address as Oanh at her desk."""
    with ExitStack() as stack:

        def at(path: str) -> Page:
            page = stack.enter_context(context(reported, browser)).new_page()
            page.goto(reported.url + path)
            return page

        yield at


def context(live: Live, browser: Browser, **more: object) -> BrowserContext:
    made = browser.new_context(locale="vi", **more)  # type: ignore[arg-type]
    made.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    return made


def test_rows_are_gone_through_and_selected(reported: Live, opened: Open) -> None:
    live = reported
    live.give("Rà soát từng thôn", -3), live.give("Lập danh sách hộ", -2)
    page = opened("/don-doc")
    boxes = page.locator('#viec [name="id"]')
    page.keyboard.press("j")
    expect(page.locator("#viec th[scope=row] a").first).to_be_focused()
    page.keyboard.press("x")
    expect(boxes.first).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator('#viec [name="id"]:checked')).to_have_count(2)
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator('#viec [name="id"]:checked')).to_have_count(1)
    page.keyboard.press("n")
    page.wait_for_url("**/nhac/xem-truoc?*")
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-doc/viec/*")


def test_a_form_is_wired_up_when_keys_are(reported: Live, browser: Browser) -> None:
    """The page's own script runs before DOMContentLoaded: nobody can press between the two."""
    with context(reported, browser) as made:
        page = made.new_page()
        page.add_init_script(COUNT_WIRED)
        page.goto(f"{reported.url}/xac-nhan")
        assert page.evaluate("wired") == page.locator("article form").count() > 0


def test_a_queue_is_worked_through_by_keys(reported: Live, opened: Open) -> None:
    first, second = reported.world.work, reported.world.other_work
    page = opened("/xac-nhan")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(f"#title-{second.id}")).to_be_focused()
    assert state(reported, first) == "completed"
    page.keyboard.press("t")
    reason = page.locator(f"#reason-{second.id}")
    expect(reason).to_be_focused()
    page.keyboard.type("cjtx?/")
    expect(reason).to_have_value("cjtx?/")
    assert state(reported, second) == "submitted", "while typing keys are letters"
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect(page.locator(f"#assignment-{second.id} summary", has_text="Trả lại")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("article")).to_have_count(0)
    assert state(reported, second) == "completed"


SILENT = [
    {"key": "c", "isComposing": True},
    {"key": "c", "keyCode": 229},
    {"key": "c", "ctrlKey": True},
    {"key": "c", "metaKey": True},
    {"key": "c", "altKey": True},
]


@pytest.mark.parametrize("pressed", SILENT, ids=str)
def test_what_is_being_composed_or_held_is_no_key(
    reported: Live, opened: Open, pressed: dict[str, object]
) -> None:
    page = opened("/xac-nhan")
    page.keyboard.press("j")
    page.evaluate(
        "pressed => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...pressed }))",
        pressed,
    )
    page.wait_for_timeout(300)
    assert page.locator("article").count() == 2
    assert state(reported, reported.world.work) == "submitted"


def test_the_list_of_keys_opens_and_gives_the_focus_back(opened: Open) -> None:
    page = opened("/xac-nhan")
    page.keyboard.press("j")
    row = page.evaluate("document.activeElement.id")
    page.keyboard.press("?")
    expect(page.locator("#dialog")).to_be_visible()
    expect(page.locator("#dialog kbd").first).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("article")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator(f"#{row}")).to_be_focused()
    assert page.locator('[aria-keyshortcuts="c"]').count() == 2


def test_two_keys_go_to_a_place(opened: Open) -> None:
    page = opened("/xac-nhan")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/don-doc")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/ra-soat")


@pytest.mark.parametrize(("choice", "is_phone", "works"), [
    ("auto", False, True), ("auto", True, False), ("off", False, False), ("on", True, True),
])  # fmt: skip
def test_each_person_switches_them(
    reported: Live, browser: Browser, choice: str, is_phone: bool, works: bool
) -> None:
    with context(reported, browser, is_mobile=is_phone, has_touch=is_phone) as at:
        page = at.new_page()
        page.goto(f"{reported.url}/tai-khoan/phim-tat")
        page.locator(f'[name="keys"][value="{choice}"]').check()
        page.locator('form[action="/tai-khoan/phim-tat"] .btn--main').click()
        expect(page.locator(f'[name="keys"][value="{choice}"]')).to_be_checked()
        page.goto(f"{reported.url}/xac-nhan")
        page.keyboard.press("j")
        page.keyboard.press("c")
        page.wait_for_timeout(500)
        assert (state(reported, reported.world.work) == "completed") is works
