"""The page of a scan being read, in every state: for everybody, and staying where the reader is while it goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select, update

from tests.browser import axe_in_both_schemes
from tests.intake.drafts import TEXT
from tests.intake.files import pdf_letter
from tests.intake.scanned import needs_scanner, pictures, scan_of
from tests.journeys.drafting import office
from tests.live import Live
from tracker import clock
from tracker.auth.models import UserSession
from tracker.db import db, transaction
from tracker.intake import actions
from tracker.intake.models import Reading

LONG = "Kế hoạch phòng, chống cháy rừng mùa khô năm 2026 - 2027 và những năm tiếp theo, bản quét có dấu.pdf"
PAGES = 10
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
STATES: dict[str, dict[str, Any]] = {
    "waiting": {"state": "waiting"},
    "reading": {"state": "reading", "pages_done": 12},
    "stalled": {"state": "reading", "pages_done": 12, "beat_at": timedelta(hours=-1)},
    "no_directive": {"state": "refused", "problem": "not_a_directive", "pages_done": 37},
    "unread": {"state": "refused", "problem": "unread_pages", "pages_done": 37, "unread": [7, 12]},
    "refused": {"state": "refused", "problem": "secret", "name": "", "held": ""},
    "done": {"state": "done", "pages_done": 37, "held": ""},
}


def lying(live: Live, facts: dict[str, Any]) -> int:
    """A reading as another machine would have left it; its id."""
    with live.now():
        oanh = live.world.viewer("oanh")
        held = {"name": LONG, "held": f"van-ban-{facts['state']}", "node": "another", "pages": 37}
        made = actions.start_reading(oanh, **held, origin="own", is_taken_anyway=False)
        given = dict(facts)
        if "beat_at" in given:
            given["beat_at"] += clock.now()
        if facts["state"] == "done":
            given["directive_id"] = actions.start_draft(oanh, text=TEXT, machine_read=True).id
        with transaction() as session:
            session.execute(update(Reading).where(Reading.id == made.id).values(**given))
    return made.id


def opened(live: Live, page: Page, reading_id: int) -> Page:
    page.goto(f"{live.url}/van-ban/dang-doc/{reading_id}")
    return page


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_every_state_is_for_everybody(live: Live, browser: Browser, width: int) -> None:
    ids = {name: lying(live, facts) for name, facts in STATES.items()}
    found = {}
    with office(live, browser, width) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 9000})
        for name, reading_id in ids.items():
            found[name] = axe_in_both_schemes(opened(live, page, reading_id)), page.evaluate(WIDER)
        page.get_by_role("link", name="Mở bản đề xuất").click()
        expect(page.locator(".banner").first).to_contain_text("Máy đọc, cần kiểm tra")
        found["its draft"] = axe_in_both_schemes(page), page.evaluate(WIDER)
        page.goto(f"{live.url}/van-ban/moi")
        for said in (
            "chờ đến lượt",
            "đã đọc 12/37 trang",
            "dừng giữa chừng",
            "không được nhận",
            "Trang 7, 12 chưa đọc được",
        ):
            expect(page.locator(".banner li", has_text=said)).to_have_count(1)
        found["the list of them"] = axe_in_both_schemes(page), page.evaluate(WIDER)
    assert found == dict.fromkeys(found, ([], False))


def test_progress_comes_by_itself_and_leaves_the_hand_where_it_is(live: Live, browser: Browser) -> None:
    reading_id = lying(live, STATES["reading"])
    with office(live, browser) as context:
        page = opened(live, context.new_page(), reading_id)
        page.locator("#bo").focus()
        with live.now(), transaction() as session:
            session.execute(update(Reading).where(Reading.id == reading_id).values(pages_done=20))
            session.execute(update(UserSession).values(last_seen_at=clock.now() - timedelta(minutes=3)))
        expect(page.get_by_role("heading", name="Đang đọc trang 21/37")).to_be_visible(timeout=8000)
        assert page.evaluate("document.activeElement.id") == "bo"
        with live.now():
            seen = db.session.scalars(select(func.max(UserSession.last_seen_at))).one()
            assert clock.now() - seen > timedelta(minutes=2)  # a page that asks by itself is nobody at work
        with live.now(), transaction() as session:
            done = {"state": "refused", "problem": "broken", "held": "", "name": ""}
            session.execute(update(Reading).where(Reading.id == reading_id).values(**done))
        expect(page.get_by_role("alert")).to_contain_text("Tệp không được nhận", timeout=8000)
        expect(page.locator("main [hx-get]")).to_have_count(0)


def test_without_a_script_the_link_shows_how_far_it_is(live: Live, browser: Browser) -> None:
    reading_id = lying(live, STATES["reading"])
    with office(live, browser, script=False) as context:
        page = opened(live, context.new_page(), reading_id)
        with live.now(), transaction() as session:
            session.execute(update(Reading).where(Reading.id == reading_id).values(pages_done=20))
        page.get_by_role("link", name="Xem đã đọc đến đâu").click()
        expect(page.get_by_role("heading", name="Đang đọc trang 21/37")).to_be_visible()


def test_a_scan_is_left_and_come_back_to(live: Live, browser: Browser, tmp_path: Path) -> None:
    """Real pages, really read, by the process the web starts: nothing is stood in for."""
    needs_scanner()
    letter = pictures(pdf_letter(tmp_path / "letter.pdf"))
    scan = scan_of(letter * PAGES, tmp_path / "quet.pdf")
    with office(live, browser) as context:
        page = context.new_page()
        page.goto(f"{live.url}/van-ban/moi")
        page.locator("input[type=file]").set_input_files(scan)
        page.get_by_role("button", name="Đọc văn bản").click()
        page.wait_for_url("**/dang-doc/*")
        place = page.url
        expect(page.locator("progress")).to_have_attribute("max", str(PAGES))
        page.goto(f"{live.url}/van-ban")
        page.goto(f"{live.url}/van-ban/moi")
        page.get_by_role("link", name="quet.pdf").click()
        assert page.url == place
        expect(page.locator("progress")).to_be_visible()
        seen = set()
        while (value := page.evaluate("document.querySelector('progress')?.value ?? null")) is not None:
            seen.add(value)
            page.wait_for_timeout(200)
        expect(page.get_by_role("alert")).to_contain_text("Đã đọc xong các trang")
        assert len(seen) > 2, f"the bar was only seen at {seen}"
        page.get_by_role("link", name="Mở bản đề xuất").click()
        expect(page.locator(".banner").first).to_contain_text("Máy đọc, cần kiểm tra")
