"""Every state of the draft's page, for everybody: axe finds nothing, nothing is wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_in_both_schemes
from tests.journeys.drafting import card, office, opened, saved_by_colleague, start, tasks
from tests.live import Live
from tracker.tasks.models import Task

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def nothing_done(live: Live, page: Page, task: Task) -> None:
    expect(card(page, task)).to_be_visible()


def stepped_and_undone(live: Live, page: Page, task: Task) -> None:
    card(page, task).locator('[data-key="x"]').click()
    expect(page.locator("#hoan-tac")).to_be_visible()
    page.locator("#hoan-tac").click()
    expect(page.locator("#lam-lai")).to_be_visible()


def correcting(live: Live, page: Page, task: Task) -> None:
    card(page, task).locator('[data-key="e"]').click()
    expect(page.locator(".editor")).to_be_visible()


def refused(live: Live, page: Page, task: Task) -> None:
    correcting(live, page, task)
    page.locator('.editor textarea[name="text"]').fill("")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".editor [aria-invalid]")).to_be_visible()


def splitting(live: Live, page: Page, task: Task) -> None:
    card(page, task).locator('[data-key="s"]').click()
    expect(page.locator(".editor")).to_be_visible()


def overtaken(live: Live, page: Page, task: Task) -> None:
    correcting(live, page, task)
    saved_by_colleague(live, task.id, "Bản của Hoa.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".editor textarea[readonly]")).to_be_visible()


def everything_open(live: Live, page: Page, task: Task) -> None:
    """All folds open, and the news of a colleague in its corner."""
    saved_by_colleague(live, task.id, "Bản của Hoa.")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".news a")).to_be_visible()


def checking(live: Live, page: Page, task: Task) -> None:
    page.locator(".page-head .btn--main").click()
    page.wait_for_url("**/kiem-tra")


STATES: tuple[Callable[[Live, Page, Task], None], ...] = (
    nothing_done,
    stepped_and_undone,
    correcting,
    refused,
    splitting,
    overtaken,
    everything_open,
    checking,
)


@pytest.mark.parametrize("width", [320, 1440])
def test_every_state_is_for_everybody(live: Live, browser: Browser, width: int) -> None:
    found = {}
    for state in STATES:
        draft = start(live)
        with office(live, browser, width) as context:
            page = opened(live, context, draft)
            page.set_viewport_size(
                {"width": width, "height": 9000}
            )  # bars that stick cover nothing when all fits
            state(live, page, tasks(live, draft)[1])
            found[state.__name__] = axe_in_both_schemes(page), page.evaluate(WIDER)
    assert found == {state.__name__: ([], False) for state in STATES}
