"""J2: the office at its desk sees who is late and reminds them, in at most four clicks, and the ledger knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from tests.browser import axe_in_both_schemes
from tests.journeys.mouse import Mouse
from tests.live import Live
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder

DESK = {"width": 1440, "height": 900}
WHOLE = {"width": 1440, "height": 3000}  # bars that stick cover nothing when all fits
MOST_CLICKS = 4


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def office(live: Live, browser: Browser, has_script: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, java_script_enabled=has_script)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    yield context
    context.close()


def choose_all(mouse: Mouse, has_script: bool) -> None:
    """The box above the rows needs a script; the link beside the count does not."""
    mouse.click(mouse.page.locator("[data-all]" if has_script else '.selbar a[href*="chon=het"]'))


def reminders(live: Live) -> list[Reminder]:
    with live.now():
        return list(db.session.scalars(select(Reminder).order_by(Reminder.id)))


def test_from_who_is_late_to_sent(live: Live, office: BrowserContext, has_script: bool) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/")
    assert page.url == f"{live.url}/don-doc"
    assert page.locator('input[name="id"]').count() == 2
    mouse = Mouse(page)
    choose_all(mouse, has_script)
    mouse.click(page.locator(".selbar .btn--main"))
    page.wait_for_url("**/nhac/xem-truoc?*")
    assert "2" in page.locator(".page-head").inner_text()
    mouse.click(page.locator('form[action="/nhac"] .btn--main'))
    page.wait_for_url("**/nhac/1")
    assert mouse.clicks <= MOST_CLICKS
    page.go_back()
    page.wait_for_url("**/nhac/xem-truoc?*")
    assert page.locator("#left-out li").count() == 2, (
        "Back is the preview as it stands now, not a form to send again"
    )
    with live.now():
        letters = db.session.scalars(select(Letter).where(Letter.kind == "urge")).all()
        assert {letter.to_addr for letter in letters} == {"dam@lamgiang.example", "chi@lamgiang.example"}
        assert all(letter.state in {"pending", "sending", "sent"} for letter in letters)
        rows = db.session.scalars(select(Reminder)).all()
        assert {(row.assignment_id, row.how, row.batch_id) for row in rows} == {
            (live.world.work.id, "urge", 1),
            (live.world.other_work.id, "urge", 1),
        }
    _the_ledger_knows(live, page)


def _the_ledger_knows(live: Live, page: Page) -> None:
    """The desk and the page of the work count the reminder; the same bodies are not reminded again at once."""
    page.goto(f"{live.url}/don-doc?chon=het")
    assert page.locator('tr:has([name="id"]) td').last.inner_text().startswith(("1 lần", "1 time"))
    page.locator(".selbar .btn--main").click()
    page.wait_for_url("**/nhac/xem-truoc?*")
    assert page.locator('form[action="/nhac"]').count() == 0
    assert page.locator("#left-out li").count() == 2
    page.goto(f"{live.url}/phan-cong/{live.world.work.id}")
    assert page.locator("#thu .sub").first.inner_text() in {"Nhắc lần 1", "Reminder no. 1"}


def test_a_call_is_written_down(live: Live, office: BrowserContext) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/don-doc")
    page.locator('input[name="id"]').first.check()
    page.locator('[formaction="/hang-loat/goi-dien/chon"]').click()
    page.wait_for_url("**/hang-loat/goi-dien?*")
    page.locator('[name="spoken_to"]').fill("anh Bình")
    page.locator('[name="note"]').fill("Hứa gửi trong ngày")
    page.locator('form[action="/hang-loat/goi-dien"] .btn--main').click()
    page.wait_for_url("**/hang-loat/lo/1")
    assert [(row.how, row.note, row.spoken_to, row.by) for row in reminders(live)] == [
        ("call", "Hứa gửi trong ngày", "anh Bình", "Phạm Thị Oanh")
    ]
    page.goto(f"{live.url}/phan-cong/{live.world.work.id}")
    assert "anh Bình" in page.locator("main").inner_text()


def test_nothing_chosen_is_said_and_nothing_sent(live: Live, office: BrowserContext) -> None:
    page = office.new_page()
    page.goto(f"{live.url}/don-doc")
    page.locator(".selbar .btn--main").click()
    page.wait_for_url("**/nhac/xem-truoc")
    assert page.locator(".empty").is_visible()
    assert reminders(live) == []


@pytest.fixture
def reported(live: Live) -> Live:
    with live.now():
        for name, work in (("binh", live.world.work), ("chi", live.world.other_work)):
            row = db.session.get(Assignment, work.id)
            assert row is not None
            assignments.post_report(live.world.viewer(name), row, status="done", note="Đã gửi Báo cáo 118")
        db.session.remove()
    return live


def test_confirming_takes_one_click_and_returning_two(
    reported: Live, office: BrowserContext, has_script: bool
) -> None:
    page, world = office.new_page(), reported.world
    page.goto(f"{reported.url}/xac-nhan")
    mouse = Mouse(page)
    mouse.click(page.locator(f"#assignment-{world.work.id} .btn--main"))
    _said(page, world.work.id, has_script)
    assert mouse.clicks == 1
    everywhere = page.locator("[data-waiting]")
    assert everywhere.all_text_contents() == ["1"] * everywhere.count()
    assert everywhere.count() > 1
    other = page.locator(f"#assignment-{world.other_work.id}")
    mouse.click(other.locator('summary[aria-keyshortcuts="t"]'))
    other.locator('[name="reason"]').fill("Thiếu số văn bản")
    mouse.click(other.locator('form[action$="/tra-lai"] button'))
    _said(page, world.other_work.id, has_script)
    assert mouse.clicks == 3
    assert everywhere.all_text_contents() == [""] * everywhere.count()
    with reported.now():
        states = select(Assignment.id, Assignment.state).where(Assignment.reported_on.is_not(None))
        assert (
            db.session.scalar(select(Assignment.state).where(Assignment.id == world.work.id)) == "completed"
        )
        assert (
            db.session.scalar(select(Assignment.state).where(Assignment.id == world.other_work.id))
            == "returned"
        )
        assert len(db.session.execute(states).all()) == 1
    page.goto(f"{reported.url}/xac-nhan")
    assert page.locator(".empty").is_visible()


def _said(page: Page, assignment_id: int, has_script: bool) -> None:
    """With a script the row gives way to what was decided and the next has the focus; without, the list comes anew."""
    if has_script:
        page.wait_for_selector(f"#assignment-{assignment_id}[data-decided]")
        following = page.locator("article h2 a")
        expect(
            following.first if following.count() else page.locator(f"#assignment-{assignment_id}")
        ).to_be_focused()
        assert page.locator("#announcements").inner_text()
    else:
        page.wait_for_selector("#toasts .toast")
        assert page.locator(f"#assignment-{assignment_id}").count() == 0
    assert page.url.endswith("/xac-nhan")


PAGES = (
    "/don-doc",
    "/don-doc?chon=het&nhom=task",
    "/don-doc?xem=asked",
    "/don-doc?xem=new&tre=900",
    "/xac-nhan",
)


def test_open_to_all_and_never_wider_than_the_screen(live: Live, browser: Browser) -> None:
    with live.now():
        row = db.session.get(Assignment, live.world.work.id)
        assert row is not None
        assignments.post_report(live.world.viewer("binh"), row, status="done", note="Đã gửi Báo cáo 118")
        db.session.remove()
    context = browser.new_context(viewport=WHOLE)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page, told = context.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    for path in PAGES:
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 3000})
            page.goto(f"{live.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert axe_in_both_schemes(page) == [], path
        page.set_viewport_size({"width": 320, "height": 5000})
        assert axe_in_both_schemes(page) == [], path
    page.goto(f"{live.url}/don-doc?chon=het")
    page.locator(".selbar .btn--main").click()
    page.wait_for_url("**/nhac/xem-truoc?*")
    assert axe_in_both_schemes(page) == []
    assert told == []
    context.close()


def test_by_keyboard_alone(live: Live, browser: Browser) -> None:
    """In reading order: skip link, content, boxes and titles row by row, then what is done with them."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/don-doc")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    order = _stops(page, until=".selbar .btn--main")
    boxes = [n for n, stop in enumerate(order) if stop.startswith("input checkbox id")]
    assert len(boxes) == 2
    assert order[boxes[0] + 1] == f"a /phan-cong/{live.world.work.id}"
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhac/xem-truoc?*")
    page.locator('form[action="/nhac"] .btn--main').press("Enter")
    page.wait_for_url("**/nhac/1")
    assert [row.how for row in reminders(live)] == ["urge", "urge"]
    context.close()


def _stops(page: Page, until: str) -> list[str]:
    """What Tab stops at on the way to an element, ticking every box; each stop shows its ring."""
    stops: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "(() => { const e = document.activeElement; return [e.localName, e.type || '', e.name || '',"
            " e.getAttribute('href') || ''].filter(Boolean).join(' '); })()"
        )
        stops.append(str(stop))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", stop
        if str(stop).startswith("input checkbox id"):
            page.keyboard.press("Space")
        if page.evaluate("([s]) => document.activeElement.matches(s)", [until]):
            return stops
    raise AssertionError(stops)


def test_on_paper_the_call_list_is_left(live: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/don-doc")
    page.emulate_media(media="print")
    gone = (".mast", ".selbar", ".counters", "td.sel", ".btn", "details.fold")
    assert [what for what in gone if page.locator(what).locator("visible=true").count()] == []
    assert page.locator('a[href="tel:02063655102"]').is_visible()
    assert page.locator(".print-only").is_visible()
    context.close()
