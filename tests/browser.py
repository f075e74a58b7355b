"""Debian's Chromium, as Playwright is to start it, and axe's word on a page."""

from __future__ import annotations

import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def chromium_path() -> str | None:
    """The browser's program, or None on a machine without it."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launch_arguments() -> dict[str, object]:
    """For Playwright's `launch`: no sandbox (tests may run as root), and nothing asked of the network."""
    return {"executable_path": chromium_path(), "args": SWITCHES.split()}


def axe_violations(page: Page, *rules: str) -> list[str]:
    """What breaks WCAG 2.2 A and AA (or only these of its rules) on the page as it stands: rule, element, what to do.

    Empty is good.
    """
    asked = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG}
    options = {"runOnly": asked, "resultTypes": ["violations"]}
    if not page.evaluate(
        "Boolean(window.axe?.run)"
    ):  # a page is told what axe is once: that takes as long as a run
        page.evaluate(AXE)
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{rule['id']}: {node['html']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def axe_in_both_schemes(page: Page) -> list[str]:
    """The same in light, and then of the page as it stands its colours in the dark: nothing else differs there.

    The page is left in light.
    """
    page.emulate_media(color_scheme="light")
    found = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {fault}" for fault in axe_violations(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    return found
