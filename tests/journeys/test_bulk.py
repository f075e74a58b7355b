"""The office on a desktop: forty late tasks of fifteen bodies, each act in at most four clicks; and the leader."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from tests import make
from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker import clock
from tracker.bulk.models import BulkBatch
from tracker.db import db
from tracker.outbox.models import Letter
from tracker.reminders.models import Reminder
from tracker.submissions import actions
from tracker.submissions.models import SubmittedWork

MOST_CLICKS = 4
MOST_SECONDS = 60


@pytest.fixture
def forty(live: Live) -> Live:
    """Thirty-eight late tasks of fifteen bodies besides the two of the cast."""
    with live.now():
        late = clock.today() - timedelta(days=9)
        bodies = [
            make.make_body(f"UBND xã Thử {n}", live.world.commune, email=f"xa{n}@lamgiang.example")
            for n in range(13)
        ]
        tasks = [make.make_task(live.world.directive, due_on=late) for _ in range(3)]
        for task, body in [(task, body) for task in tasks for body in bodies][:38]:
            make.make_assignment(body, late, task, assigned_on=late - timedelta(days=9))
        db.session.remove()
    return live


def desk(live: Live, browser: Browser, *, script: bool, width: int = 1440) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/don-doc")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_forty_items_of_fifteen_bodies(forty: Live, browser: Browser, script: bool) -> None:
    page, begun = desk(forty, browser, script=script), time.monotonic()
    page.click("[data-all]" if script else '.selbar a[href*="chon=het"]')
    page.click('[formaction="/hang-loat/goi-dien/chon"]')
    page.wait_for_url("**/hang-loat/goi-dien?*")
    page.click('form[action="/hang-loat/goi-dien"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/1")
    assert page.locator("#ket-qua tbody tr").count() == 40
    page.go_back()
    page.goto(f"{forty.url}/don-doc")
    page.click("[data-all]" if script else '.selbar a[href*="chon=het"]')
    page.click('[formaction="/hang-loat/gia-han/chon"]')
    page.wait_for_url("**/hang-loat/gia-han?*")
    page.fill('[name="working_days"]', "5")
    page.fill('[name="reason"]', "Chờ hướng dẫn mới")
    page.fill('[name="document"]', "312/UBND-TH")
    page.click('form[action="/hang-loat/gia-han"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/2")
    assert time.monotonic() - begun < MOST_SECONDS
    with forty.now():
        assert (
            db.session.scalar(select(func.count()).select_from(Reminder).where(Reminder.how == "call")) == 40
        )
        assert [batch.done for batch in db.session.scalars(select(BulkBatch).order_by(BulkBatch.id))] == [
            40,
            40,
        ]


def test_forty_reminders_in_four_clicks(forty: Live, browser: Browser) -> None:
    page, begun = desk(forty, browser, script=True), time.monotonic()
    clicks = ("[data-all]", ".selbar .btn--main", 'form[action="/nhac"] .btn--main')
    for what in clicks:
        page.click(what)
        page.wait_for_load_state()
    page.wait_for_url("**/nhac/1")
    assert len(clicks) <= MOST_CLICKS
    assert time.monotonic() - begun < MOST_SECONDS
    with forty.now():
        assert db.session.scalar(select(func.count()).select_from(Letter).where(Letter.kind == "urge")) == 15
        assert db.session.scalar(select(func.count()).select_from(Reminder)) == 40


def test_taking_back_by_hand(forty: Live, browser: Browser) -> None:
    page = desk(forty, browser, script=True)
    page.locator('[name="id"]').nth(0).check()
    page.click('[formaction="/hang-loat/goi-dien/chon"]')
    page.click('form[action="/hang-loat/goi-dien"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/1")
    page.click("details.fold summary")
    page.click('form[action$="/hoan-tac"] button')
    page.wait_for_selector(".banner")
    assert page.locator('form[action$="/hoan-tac"]').count() == 0
    with forty.now():
        assert db.session.scalar(select(func.count()).select_from(Reminder)) == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_another_official_for_ticked_bodies_and_back(live: Live, browser: Browser, script: bool) -> None:
    page = desk(live, browser, script=script)
    page.goto(f"{live.url}/theo-doi")
    for body in (live.world.dam, live.world.front):
        page.check(f'.picking [name="id"][value="{body.id}"]')
    page.select_option('.picking [name="person_id"]', str(live.world.people["oanh"].id))
    page.click(".picking .btn--main")
    page.wait_for_url("**/hang-loat/chuyen-vien?*")
    page.click('form[action="/hang-loat/chuyen-vien"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/1")
    assert page.locator("#ket-qua tbody tr").count() == 2
    page.click("details:has(form[action$='/hoan-tac']) summary")
    page.click('form[action$="/hoan-tac"] .btn')
    page.wait_for_selector(".banner")
    assert page.locator('form[action$="/hoan-tac"]').count() == 0
    page.click("text=Về danh sách")
    page.wait_for_url("**/theo-doi")
    assert "Phạm Thị Oanh" not in page.inner_text("#don-vi")
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_bodies_and_directives_get_one_official_in_one_act(
    live: Live, browser: Browser, script: bool
) -> None:
    with live.now():
        other = make.make_directive(number="77/UBND-KT", subject="Trồng rừng")
        name = live.world.directive.number
        db.session.remove()
    page = desk(live, browser, script=script)
    page.goto(f"{live.url}/theo-doi")
    if script:
        page.check("#van-ban [data-all]")
        assert page.locator("#don-vi input:checked").count() == 0, "all of one list are ticked, not of both"
        assert axe_in_both_schemes(page) == []
    else:
        for box in page.locator("#van-ban tbody [name='id']").all():
            box.check()
    page.set_viewport_size({"width": 320, "height": 3000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.check(f'#don-vi [value="{live.world.dam.id}"]')
    page.select_option('.picking [name="person_id"]', str(live.world.people["oanh"].id))
    page.click(".picking .btn--main")
    page.wait_for_url("**/hang-loat/chuyen-vien?*")
    expect(page.locator(".ledger tbody tr")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.click('form[action="/hang-loat/chuyen-vien"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/1")
    outcome = page.locator("#ket-qua tbody")
    for text in ("77/UBND-KT", name, "UBND xã Đàm Thượng"):
        expect(outcome).to_contain_text(text)
    page.goto(f"{live.url}/theo-doi/van-ban/{other.id}")
    expect(page.locator('[name="person_id"] option:checked')).to_have_text("Phạm Thị Oanh")
    page.goto(f"{live.url}/hang-loat/lo/1")
    page.click("details:has(form[action$='/hoan-tac']) summary")
    page.click('form[action$="/hoan-tac"] .btn')
    page.wait_for_selector(".banner")
    expect(page.locator("#ket-qua")).to_contain_text("Phạm Thị Oanh → Chưa có")
    page.context.close()


def test_open_to_all_and_never_wider_than_the_screen(forty: Live, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 3000})
    context.add_cookies([forty.cookie("oanh")])  # type: ignore[list-item]
    page = context.new_page()
    works = f"id={forty.world.work.id}&id={forty.world.other_work.id}"
    for kind in ("goi-dien", "gia-han", "trinh", "xac-nhan", "chuyen-don-vi"):
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 3000})
            page.goto(f"{forty.url}/hang-loat/{kind}?{works}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
        assert axe_in_both_schemes(page) == [], kind
    bodies = f"id={forty.world.dam.id}&id={forty.world.front.id}"
    for kind, typed in (("hom-thu", ""), ("chuyen-vien", f"&person_id={forty.world.people['oanh'].id}")):
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 3000})
            page.goto(f"{forty.url}/hang-loat/{kind}?{bodies}{typed}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
        assert axe_in_both_schemes(page) == [], kind
    page.goto(f"{forty.url}/hang-loat/trinh?{works}")
    page.fill('[name="proposal"]', "Đề nghị phê bình bằng văn bản")
    page.click('form[action="/hang-loat/trinh"] .btn--main')
    page.wait_for_url("**/hang-loat/lo/1")
    for path in ("/hang-loat/lo/1", "/hang-loat", "/trinh", "/trinh/1"):
        page.set_viewport_size({"width": 320, "height": 3000})
        page.goto(f"{forty.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert axe_in_both_schemes(page) == [], path
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_leader_answers_in_three_clicks(live: Live, browser: Browser, script: bool) -> None:
    works = [live.world.work.id, live.world.other_work.id]
    with live.now():
        actions.submit(
            live.world.viewer("oanh"),
            live.world.people["lam"],
            assignment_ids=works,
            proposal="Phê bình hai xã",
        )
        db.session.remove()
    context = browser.new_context(viewport={"width": 320, "height": 3000}, java_script_enabled=script)
    context.add_cookies([live.cookie("lam")])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live.url}/trinh")
    page.click('.works a[href="/trinh/1"]')
    page.wait_for_url("**/trinh/1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if script:
        assert axe_in_both_schemes(page) == []
    page.click('form[action="/trinh/1"] .btn--main')
    page.wait_for_selector('[role="alert"]')
    page.check('[name="answer"][value="agreed"]')
    page.click('form[action="/trinh/1"] .btn--main')
    expect(page.locator("#toasts .toast")).to_have_count(1)
    page.wait_for_selector('form[action="/trinh/1"]', state="detached")
    with live.now():
        assert set(db.session.scalars(select(SubmittedWork.answer))) == {"agreed"}
    context.close()
