"""What a first visit costs in a real browser: bytes over the wire, and nobody asked but us."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.live import Live
from tracker.links.actions import fill

MOST = 150_000
PAGES = {"desk": ("oanh", "/don-doc"), "list": ("binh", "/viec"), "link": ("", "")}


def measured(session: CDPSession) -> dict[str, int]:
    """Fills with bytes over the wire by request as they come."""
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    got: dict[str, int] = {}
    session.on(
        "Network.loadingFinished", lambda event: got.update({event["requestId"]: event["encodedDataLength"]})
    )
    return got


@pytest.mark.parametrize("page_name", PAGES)
def test_a_first_visit(live: Live, browser: Browser, page_name: str) -> None:
    name, path = PAGES[page_name]
    context = browser.new_context()
    if name:
        context.add_cookies([live.cookie(name)])  # type: ignore[list-item]
    else:
        with live.now():
            address = fill(live.world.dam.id, "dam@lamgiang.example", f"⟦link:{live.world.work.id}⟧")
        path = address.removeprefix(live.url)
    page, hosts = context.new_page(), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    got = measured(context.new_cdp_session(page))
    page.goto(live.url + path)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert 0 < sum(got.values()) <= MOST, got
    assert hosts == {urlsplit(live.url).netloc}
    context.close()
