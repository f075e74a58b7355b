"""Every page there is, in a real browser: open to all, no wider than the screen, nothing said on the console."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Browser, Page

from tests.access.rights import READ
from tests.access.stage import build
from tests.access.test_matrix import ROLES, closed
from tests.browser import axe_violations
from tests.live import Live

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

WIDTHS = (320, 768, 1440)
SHARES = {"o": 6, "a": 1, "b": 1, "k": 1}
"""In how many tests the pages of a role are looked at, so that the run's processes have as much to do each."""


def pages(live: Live, letter: str) -> list[tuple[str, str]]:
    """(endpoint, address) of the pages a role opens first among the roles that may."""
    with live.now():
        stage = build(live.app, live.world)
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
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        context.add_cookies([live.cookie(ROLES[letter])])  # type: ignore[list-item]
        page = context.new_page()
        page.on("console", lambda message, told=faults: told.append(f"console: {message.text}"))
        for name, url in found:
            look(page, name, url, scheme, faults)
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


def look(page: Page, name: str, url: str, scheme: str, faults: list[str]) -> None:
    """Look at one page at every width; in the dark only at its colours, for nothing else differs."""
    answer = page.goto(url)
    assert answer is not None
    if answer.status != 200:
        faults.append(f"{name}: {answer.status}")
    if scheme == "dark":
        show_whole(page, WIDTHS[-1])
        faults += [f"{name} in the dark: {fault}" for fault in axe_violations(page, "color-contrast")]
        return
    for width in WIDTHS:
        show_whole(page, width)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: wider than {width}")
        if width != 768:
            faults += [f"{name} at {width}: {fault}" for fault in axe_violations(page)]
    if page.locator("h1").count() != 1:
        faults.append(f"{name}: {page.locator('h1').count()} headings")
    twice = page.evaluate(
        "(() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return all.filter((id, n) => all.indexOf(id) !== n); })()"
    )
    faults += [f"{name}: id {id} stands twice" for id in twice]


def show_whole(page: Page, width: int) -> None:
    """A screen of this width and as high as the page: bars that stick cover nothing when all fits."""
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, height)})
