"""The office works through what waits: two clicks a report at most, the next one follows, a slip is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live import Live
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.difficulties import actions as difficulties
from tracker.difficulties.models import Difficulty
from tracker.extensions import actions as extensions
from tracker.extensions.models import Extension

DESK = {"width": 1440, "height": 900}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def office(live: Live, browser: Browser, has_script: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, java_script_enabled=has_script, locale="vi")  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    yield context
    context.close()


@pytest.fixture
def reported(live: Live) -> Live:
    """Two reports wait, Bình's first."""
    with live.now():
        for name, work in (("binh", live.world.work), ("chi", live.world.other_work)):
            row = db.session.get_one(Assignment, work.id)
            assignments.post_report(live.world.viewer(name), row, status="done", note="Đã gửi Báo cáo 118")
    return live


def state(live: Live, work: Assignment) -> str:
    with live.now():
        return db.session.get_one(Assignment, work.id, populate_existing=True).state


def test_one_click_confirms_and_the_next_follows(
    reported: Live, office: BrowserContext, has_script: bool
) -> None:
    page, (first, second) = office.new_page(), (reported.world.work, reported.world.other_work)
    page.goto(f"{reported.url}/xac-nhan")
    page.locator(f"#assignment-{first.id} .btn--main").click()
    expect(page.locator("article")).to_have_count(1)
    assert state(reported, first) == "completed"
    if has_script:
        expect(page.locator(f"#title-{second.id}")).to_be_focused()
        expect(page.locator("#announcements")).to_contain_text("Còn 1 báo cáo chờ")
        page.locator(".decided button").click()
    else:
        page.locator("summary").first.click()
        page.locator('form[action$="/lay-lai-xac-nhan"] button').click()
    expect(page.locator("article")).to_have_count(2)
    assert state(reported, first) == "submitted"


def test_two_clicks_return_with_a_reason(reported: Live, office: BrowserContext) -> None:
    page, work = office.new_page(), reported.world.other_work
    page.goto(f"{reported.url}/xac-nhan")
    row = page.locator(f"#assignment-{work.id}")
    row.locator("summary", has_text="Trả lại").click()
    row.locator("textarea").fill("Thiếu phụ lục 2")
    row.locator('form[action$="/tra-lai"] .btn').click()
    expect(page.locator("article")).to_have_count(1)
    assert state(reported, work) == "returned"


@pytest.fixture
def asking(live: Live) -> Live:
    """Two bodies ask for more time."""
    work = live.give("Rà soát từng thôn", 9), live.give("Lập danh sách hộ", 12)
    with live.now():
        for each in work:
            row = db.session.get_one(Assignment, each.id)
            later = row.due_on + (row.due_on - row.assigned_on) if row.due_on else None
            assert later is not None
            extensions.ask(live.world.viewer("binh"), row, new_due_on=later, reason="Chờ số liệu")
    return live


def decided(live: Live) -> list[str]:
    with live.now():
        return [row.state for row in db.session.query(Extension).order_by(Extension.id)]


def test_the_office_writes_the_leader_s_decision_down(
    asking: Live, office: BrowserContext, has_script: bool
) -> None:
    page = office.new_page()
    page.goto(f"{asking.url}/gia-han")
    row = page.locator("#extension-1")
    row.locator(".btn--main").click()
    expect(page.locator(".field--err")).to_have_count(1)
    assert decided(asking) == ["asked", "asked"], "the office needs the document"
    page.locator("#extension-1 input[name=document]").fill("1920/UBND-TH")
    page.locator("#extension-1 .btn--main").click()
    expect(page.locator("article")).to_have_count(1)
    assert decided(asking) == ["granted", "asked"]
    if has_script:
        expect(page.locator("#extension-title-2")).to_be_focused()
        expect(page.locator("#announcements")).to_contain_text("Còn 1 đề nghị chờ")


def test_the_leader_decides_with_one_click(asking: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, locale="vi")  # type: ignore[arg-type]
    context.add_cookies([asking.cookie("lam")])  # type: ignore[list-item]
    page: Page = context.new_page()
    page.goto(f"{asking.url}/gia-han")
    page.locator("#extension-2 .btn--main").click()
    expect(page.locator("article")).to_have_count(1)
    page.locator("#extension-1 textarea").fill("Không có lý do mới")
    page.locator("#extension-1 .btn:not(.btn--main)").click()
    expect(page.locator("article")).to_have_count(0)
    assert decided(asking) == ["refused", "granted"]
    context.close()


def test_the_open_desk_hears_of_what_others_do(live: Live, browser: Browser) -> None:
    """The counters follow, the rows and what is ticked stay, and nobody is asked while nobody looks."""
    context = browser.new_context(viewport=DESK, locale="vi")  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "cap-nhat" in request.url else None)
    page.clock.install()
    page.goto(f"{live.url}/don-doc")
    page.locator('#viec [name="id"]').first.check()
    page.locator(".counters a").first.focus()
    with live.now():
        row = db.session.get_one(Assignment, live.world.work.id)
        assignments.post_report(live.world.viewer("binh"), row, status="done", note="Đã gửi")
    page.clock.run_for(40_000)
    assert asked == []
    page.clock.run_for(30_000)
    news = page.locator("[data-counts]")
    expect(news).to_have_text("Có 1 cập nhật mới – Tải lại")
    expect(page.locator(".counters li").first).to_contain_text("1")
    expect(page.locator('#viec [name="id"]')).to_have_count(2)
    expect(page.locator('#viec [name="id"]').first).to_be_checked()
    expect(page.locator(".counters a").first).to_be_focused()
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    page.clock.run_for(200_000)
    assert len(asked) == 1
    news.locator("a").click()
    expect(page.locator('#viec [name="id"]')).to_have_count(1)
    context.close()


@pytest.fixture
def hindered(live: Live) -> Live:
    """Two bodies say what stands in their way."""
    with live.now():
        for name, work in (("binh", live.world.work), ("chi", live.world.other_work)):
            row = db.session.get_one(Assignment, work.id)
            difficulties.report_difficulty(live.world.viewer(name), row, what=f"Chưa có đơn giá {name}")
    return live


def answered(live: Live) -> list[str]:
    with live.now():
        return [row.answer for row in db.session.query(Difficulty).order_by(Difficulty.id)]


def test_two_clicks_answer_a_difficulty_and_the_next_follows(
    hindered: Live, office: BrowserContext, has_script: bool
) -> None:
    page = office.new_page()
    page.goto(f"{hindered.url}/vuong-mac")
    row = page.locator("#difficulty-1")
    row.locator("summary", has_text="Trả lời").click()
    row.locator('form[action$="/tra-loi"] .btn').click()
    expect(page.locator(".field--err")).to_have_count(1)
    assert answered(hindered) == ["", ""], "the body needs words"
    row.locator('form[action$="/tra-loi"] textarea').fill("Áp dụng đơn giá năm trước.")
    row.locator('form[action$="/tra-loi"] .btn').click()
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator(".seg")).to_contain_text("(1)")
    assert answered(hindered) == ["Áp dụng đơn giá năm trước.", ""]
    if has_script:
        expect(page.locator("#difficulty-title-2")).to_be_focused()
        expect(page.locator("#announcements")).to_contain_text("Còn 1 khó khăn, vướng mắc đang chờ.")
    page.locator("#difficulty-2 summary").last.click()
    page.locator('#difficulty-2 form[action$="/trinh"] .btn').click()
    expect(page.locator("article")).to_have_count(0)
    expect(page.locator(".seg")).to_contain_text("(1)")


def test_the_leader_stays_in_the_queue_before_them(hindered: Live, browser: Browser) -> None:
    with hindered.now():
        for row in db.session.query(Difficulty).all():
            difficulties.pass_up(hindered.world.viewer("oanh"), row)
    context = browser.new_context(viewport=DESK, locale="vi", java_script_enabled=False)  # type: ignore[arg-type]
    context.add_cookies([hindered.cookie("lam")])  # type: ignore[list-item]
    page: Page = context.new_page()
    page.goto(f"{hindered.url}/vuong-mac?xem=lanh-dao")
    page.locator("#difficulty-1 summary").first.click()
    page.locator("#difficulty-1 textarea").fill("Đồng ý cho áp dụng.")
    page.locator('#difficulty-1 form[action$="/tra-loi"] .btn').click()
    expect(page.locator("article")).to_have_count(1)
    assert page.url.endswith("/vuong-mac?xem=lanh-dao")
    context.close()
