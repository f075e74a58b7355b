"""Habits of older htmx that version 4 passes over in silence; its own checker, in build.py, knows more."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
GONE = {
    "hx-disabled-elt", "hx-disinherit", "hx-ext", "hx-history", "hx-inherit", "hx-params", "hx-prompt",
    "hx-request", "hx-vars", "sse-connect", "sse-swap", "ws-connect", "ws-send",
}  # fmt: skip
REQUESTS = {"hx-delete", "hx-get", "hx-patch", "hx-post", "hx-put"}
ONCE_INHERITED = {
    "hx-boost", "hx-confirm", "hx-encoding", "hx-headers", "hx-include", "hx-indicator", "hx-push-url",
    "hx-replace-url", "hx-select", "hx-select-oob", "hx-swap", "hx-sync", "hx-target", "hx-vals",
}  # fmt: skip
OLD_WORDS = re.compile(
    r"htmx:[a-z]+[A-Z]\w*|htmx:(?:load|timeout|xhr)\b|htmx\.(?:addClass|closest|defineExtension|logAll|off|remove)\b"
    r"|allowEval|defaultSwapStyle|includeIndicatorStyles|responseHandling|selfRequestsOnly"
)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        self.faults += [f"<{tag} {name}>: gone" for name in names & GONE]
        self.faults += [f"<{tag} {name}>: needs eval" for name in names if name.startswith("hx-on")]
        self.faults += [
            f"<{tag} {name}>: needs eval" for name, value in attrs if (value or "").startswith("js:")
        ]
        said = dict(attrs)
        if "load" in (said.get("hx-trigger") or "").split(", ") and "ignoreTitle" not in (
            said.get("hx-swap") or ""
        ):
            self.faults.append(f"<{tag}>: a part fetched by itself would rename the page")
        if not names & REQUESTS:
            self.faults += [f"<{tag} {name}>: say {name}:inherited" for name in names & ONCE_INHERITED]


def faults(text: str) -> list[str]:
    """What in a template or script would do nothing, or other than its writer thinks."""
    tags = _Tags()
    tags.feed(JINJA.sub(" ", text))
    return tags.faults + [f"{word}: an older version's" for word in OLD_WORDS.findall(text)]


@pytest.mark.parametrize(
    "sample",
    [
        '<div hx-ext="sse"></div>',
        '<button hx-post="/x" hx-disabled-elt="this"></button>',
        '<table hx-target="#rows"><tr hx-get="/x"></tr></table>',
        '<form hx-post="{{ url_for("x") }}" hx-on:submit="go()"></form>',
        '<a href="/x" hx-get="/x" hx-trigger="load" hx-swap="outerHTML"></a>',
        "document.addEventListener('htmx:afterSwap', f)",
        '<meta name="htmx-config" content=\'{"includeIndicatorStyles": false}\'>',
    ],
)
def test_an_old_habit_is_seen(sample: str) -> None:
    assert faults(sample)


def test_what_version_4_understands_is_left_alone() -> None:
    assert not faults(
        '<body hx-headers:inherited=\'{"X": "{{ token() }}"}\'><form hx-post="{{ u }}" hx-target="#a">'
        "<script src=a.js></script></form></body> htmx:after:swap"
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_own_sources_have_none(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []
