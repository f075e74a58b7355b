"""What no template and no style sheet may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
ICONS = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "static" / "icons.svg").read_text("utf-8")))

FORBIDDEN = {
    "a style on an element": r"<[^>]*\sstyle\s*=",
    "a script in the page": r"<script(?![^>]*\ssrc=)",
    "an event attribute": r"<[^>]*\son\w+\s*=",
    "an hx-on attribute": r"\bhx-on[:\-]",
    "code in an hx attribute": r"=\s*[\"'](?:js|javascript):",
    "text taken for markup": r"\|\s*safe\b|\bMarkup\b|autoescape\s+false",
    "hx-boost": r"\bhx-boost\b",
    "something fetched from elsewhere": r"<(?:script|link|img|iframe|use|source)[^>]*(?:src|href)=[\"'](?:https?:)?//",
}


def breaches(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]


@pytest.mark.parametrize(
    ("text", "breach"),
    [
        ('<p style="color:red">', "a style on an element"),
        ("<script>go()</script>", "a script in the page"),
        ('<a onclick="go()">', "an event attribute"),
        ("{{ quoted|safe }}", "text taken for markup"),
        ('<button hx-on:click="go()">', "an hx-on attribute"),
    ],
)
def test_breaches_are_seen(text: str, breach: str) -> None:
    assert breach in breaches(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_templates_keep_to_the_content_security_policy(page: Path) -> None:
    assert breaches(page.read_text("utf-8")) == []


def test_only_what_is_read_without_us_brings_its_own_style_sheet() -> None:
    """A letter, and a page saved to a file; every other page takes its looks from the one style sheet."""
    bringing = {page.name for page in PAGES if "<style" in page.read_text("utf-8")}
    assert bringing == {"letter.html", "file.html"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_icons_named_are_drawn(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r'\bicon\("([\w-]+)"', text)) | set(re.findall(r'icon_name="([\w-]+)"', text))
    assert named - ICONS == set()


def test_the_style_sheet_keeps_to_the_look() -> None:
    sheet = "".join(path.read_text("utf-8") for path in sorted((ROOT / "static" / "css").glob("*.css")))
    assert "text-transform" not in sheet, "capitals stack badly on Vietnamese marks"
    assert "text-overflow" not in sheet, "names of bodies wrap, they are never cut"
    assert not re.search(r"url\([\"']?https?:", sheet), "nothing is fetched from elsewhere"
