"""The desk in a browser: a row beside the list, Esc and the focus back; filters and groups in place; a phone too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import make
from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker.home import groups

DESK = {"width": 1440, "height": 3000}
PHONE = {"width": 320, "height": 3000}


@pytest.fixture
def office(live: Live, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    yield context
    context.close()


def test_a_row_opens_beside_and_esc_leads_back(live: Live, office: BrowserContext) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/don-doc?nhom=task")
    row = page.locator('#viec th[scope="row"] > a').first
    row.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#viec-ben")
    expect(panel).to_be_visible()
    expect(panel.locator("h2")).to_be_focused()
    assert page.url.startswith(f"{live.url}/don-doc/viec/")
    assert page.url.endswith("?nhom=task")
    expect(row).to_have_attribute("aria-current", "true")
    assert axe_in_both_schemes(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(row).to_be_focused()
    assert page.url == f"{live.url}/don-doc?nhom=task"
    page.reload()
    assert page.locator("#viec").count() == 1


def test_the_panel_s_address_is_a_page_that_leads_back(live: Live, office: BrowserContext) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/don-doc?nhom=task")
    page.locator('#viec th[scope="row"] > a').first.click()
    expect(page.locator("#viec-ben")).to_be_visible()
    page.reload()
    expect(page.locator("#viec-ben")).to_be_visible()
    page.locator("[data-close-panel]").click()
    page.wait_for_url("**/don-doc?nhom=task")


@pytest.mark.parametrize("how", ["phone", "no script"])
def test_without_room_or_script_the_row_is_the_work_s_page(live: Live, browser: Browser, how: str) -> None:
    context = browser.new_context(
        viewport=PHONE if how == "phone" else DESK,  # type: ignore[arg-type]
        java_script_enabled=how == "phone",
    )
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/don-doc")
    page.locator('#viec th[scope="row"] > a').first.click()
    page.wait_for_url("**/phan-cong/*")
    context.close()


def test_filters_open_in_place_and_their_address_is_clean(live: Live, office: BrowserContext) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/don-doc")
    page.get_by_role("link", name="Bộ lọc", exact=True).click()
    form = page.locator("#bo-loc")
    expect(form).to_be_visible()
    assert page.url == f"{live.url}/don-doc"
    assert axe_in_both_schemes(page) == []
    form.locator('[name="tre"]').fill("1")
    form.locator('[name="vuong-mac"]').select_option("none")
    form.locator(".btn--main").click()
    page.wait_for_url("**/don-doc?tre=1&vuong-mac=none")
    assert page.locator("a.chip").count() == 2


def test_filters_on_a_phone(live: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/don-doc")
    page.get_by_role("link", name="Bộ lọc", exact=True).click()
    page.wait_for_url("**/don-doc/loc?*")
    page.locator('[name="xem"]').select_option("new")
    page.locator('[name="nhac"]').fill("0")
    page.locator("#bo-loc .btn--main").click()
    page.wait_for_url("**/don-doc?xem=new&nhac=0")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_a_closed_group_opens_and_closes_where_it_stands(live: Live, office: BrowserContext) -> None:
    with live.now():
        for n in range(groups.LONG + 1):
            body = live.world.dam if n % 2 else live.world.chi_body
            due_on = make.LONG_AGO
            make.make_assignment(body, due_on, make.make_task(live.world.directive, due_on=due_on))
    page = office.new_page()
    page.goto(f"{live.url}/don-doc")
    heads = page.locator("#viec a[aria-expanded]")
    expect(heads).to_have_count(2)
    heads.first.press("Enter")
    expect(heads.first).to_have_attribute("aria-expanded", "true")
    expect(heads.first).to_be_focused()
    boxes = page.locator('#viec [name="id"]')
    expect(boxes).to_have_count(50)
    page.locator(".more-of-group a").click()
    expect(boxes).to_have_count(100)
    assert page.url == f"{live.url}/don-doc"
    assert axe_in_both_schemes(page) == []
    boxes.nth(60).check()
    assert page.locator(".selbar").inner_text().strip()
    heads.first.press("Enter")
    expect(boxes).to_have_count(0)
    expect(heads.first).to_have_attribute("aria-expanded", "false")
