"""J1: a commune's officer on a phone, from the letter to the receipt, in three taps and without a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response
from sqlalchemy import select

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker.assignments.models import Assignment, Report
from tracker.db import db
from tracker.links.actions import fill

PHONE = {"width": 320, "height": 640}
FIRST_VISIT = 60 * 1024  # octets over the line


class Thumb:
    """Counts the taps of a journey; the first is on the letter's button."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def open_letter_link(self, url: str) -> None:
        self.taps += 1
        answer = self.page.goto(url)
        assert answer is not None
        assert answer.status == 200

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def letter(live: Live) -> Callable[[str], str]:
    """The addresses in the letter Bình's commune has got."""

    def address(kind: str) -> str:
        with live.now():
            return fill(live.world.dam.id, "dam@lamgiang.example", f"⟦{kind}:{live.world.work.id}⟧")

    return address


def state(live: Live) -> str:
    with live.now():
        db.session.rollback()
        return str(db.session.scalar(select(Assignment.state).where(Assignment.id == live.world.work.id)))


def test_three_taps(live: Live, phone: BrowserContext, letter: Callable[[str], str]) -> None:
    page = phone.new_page()
    thumb = Thumb(page)
    thumb.open_letter_link(letter("link"))
    thumb.tap(page.locator('label.pick:has([value="done"])'))
    thumb.tap(page.locator("form.report .send button"))
    page.wait_for_url("**/da-gui*")
    assert thumb.taps == 3
    assert state(live) == "submitted"
    assert page.locator("h1").inner_text()
    with live.now():
        assert db.session.scalars(select(Report)).one().reporter_name == "Hoàng Văn Bình"


def test_two_taps_with_the_done_link(live: Live, phone: BrowserContext, letter: Callable[[str], str]) -> None:
    page = phone.new_page()
    thumb = Thumb(page)
    thumb.open_letter_link(letter("done"))
    thumb.tap(page.locator("form.report .send button"))
    page.wait_for_url("**/da-gui*")
    assert (thumb.taps, state(live)) == (2, "submitted")
    page.locator('form[action$="/rut-lai"] button').click()
    page.wait_for_url("**/b/*viec=*")
    assert state(live) == "assigned"


def test_a_missing_choice_is_said_and_nothing_is_lost(
    live: Live, phone: BrowserContext, letter: Callable[[str], str]
) -> None:
    page = phone.new_page()
    page.goto(letter("link"))
    page.locator('[name="note"]').fill("Đã gửi Báo cáo 118")
    page.locator("form.report .send button").click()
    page.wait_for_selector('[role="alert"] li')
    assert page.title().startswith(("Lỗi:", "Error:"))
    assert page.locator('[name="note"]').input_value() == "Đã gửi Báo cáo 118"
    assert state(live) == "assigned"


def test_light_and_open_to_all(live: Live, browser: Browser, letter: Callable[[str], str]) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, octets = context.new_page(), []

    def weigh(answer: Response) -> None:
        octets.append(answer.request.sizes()["responseBodySize"])

    page.on("response", weigh)
    page.goto(letter("link"), wait_until="networkidle")
    page.remove_listener("response", weigh)
    assert sum(octets) <= FIRST_VISIT
    assert 0 < len(octets) <= 5
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator('label.pick:has([value="difficulty"])').click()
    page.locator('[value="difficulty"]:checked').wait_for(state="attached")
    _no_violations(page)
    page.goto(letter("all"))
    _no_violations(page)
    page.goto(letter("done"))
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    _no_violations(page)
    context.close()


def test_without_a_line_the_text_stays(live: Live, browser: Browser, letter: Callable[[str], str]) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(letter("link"))
    page.locator('label.pick:has([value="done"])').click()
    page.locator('[name="note"]').fill("Đã gửi Báo cáo 118")
    context.set_offline(True)
    page.locator("form.report .send button").click()
    page.wait_for_selector("#alerts .banner")
    context.set_offline(False)
    page.reload()
    assert page.locator('[name="note"]').input_value() == "Đã gửi Báo cáo 118"
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    assert state(live) == "submitted"
    page.goto(letter("link"))
    context.close()


def test_signed_in_the_receipt_takes_the_form_s_place(live: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("binh")])  # type: ignore[list-item]
    page, part = context.new_page(), f"#assignment-{live.world.work.id}-report"
    page.goto(f"{live.url}/viec")
    page.locator(".works a").first.click()
    page.locator(f"{part} form.report .btn--main").click()
    page.wait_for_selector(f'{part} [role="alert"]')
    assert page.title().startswith(("Lỗi:", "Error:"))
    page.locator('label.pick:has([value="done"])').click()
    with page.expect_request("**/bao-cao") as sending:
        page.locator(f"{part} form.report .btn--main").click()
    assert sending.value.headers["content-type"].startswith("application/x-www-form-urlencoded"), "no file"
    page.wait_for_selector(f"{part}.s-done")
    assert page.evaluate("document.activeElement.id") == part[1:]
    assert page.locator(f"#assignment-{live.world.work.id}-state .s-wait").count() == 1
    assert state(live) == "submitted"
    _no_violations(page)
    context.close()


def _no_violations(page: Page) -> None:
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": PHONE["width"], "height": max(tall, PHONE["height"])})
    assert axe_in_both_schemes(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
