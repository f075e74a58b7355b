"""Every page there is, in a real browser: open to all, no wider than the screen, nothing said on the console."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.access.rights import READ
from tests.access.stage import build
from tests.access.test_matrix import ROLES, closed
from tests.browser import axe_violations
from tests.live import Live

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
TALL = 16_000  # the longest page of all, on a phone: bars that stick cover nothing when all fits


def pages(live: Live, letter: str) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of the pages a role opens first among the roles that may."""
    with live.now():
        stage = build(live.app, live.world)
        for rule in closed(live.app, "GET"):
            if rule.endpoint not in FILES and READ[rule.endpoint][0] == letter:
                yield rule.endpoint, live.url + stage.url(rule)


@pytest.mark.parametrize("letter", "obka")
def test_every_page(live: Live, browser: Browser, letter: str) -> None:
    found = sorted(pages(live, letter))
    faults: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        context.add_cookies([live.cookie(ROLES[letter])])  # type: ignore[list-item]
        page = context.new_page()
        page.on("console", lambda message, told=faults: told.append(f"console: {message.text}"))
        titles = [faults_of(page, name, url, scheme, faults) for name, url in found]
        faults += [f"two pages are called {title}" for title, n in Counter(titles).items() if n > 1]
        context.close()
    assert sorted(set(faults)) == []


def faults_of(page: Page, name: str, url: str, scheme: str, faults: list[str]) -> str:
    """Look at one page at every width; returns its title."""
    answer = page.goto(url)
    assert answer is not None
    if answer.status != 200:
        faults.append(f"{name}: {answer.status}")
    for width in WIDTHS if scheme == "light" else WIDTHS[-1:]:
        page.set_viewport_size({"width": width, "height": TALL})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: wider than {width}")
        if width != 768:
            faults += [f"{name} at {width} {scheme}: {violation}" for violation in axe_violations(page)]
    if page.locator("h1").count() != 1:
        faults.append(f"{name}: {page.locator('h1').count()} headings")
    twice = page.evaluate(
        "(() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return all.filter((id, n) => all.indexOf(id) !== n); })()"
    )
    faults += [f"{name}: id {id} stands twice" for id in twice]
    return page.title()
