"""What a page is after each part of it was exchanged: still open to all, and nothing the policy forbids was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import make
from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.difficulties import actions as difficulties
from tracker.extensions import actions as extensions
from tracker.home import groups
from tracker.home.filters import GROUPS
from tracker.officials.actions import set_official

WIDTHS = (320, 1440)
TALL = 12_000
LISTEN = """window.broken = [];
document.addEventListener('securitypolicyviolation', event => window.broken.push(event.violatedDirective))"""
OURS = "Autofocus processing was blocked"
"""The browser's note that the focus after a swap is moved by htmx and not by itself."""
Opened = Callable[[int, str], Page]
Faults = list[str]


@pytest.fixture
def busy(live: Live) -> Live:
    """Late work with a telephone number and an official, one more that is long, and two of each that wait."""
    with live.now():
        world, day = live.world, clock.today()
        oanh, binh, chi = (world.viewer(name) for name in ("oanh", "binh", "chi"))
        set_official(oanh, world.chi_body, person_id=oanh.id)
        for _ in range(groups.LONG + 1):
            make.make_assignment(world.chi_body, day - timedelta(days=3), make.make_task(world.directive))
        for actor, body in ((binh, world.dam), (chi, world.chi_body)):
            works = [make.make_assignment(body, day + timedelta(days=9), make.make_task()) for _ in range(3)]
            told, stuck, asking = (db.session.get_one(Assignment, work.id) for work in works)
            assignments.post_report(actor, told, status="done", note="Đã gửi Báo cáo 118")
            difficulties.report_difficulty(actor, stuck, what="Chưa có đơn giá")
            extensions.ask(actor, asking, new_due_on=day + timedelta(days=20), reason="Chờ số liệu")
        db.session.remove()
    return live


@pytest.fixture
def opened(busy: Live, browser: Browser) -> Iterator[tuple[Opened, Faults]]:
    """Opens an address as Oanh at a width; what the console said meanwhile."""
    context = browser.new_context(locale="vi")
    context.add_cookies([busy.cookie("oanh")])  # type: ignore[list-item]
    context.add_init_script(LISTEN)
    page, faults = context.new_page(), Faults()
    page.on("console", lambda message: None if OURS in message.text else faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))

    def at(width: int, path: str) -> Page:
        page.set_viewport_size({"width": width, "height": TALL})
        page.goto(busy.url + path)
        return page

    yield at, faults
    context.close()


def sound(page: Page, after: str, faults: Faults) -> None:
    """Look at the page as it stands after a swap, by day and by night."""
    faults += [f"{after}: {violation}" for violation in axe_in_both_schemes(page)]
    faults += [f"{after}: policy {what}" for what in page.evaluate("window.broken")]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{after}: wider than the screen")


def test_what_cannot_be_read_by_night_alone_is_seen(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<html lang="vi"><title>Chữ</title><main><h1 style="color-scheme: light dark; font-size: 1rem; '
        'color: light-dark(#000, #222); background: light-dark(#fff, #000)">Không đọc được</h1></main></html>'
    )
    found = axe_in_both_schemes(page)
    page.close()
    assert [fault.split(":")[:2] for fault in found] == [["in the dark", " color-contrast"]]


def test_the_desk_in_every_grouping(opened: tuple[Opened, Faults]) -> None:
    at, faults = opened
    for width in WIDTHS:
        for group in GROUPS:
            sound(at(width, f"/don-doc?nhom={group}"), f"{group} at {width}", faults)
    assert faults == []


def test_each_swap_of_the_desk(opened: tuple[Opened, Faults]) -> None:
    at, faults = opened
    for width in WIDTHS:
        page = at(width, "/don-doc")
        page.locator("#viec a[aria-expanded=false]").first.click()
        expect(page.locator("#viec a[aria-expanded=true]")).to_have_count(1)
        sound(page, f"group opened at {width}", faults)
        page.get_by_role("link", name="Bộ lọc", exact=True).click()
        expect(page.locator("#bo-loc")).to_be_visible()
        sound(page, f"filters at {width}", faults)
    page = at(1440, "/don-doc?nhom=directive")
    page.locator("#viec a[aria-expanded=false]").first.click()
    page.locator('#viec th[scope="row"] > a').first.click()
    expect(page.locator("#viec-ben h2")).to_be_focused()
    sound(page, "side panel", faults)
    assert faults == []


def test_the_next_one_in_each_queue(opened: tuple[Opened, Faults]) -> None:
    """One of two is settled at each width, so that the second is led to and then nothing is left."""
    at, faults = opened
    for width in WIDTHS:
        page = at(width, "/xac-nhan")
        page.locator("article .btn--main").first.click()
        expect(page.locator(".decided")).to_have_count(1)
        sound(page, f"confirmed at {width}", faults)
        page = at(width, "/gia-han")
        page.locator("article input[name$=document]").first.fill("1920/UBND-TH")
        page.locator("article .btn--main").first.click()
        expect(page.locator(".decided")).to_have_count(1)
        sound(page, f"more time at {width}", faults)
        page = at(width, "/vuong-mac")
        page.locator("article summary").first.click()
        page.locator("article textarea").first.fill("Áp dụng đơn giá năm trước.")
        page.locator('article form[action$="/tra-loi"] .btn').first.click()
        expect(page.locator(".decided")).to_have_count(1)
        sound(page, f"answered at {width}", faults)
    assert faults == []
