"""Debian's Chromium, as Playwright is to start it, and axe's word on a page."""

from __future__ import annotations

import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
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
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]
