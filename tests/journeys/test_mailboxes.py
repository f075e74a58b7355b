"""A body adds a mailbox from a letter on a telephone; the office looks after all of them at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from tests.browser import axe_in_both_schemes
from tests.live import Live
from tracker.access.actors import SYSTEM
from tracker.bodies.models import Body
from tracker.contacts.actions import set_mailboxes
from tracker.db import db
from tracker.links.actions import fill
from tracker.outbox.models import Letter
from tracker.scheduler import jobs

PHONE = {"width": 320, "height": 640}
OLD, NEW = "dam@lamgiang.example", "vanphonghoidongnhandanvauybannhandan.damthuong@lamgiang.example"


def address(live: Live, purpose: str) -> str:
    """Where the letter about the last wish leads."""
    with live.now():
        found = select(Letter).where(Letter.kind == "contact").order_by(Letter.id)
        letters = db.session.scalars(found).all()
        words = " ".join(jobs.fill([(letter, letter.body_text) for letter in letters]))
        db.session.rollback()
    return re.findall(rf"http://\S+/b/{purpose}/\S+", words)[-1]


def states(live: Live, page: Page) -> Iterator[str]:
    """The wish from the page to its end; each page is named when it stands."""
    with live.now():
        url = fill(live.world.dam.id, OLD, f"⟦link:{live.world.work.id}⟧")
    page.goto(f"{url}/lien-he")
    page.check('[name="what"][value="add"]')
    page.locator("main form .btn--main").first.click()
    page.wait_for_selector('[role="alert"] li')
    yield "refused"
    page.fill('[name="mailbox"]', NEW)
    page.fill('[name="asked_by"]', "Hoàng Văn Bình")
    page.locator("main form .btn--main").first.click()
    page.wait_for_selector(".tag")
    yield "asked"
    page.goto(address(live, "hom-thu-moi"))
    yield "confirming"
    page.locator("main .btn--main").click()
    page.wait_for_selector("h1")
    yield "confirmed"
    page.goto(address(live, "hom-thu-cu"))
    yield "objecting"
    page.goto(f"{url}/lien-he")
    assert NEW in page.inner_text("main")
    yield "two mailboxes"
    page.check(f'[name="what"][value="remove:{NEW}"]')
    page.locator("main form .btn--main").first.click()
    page.goto(address(live, "hom-thu-moi"))
    yield "confirming that it goes"


def tall(page: Page) -> None:
    """The whole page at once, so that no bar at its foot covers what is looked at."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(height, 640)})  # type: ignore[index]


def test_on_a_telephone(live: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page, faults = context.new_page(), []
    for state in states(live, page):
        tall(page)
        faults += [f"{state}: {violation}" for violation in axe_in_both_schemes(page)]
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            faults.append(f"{state}: wider than the phone")
    assert faults == []
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_at_the_office(live: Live, browser: Browser, width: int) -> None:
    with live.now():
        body = db.session.get_one(Body, live.world.dam.id)
        set_mailboxes(
            SYSTEM, body, main=OLD, further=[NEW, "chi@lamgiang.example"], copies=["huyen@x.example"]
        )
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([live.cookie("oanh")])  # type: ignore[list-item]
    page, here = context.new_page(), f"{live.url}/don-vi/{live.world.dam.id}"
    for path in ("", "/hom-thu", "/lien-ket", "/sua"):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(here + path)
        tall(page)
        assert axe_in_both_schemes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{here}/hom-thu")
    page.fill('[name="further"]', "không phải địa chỉ")
    page.click("main form .btn--main")
    page.wait_for_selector('[role="alert"] li')
    assert page.input_value('[name="copies"]') == "huyen@x.example"
    page.fill('[name="further"]', NEW)
    page.click("main form .btn--main")
    page.wait_for_url(here)
    assert NEW in page.inner_text("main")
    assert "chi@lamgiang.example" not in page.inner_text("main")
    context.close()
