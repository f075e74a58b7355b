"""J1 where things are not as they should be: a slow line, large photos, wrong files, a lost answer, every state."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Report
from tracker.db import db, transaction
from tracker.extensions import actions as extensions
from tracker.files.keeping import path_of
from tracker.files.models import StoredFile
from tracker.links.actions import fill
from tracker.links.models import MailedLink

PHONE = {"width": 320, "height": 640}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s and 400 ms, in octets a second."""
USABLE = 4  # seconds
BOX = "dam@lamgiang.example"
LONG = " ".join(["Rà soát, xây dựng kế hoạch chi tiết thực hiện từng tiêu chí nông thôn mới còn thiếu"] * 7)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def address(live: Live) -> Callable[..., str]:
    """An address in a letter to Bình's commune."""

    def made(kind: str = "link", work_id: int = 0) -> str:
        with live.now():
            return fill(live.world.dam.id, BOX, f"⟦{kind}:{work_id or live.world.work.id}⟧")

    return made


def photo(side: int) -> bytes:
    """A picture of noise, which no format makes smaller, as a telephone's camera might."""
    out = BytesIO()
    Image.effect_noise((side, side), 100).convert("RGB").save(out, "JPEG", quality=97)
    return out.getvalue()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_usable_on_a_slow_line(
    live: Live, browser: Browser, address: Callable[..., str], script: bool
) -> None:
    url = address()
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    began = time.monotonic()
    page.goto(url, wait_until="commit")
    page.locator("form.report .send button").wait_for(state="visible")
    page.locator('label.pick:has([value="done"])').click()
    assert time.monotonic() - began <= USABLE
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    context.close()


def test_a_large_photo_is_made_smaller_on_the_phone(
    live: Live, phone: BrowserContext, address: Callable[..., str]
) -> None:
    large = photo(3400)
    assert len(large) > 12_000_000
    page = phone.new_page()
    page.goto(address("done"))
    files = [{"name": "IMG_2041.JPG", "mimeType": "image/jpeg", "buffer": large}]
    page.locator('[type="file"]').first.set_input_files(files)  # type: ignore[arg-type]
    page.locator("[data-chosen] li").wait_for()
    with page.expect_request(lambda request: request.method == "POST") as sending:
        page.locator("form.report .send button").click()
    assert sending.value.headers["content-type"].startswith("multipart/form-data")
    page.wait_for_url("**/da-gui*")
    with live.now():
        stored = db.session.scalars(select(StoredFile)).one()
        with Image.open(path_of(live.config, stored.sha256)) as picture:
            assert max(picture.size) == 1600
        assert stored.size < len(large) / 4


def test_what_is_too_large_or_no_document_is_said_before_and_after_sending(
    live: Live, browser: Browser, address: Callable[..., str]
) -> None:
    large = {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"0" * 16_000_000}
    wrong = {"name": "anh.heic", "mimeType": "image/heic", "buffer": b"ftypheic" * 100}
    for script in (True, False):
        context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address("done"))
        page.locator('[name="note"]').fill("Đã gửi Báo cáo 118")
        for file, words in ((large, "15 MB. Hãy chụp lại hoặc gửi bản PDF"), (wrong, "docx, jpeg, jpg")):
            page.locator('[type="file"]').last.set_input_files([file])  # type: ignore[list-item]
            page.locator("form.report .send button").click()
            page.locator(f'[role="alert"]:has-text("{words}")').wait_for()
            assert page.locator('[name="note"]').input_value() == "Đã gửi Báo cáo 118"
        context.close()
    with live.now():
        assert db.session.scalars(select(Report)).all() == []


def test_a_line_that_breaks_while_sending_keeps_everything(
    live: Live, phone: BrowserContext, address: Callable[..., str]
) -> None:
    """The telephone believes it is connected, and the answer never comes: nothing is lost, nothing is doubled."""
    page = phone.new_page()
    page.goto(address())
    page.locator('label.pick:has([value="doing"])').click()
    page.locator('[name="note"]').fill("Đang lấy ý kiến các thôn")

    def lose_the_answer(route: object) -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort("connectionreset")  # type: ignore[attr-defined]

    page.route("**/b/*viec=*", lose_the_answer, times=1)
    page.locator("form.report .send button").click()
    page.wait_for_selector("#alerts .banner")
    assert "/da-gui" not in page.url
    page.reload()
    assert page.locator('[name="note"]').input_value() == "Đang lấy ý kiến các thôn"
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    assert "Đã ghi nhận trước đó" in page.locator("main").inner_text()
    with live.now():
        assert len(db.session.scalars(select(Report)).all()) == 1
    page.goto(address())
    assert page.locator('[name="note"]').input_value() == ""  # what was sent is not offered again


def test_long_words_take_two_lines_and_open_in_full(
    live: Live, phone: BrowserContext, address: Callable[..., str]
) -> None:
    work = live.give(LONG, days=9)
    page = phone.new_page()
    page.goto(address("link", work.id))
    box, line = page.locator("h1").bounding_box(), "parseFloat(getComputedStyle(e).lineHeight)"
    assert box is not None
    assert box["height"] <= 2.1 * page.locator("h1").evaluate(f"e => {line}")
    page.locator("details summary").first.click()
    assert page.locator("blockquote").inner_text() == LONG
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def states(live: Live, page: Page, address: Callable[..., str]) -> Iterator[str]:
    """Lead the page through every state; each is named when it stands."""
    url = address()
    stopped = live.give("Báo cáo sơ kết thực hiện.", days=9).id
    more = live.give("Tổng hợp số liệu hộ nghèo.", days=12).id
    for name, asked in (
        ("form", ""), ("more time", "?kq=gia-han"), ("difficulty", "?kq=vuong-mac"),
        ("all", "/tat-ca"), ("mailbox", "/lien-he"),
    ):  # fmt: skip
        page.goto(url + asked)
        yield name
    page.locator("main form .btn--main").first.click()
    page.wait_for_selector('[role="alert"] li')
    yield "mailbox refused"
    page.goto(f"{url}/tat-ca")
    page.locator("form.report .send button").click()
    page.wait_for_selector('[role="alert"] li')
    yield "all refused"
    with live.now():
        lam = live.world.viewer("lam")
        extensions.cancel(lam, db.session.get_one(Assignment, stopped), reason="Trùng", document="45/UBND")
    page.goto(address("link", stopped))
    yield "stopped"
    page.goto(f"{url}?kq=xong")
    page.locator("form.report .send button").click()
    page.wait_for_url("**/da-gui*")
    yield "receipt"
    page.goto(url)
    yield "a colleague was first"
    with live.now():
        assignments.confirm(live.world.viewer("oanh"), db.session.get_one(Assignment, live.world.work.id))
    page.goto(url)
    yield "confirmed"
    with live.now():
        assignments.post_report(
            live.world.viewer("binh"), db.session.get_one(Assignment, more), status="done"
        )
    page.goto(f"{url}/tat-ca")
    yield "nothing left"
    with live.now(), transaction() as session:
        for link in session.scalars(select(MailedLink)):
            link.revoked_at = link.created_at
    page.goto(url)
    yield "closed"
    page.locator("main .btn--main").click()
    page.wait_for_selector("h1")
    yield "renewed"


def test_every_state_is_open_to_all(live: Live, browser: Browser, address: Callable[..., str]) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, faults = context.new_page(), []
    for state in states(live, page, address):
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": PHONE["width"], "height": max(tall, PHONE["height"])})
        faults += [f"{state}: {violation}" for violation in axe_in_both_schemes(page)]
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            faults.append(f"{state}: wider than the phone")
        small = page.eval_on_selector_all(
            "main :is(.btn, label.pick, summary, .tap)",
            "all => all.filter(e => e.offsetHeight && e.offsetHeight < 44).length",
        )
        if small:
            faults.append(f"{state}: {small} targets lower than 44")
    assert faults == []
    context.close()
