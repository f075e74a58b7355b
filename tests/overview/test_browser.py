"""The dashboard in a real browser: charts come after the page, each for itself; without script a click away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tests.overview.test_page import fill
from tracker.overview.charts import CHARTS

DATABASES = ("sqlite",)


@pytest.fixture
def opened(live: Live, browser: Browser) -> Callable[..., Page]:
    with live.now():
        fill(live.world)

    def open_page(width: int = 1280, **settings: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)  # type: ignore[arg-type]
        context.add_cookies([live.cookie("lam")])  # type: ignore[list-item]
        return context.new_page()

    return open_page


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_every_chart_is_drawn_and_nothing_is_wider_than_the_screen(
    live: Live, opened: Callable[..., Page], width: int
) -> None:
    page = opened(width)
    page.goto(f"{live.url}/tong-quan")
    expect(page.locator(".chart-box:not(.chart-box--ahead)")).to_have_count(len(CHARTS))
    expect(page.locator(".chart-box--ahead")).to_have_count(0)
    expect(page).to_have_title("Tổng quan · Đôn Đốc")
    for fold in page.locator(".chart-box summary").all():
        fold.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_in_both_schemes(page) == []


def test_a_chart_that_fails_says_so_itself_and_can_be_tried_again(
    live: Live, opened: Callable[..., Page]
) -> None:
    page, fails = opened(), [True]

    def answer(route: Route) -> None:
        route.fulfill(status=500, body="<p>fault</p>") if fails.pop() else route.continue_()

    page.route("**/tong-quan/tuoi", answer)
    page.goto(f"{live.url}/tong-quan")
    expect(page.locator(".chart-box:not(.chart-box--ahead)")).to_have_count(len(CHARTS) - 1)
    box = page.locator("#bd-tuoi")
    expect(box.get_by_role("alert")).to_have_text(
        "Không vẽ được biểu đồ này; các phần khác của trang vẫn đúng."
    )
    assert page.locator("#alerts").inner_text() == ""
    fails.append(False)
    box.get_by_role("link", name="Thử lại").click()
    expect(page.locator("#bd-tuoi table")).to_be_visible()


def test_without_script_each_chart_is_one_click_away(live: Live, opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"{live.url}/tong-quan")
    assert page.locator(".chart-box--ahead a").count() == len(CHARTS)
    page.locator("#bd-theo-muc a").click()
    page.locator("select[name=van-ban]").select_option(index=0)
    page.get_by_role("button", name="Xem").click()
    assert "/tong-quan/theo-muc?van-ban=" in page.url
    page.locator("svg.bar").first.wait_for()
