"""A mouse that counts its clicks, and looks at the next page only when that is there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Mouse:
    """Counts the clicks of a journey; the page it starts on is none."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        """One click; a page it leads to has been read to its end when this returns."""
        self.clicks += 1
        what.click()
        self.page.wait_for_load_state("domcontentloaded")
