"""Forms come from our own pages: the sender's origin is looked at first, then the form's token."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import shake_128
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import Flask, Request, g, request, session
from flask_wtf.csrf import CSRFProtect

from tracker.errors import NotAllowed

FIELD = "csrf_token"
PLACE = secrets.token_hex(16)
"""Stands in a remembered part of a page where the answer's own token goes; nobody outside can write it."""
_NONCE, _SEED = 9, 20  # bytes
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def init_app(app: Flask) -> CSRFProtect:
    """Guard every unsafe request; give templates `csrf_token()`. Call before the gate."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a form left open over lunch still goes through
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it asks for a Referer, which link pages do not send
    app.before_request(refuse_foreign_origin)
    guard = _Guard(app)
    guard.exempt("tracker.web.headers.create")  # browsers send reports without a token
    app.jinja_env.globals[FIELD] = form_token
    app.context_processor(lambda: {FIELD: form_token})
    return guard


def refuse_foreign_origin() -> None:
    """Raise NotAllowed("foreign_origin") for an unsafe request that another site's page sent."""
    if request.method in _UNSAFE and request.path != "/csp" and not _is_ours(request):
        raise NotAllowed("foreign_origin")


def _is_ours(asked: Request) -> bool:
    """True when the browser says so, or says nothing (the token then decides).

    Under `no-referrer` a form's Origin is "null", so Sec-Fetch-Site is asked first.
    """
    if site := asked.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origin = asked.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == asked.host


def form_token() -> str:
    """The session's token, different in every answer so that compressed sizes tell nothing (BREACH)."""
    if "masked_csrf" not in g:
        g.masked_csrf = _mask(_seed())
    return str(g.masked_csrf)


@contextmanager
def place_kept() -> Iterator[None]:
    """Forms drawn inside carry PLACE instead of a token."""
    token = g.get("masked_csrf")
    g.masked_csrf = PLACE
    try:
        yield
    finally:
        g.pop("masked_csrf")
        if token is not None:
            g.masked_csrf = token


def _seed() -> bytes:
    """The secret of the browser's session (Flask's cookie, which is signed), made with its first form."""
    if FIELD not in session:
        session[FIELD] = secrets.token_hex(_SEED)
    return bytes.fromhex(session[FIELD])


def _mask(seed: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return urlsafe_b64encode(nonce + _mixed(nonce, seed)).decode().rstrip("=")


def _unmask(masked: str) -> bytes:
    try:
        raw = urlsafe_b64decode(masked + "=" * (-len(masked) % 4))
    except ValueError:
        return b""
    return _mixed(raw[:_NONCE], raw[_NONCE:])


def _mixed(nonce: bytes, text: bytes) -> bytes:
    stream = shake_128(nonce).digest(len(text))
    return bytes(left ^ right for left, right in zip(text, stream, strict=True))


class _Guard(CSRFProtect):  # type: ignore[misc]
    """The library finds the token and answers; what is compared is our own: a quarter as long, and not signed twice."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method not in _UNSAFE or not request.endpoint or (apply_exemptions and self._is_exempt()):
            return
        sent = self._get_csrf_token()
        if not sent or FIELD not in session or not compare_digest(_unmask(sent), _seed()):
            self._error_response("The form's token is not the session's.")
        g.csrf_valid = True
