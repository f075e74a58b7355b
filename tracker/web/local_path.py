"""Where a person may be sent back to: a page of our own, never somebody else's address."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

LONGEST = 2000
_PLAIN = re.compile(r"/(?![/\\])[^\\\s\x00-\x20\x7f-\x9f\u2028\u2029]*")


def local_path(value: str | None) -> str | None:
    """The path (with its query) if it is one of our own pages that can be opened with GET, else None.

    A browser reads `//host`, `/\\host`, `/<tab>/host` and `https:host` as another site, so anything but
    one plain slash and then printable characters without a backslash is refused before it is parsed.
    """
    if not value or len(value) > LONGEST or not _PLAIN.fullmatch(value):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:  # "/[" and its like
        return None
    if parts.scheme or parts.netloc or not _is_page(unquote(parts.path)):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def current_page(address: str | None, host: str) -> str | None:
    """The local path of a full address the browser says it stands on, None when it is not ours."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    if parts.netloc != host:
        return None
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:  # no such page, not for GET, or only after a redirect
        return False
    return True
