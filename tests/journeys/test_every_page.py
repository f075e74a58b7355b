"""Every page there is, in a real browser: open to all, no wider than the screen, nothing said on the console."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access.rights import READ
from tests.access.stage import Stage, build
from tests.access.test_matrix import ROLES, closed
from tests.browser import axe_in_both_schemes, axe_violations
from tests.live import Live, peopled, serving, today
from tests.world import load_world
from tracker import clock
from tracker.app import create_app
from tracker.config import load
from tracker.db import db, disconnect

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FILES = {
    "intake.news",
    "directives.download",
    "assignments.evidence",
    "exports.download",
    "exports.show",
    "assignments.leaf",
    "matrix.download",
    "registers.download",
    "queues.news",
    "reviews.signed_copy",
    "documents.download",
    "documents.download_letters",
    "documents.download_sample",
    "documents.download_slip",
    "documents.download_template",
    "outbox.preview",
    "letters.preview",
    "home.index",
}
"""Not pages of ours: files, a letter in its own frame, what has changed (nothing, when nothing has), a way on."""

PATIENCE = 30_000  # ms for a page's parts to come
WIDTHS = (320, 768, 1440)
STILL_TO_COME = '[hx-trigger^="load"], .htmx-request'
"""Links to parts that are fetched once the page stands: each part takes its link's place."""
SHARES = {"o": 3, "a": 1, "b": 1, "k": 1}
"""In how many tests the pages of a role are looked at, so that the run's processes have as much to do each."""


@cache
def staged(day: date) -> tuple[Path, Stage]:
    """An instance to copy with one of everything in it, made once per process: the pages are only read."""
    folder = Path(tempfile.mkdtemp(prefix="don-doc-staged-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(peopled(day), folder, dirs_exist_ok=True)
    app = create_app(load({"TRACKER_INSTANCE": str(folder), "SECRET_KEY": "t" * 64}))
    with clock.frozen_at(datetime.now(UTC)), app.app_context():
        stage = build(app, load_world())
        db.session.remove()
        disconnect()  # the last to go moves SQLite's log into the file
    return folder, stage


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A server of our own with one of everything an address can name."""
    with serving(tmp_path, made=staged(today())[0]) as made:
        yield made


def pages(live: Live, letter: str) -> list[tuple[str, str]]:
    """(endpoint, address) of the pages a role opens first among the roles that may."""
    _, stage = staged(today())
    return sorted(
        (rule.endpoint, live.url + stage.url(rule))
        for rule in closed(live.app, "GET")
        if rule.endpoint not in FILES and READ[rule.endpoint][0] == letter
    )


@pytest.mark.parametrize(
    ("letter", "share"), [(letter, share) for letter, count in SHARES.items() for share in range(count)]
)
def test_every_page(live: Live, browser: Browser, letter: str, share: int) -> None:
    found = pages(live, letter)[share :: SHARES[letter]]
    faults: list[str] = []
    context = browser.new_context(color_scheme="light")
    context.add_cookies([live.cookie(ROLES[letter])])  # type: ignore[list-item]
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    for name, url in found:
        look(page, name, url, faults)
    context.close()
    assert sorted(set(faults)) == []


@pytest.mark.parametrize("letter", SHARES)
def test_no_two_pages_of_a_role_have_one_name(live: Live, browser: Browser, letter: str) -> None:
    context = browser.new_context()
    context.add_cookies([live.cookie(ROLES[letter])])  # type: ignore[list-item]
    texts = [context.request.get(url).text() for _, url in pages(live, letter)]
    context.close()
    titles = Counter(TITLE.findall(text)[0] for text in texts)
    assert [title for title, times in titles.items() if times > 1] == []


def look(page: Page, name: str, url: str, faults: list[str]) -> None:
    """Look at one page at every width; in the dark only at its colours, for nothing else differs."""
    answer = page.goto(url)
    assert answer is not None
    if answer.status != 200:
        faults.append(f"{name}: {answer.status}")
    expect(page.locator(STILL_TO_COME)).to_have_count(0, timeout=PATIENCE)
    page.evaluate("document.fonts.ready.then(() => true)")
    for width in WIDTHS:
        show_whole(page, width)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: wider than {width}")
        if width == 320:
            faults += [f"{name} at {width}: {fault}" for fault in axe_violations(page)]
    faults += [f"{name} at {WIDTHS[-1]}: {fault}" for fault in axe_in_both_schemes(page)]
    if page.locator("h1").count() != 1:
        faults.append(f"{name}: {page.locator('h1').count()} headings")
    twice = page.evaluate(
        "(() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return all.filter((id, n) => all.indexOf(id) !== n); })()"
    )
    faults += [f"{name}: id {id} stands twice" for id in twice]


def show_whole(page: Page, width: int) -> None:
    """A screen of this width and as high as the page: bars that stick cover nothing then."""
    page.set_viewport_size({"width": width, "height": 900})
    high = 900
    while high < (height := page.evaluate("document.documentElement.scrollHeight")):
        high = height
        page.set_viewport_size({"width": width, "height": high})
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
