"""J3: the secretary opens the month, signs and locks it, and takes the Word file: four clicks."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from tests import make
from tests.browser import axe_in_both_schemes
from tests.journeys.mouse import Mouse
from tests.live import Live
from tracker import clock
from tracker.auth import passwords
from tracker.auth.actions import set_password
from tracker.db import db
from tracker.people.models import Person
from tracker.reviews.models import Remark, Snapshot
from tracker.reviews.rules import current, neighbour, span

PASSWORD = "ba con vịt bơi qua ruộng"
DESK = {"width": 1280, "height": 1600}


@pytest.fixture
def ended(live: Live) -> str:
    """The period that ended last, with work given and due in it; Oanh can sign."""
    with live.now():
        name = neighbour(current(clock.today()), -1)
        days = span(name or "")
        assert days is not None
        task = make.make_task(live.world.directive, text="Báo cáo tiến độ giải ngân.", due_on=days.cut_on)
        make.make_assignment(live.world.dam, days.first_on, task, assigned_on=days.first_on)
        make.make_assignment(live.world.chi_body, days.cut_on, task, assigned_on=days.first_on)
        make.make_assignment(live.world.front, days.cut_on, task, assigned_on=days.first_on, mode="de_nghi")
        person = db.session.get_one(Person, live.world.people["oanh"].id)
        set_password(live.world.viewer("oanh"), person, hashed=passwords.hash_new(PASSWORD, person))
    return days.name


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def desk(
    browser: Browser, request: pytest.FixtureRequest, live: Live, ended: str
) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, java_script_enabled=request.param)  # type: ignore[arg-type]
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    context.has_script = request.param  # type: ignore[attr-defined]
    yield context
    context.close()


def test_four_clicks_from_the_list_of_periods_to_the_signed_word_file(
    desk: BrowserContext, live: Live, ended: str, tmp_path: Path
) -> None:
    page = desk.new_page()
    mouse = Mouse(page)
    page.goto(f"{live.url}/ra-soat")
    check(page)
    mouse.click(page.locator(f'main a[href="/ra-soat/{ended}"]').first)
    page.locator(".four td a").first.wait_for()  # figures are there at once, without a button
    check(page)
    mouse.click(page.locator(f'.page-head a[href="/ra-soat/{ended}/chot"]'))
    check(page)
    page.locator("#signer_name").fill("Trần Quang Lâm")
    page.locator("#signer_position").fill("Phó Chủ tịch")
    page.locator("#password").fill(PASSWORD)
    mouse.click(page.locator("main form button.btn--main"))
    page.wait_for_url(f"**/ra-soat/{ended}")
    check(page)
    with page.expect_download() as waiting:
        mouse.click(page.locator(".page-head a.btn--main"))
    file = tmp_path / "r.docx"
    waiting.value.save_as(file)
    assert mouse.clicks <= 4
    assert waiting.value.suggested_filename == f"bao-cao-ra-soat-{ended}-ban-1.docx"
    with live.now():
        kept = db.session.scalars(select(Snapshot)).one()
    assert kept.sha256 in page.locator("main").inner_text()
    document = docx.Document(BytesIO(file.read_bytes()))
    assert kept.sha256 in document.sections[0].footer.paragraphs[0].text


def test_a_remark_is_saved_where_it_stands(desk: BrowserContext, live: Live, ended: str) -> None:
    page = desk.new_page()
    page.goto(f"{live.url}/ra-soat/{ended}")
    box = page.locator("#remark-late")
    box.locator("summary").click()
    box.locator("textarea").fill("Số quá hạn giảm so với kỳ trước.")
    box.locator("button").click()
    page.get_by_text("Số quá hạn giảm so với kỳ trước.").first.wait_for()
    check(page)
    if desk.has_script:  # type: ignore[attr-defined]
        assert page.locator("#announcements").inner_text()
    with live.now():
        assert [row.section for row in db.session.scalars(select(Remark))] == ["late"]


def test_the_rows_behind_a_figure_and_the_versions_can_be_used(
    desk: BrowserContext, live: Live, ended: str
) -> None:
    page = desk.new_page()
    page.goto(f"{live.url}/ra-soat/{ended}")
    figure = page.locator(".four td a").first
    number = int(figure.inner_text().replace(".", ""))
    figure.click()
    page.wait_for_url("**/dong?**")
    assert page.locator("#dong tbody tr").count() == number
    check(page)
    page.goto(f"{live.url}/ra-soat/{ended}/cac-ban")
    check(page)


def test_a_wrong_password_keeps_what_was_typed(desk: BrowserContext, live: Live, ended: str) -> None:
    page = desk.new_page()
    page.goto(f"{live.url}/ra-soat/{ended}/chot")
    page.locator("#signer_name").fill("Trần Quang Lâm")
    page.locator("#signer_position").fill("Phó Chủ tịch")
    page.locator("#password").fill("sai hoàn toàn rồi")
    page.locator("main form button.btn--main").click()
    page.locator("[role=alert]").first.wait_for()
    assert page.locator("#signer_name").input_value() == "Trần Quang Lâm"
    check(page)
    with live.now():
        assert db.session.scalar(select(Snapshot.id)) is None


def check(page: Page) -> None:
    """Nothing wider than the screen, nothing axe finds; axe needs script."""
    if page.context.has_script:  # type: ignore[attr-defined]
        assert axe_in_both_schemes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
