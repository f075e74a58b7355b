"""Filling in a form of a page as a browser would, hidden fields and all."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Forms(HTMLParser):
    """Every form of a page: its address and the values its fields would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.forms.append((known.get("action") or "", {}))
        elif tag == "input" and self.forms and known.get("name") and self._is_sent(known):
            self.forms[-1][1][known["name"] or ""] = known.get("value") or ""

    @staticmethod
    def _is_sent(known: dict[str, str | None]) -> bool:
        return known.get("type") not in {"checkbox", "radio"} or "checked" in known


def fields_of(page: str, action: str) -> dict[str, str]:
    """What the page's form that posts to this address would send; one that only looks for something has no token."""
    reader = _Forms()
    reader.feed(page)
    return next(fields for address, fields in reader.forms if address == action and "csrf_token" in fields)


def send(browser: FlaskClient, page: str, action: str, **typed: Any) -> TestResponse:
    """Open `page`, fill in its form that goes to `action`, send it."""
    opened = browser.get(page)
    assert opened.status_code == 200, opened.status
    return browser.post(action, data=fields_of(opened.text, action) | typed)
