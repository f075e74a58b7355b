"""What a first visit loads besides the page itself (decisions: 60 KB in four requests, 150 KB with fonts)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
KB = 1024
PAGE = 20 * KB  # kept free for the HTML of a long page


def packed(*patterns: str) -> int:
    files = [path for pattern in patterns for path in sorted(STATIC.glob(pattern))]
    assert files
    return len(gzip.compress(b"\n".join(path.read_bytes() for path in files), 9))


def test_style_script_and_icons_leave_room_for_the_page() -> None:
    style, script, icons = (
        packed("css/*.css"),
        packed("vendor/htmx-*.min.js", "js/*.js"),
        packed("icons.svg"),
    )
    assert style + script + icons + PAGE <= 60 * KB


def test_fonts_stay_within_the_larger_budget() -> None:
    fonts = sum(path.stat().st_size for path in STATIC.glob("vendor/inter-*.woff2"))
    assert fonts + packed("css/*.css") + packed("vendor/htmx-*.min.js", "js/app.js") + PAGE <= 150 * KB


def test_fonts_named_are_there_and_the_link_page_loads_none() -> None:
    sheet = (STATIC / "css" / "tokens.css").read_text("utf-8")
    fonts = re.findall(r'url\("/static/([^"]+)"\)', sheet)
    assert len(fonts) == 2
    assert all((STATIC / name).is_file() for name in fonts)
    link = re.search(r":root\.link {([^}]*)}", sheet)
    assert link is not None
    assert "Inter" not in link[1]


def test_our_script_is_short() -> None:
    assert len((STATIC / "js" / "app.js").read_text("utf-8").splitlines()) <= 150
