"""Closed by default: every address needs a live session unless it is on one short list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, abort, current_app, g, request, session
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker import action, clock
from tracker.audit import trail
from tracker.audit.models import SecurityEvent
from tracker.auth import queries
from tracker.auth.models import UserSession
from tracker.config import Config
from tracker.db import db, transaction
from tracker.web.request_id import request_id

PUBLIC = frozenset(
    {
        "auth.sign_in",
        "auth.create_session",
        "auth.forgot",
        "auth.create_reset",
        "auth.choose_password",
        "auth.create_password",
        "auth.code",
        "auth.create_code",
        "auth.create_code_session",
        "contacts.new",
        "contacts.create",
        "contacts.confirming",
        "contacts.create_confirmation",
        "contacts.objecting",
        "contacts.create_objection",
        "csp.create",
        "feeds.show",
        "language.switch",
        "links.show",
        "links.create_report",
        "links.sent",
        "links.all",
        "links.create_reports",
        "links.withdraw",
        "links.renew",
        "ops.healthz",
        "ops.readyz",
        "ops.status",
        "static",
    }
)
SEEN_EVERY = timedelta(minutes=1)
login = LoginManager()


def init_app(app: Flask) -> None:
    """Install the gate."""
    login.init_app(app)
    login.session_protection = None
    login.request_loader(load_viewer)
    app.before_request(note_way_in)
    app.before_request(keep_closed)
    app.before_request(take_request_token)
    app.after_request(note_seen)
    app.after_request(note_refusal)
    app.teardown_request(drop_request_token)


def cookie_name() -> str:
    """`__Host-s` over https; browsers refuse that prefix on plain http."""
    config: Config = current_app.extensions["config"]
    return "__Host-s" if config.is_https else "s"


def load_viewer(request: Request) -> Any:
    """Flask-Login's question: whose request is this?"""
    cookie = request.cookies.get(cookie_name())
    if not cookie:
        return None
    config: Config = current_app.extensions["config"]
    seen = queries.session_of(cookie, timedelta(minutes=config.idle_minutes))
    if seen is None:
        return None
    g.last_seen_at, g.person_id = seen.last_seen_at, seen.viewer.id
    return seen.viewer


def viewer_now() -> Any:
    """The viewer of this request themselves: `current_user` looks for them anew at every question put to it."""
    return current_user._get_current_object()


def give_cookie(response: AnyResponse, cookie: str) -> None:
    """The session's id, for this host alone and out of any script's reach."""
    config: Config = current_app.extensions["config"]
    response.set_cookie(
        cookie_name(),
        cookie,
        max_age=config.session_hours * 3600,
        secure=config.is_https,
        httponly=True,
        samesite="Lax",
    )
    renew_form_token()


def take_cookie(response: AnyResponse) -> None:
    """Signed out: the browser keeps nothing of the session, nor of the pages it showed."""
    config: Config = current_app.extensions["config"]
    response.delete_cookie(cookie_name(), secure=config.is_https, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    renew_form_token()


def renew_form_token() -> None:
    """Forms opened before signing in or out belong to somebody else's session."""
    session.pop("csrf_token", None)


def note_way_in() -> None:
    """Audit lines of this request say that it came by a page, and its number."""
    trail.way_in.set("page")
    trail.request_id.set(request_id())


def keep_closed() -> None:
    """Send whoever is not signed in to the sign-in page (`problems.py` answers 401), and back afterwards."""
    if request.endpoint is not None and request.endpoint not in PUBLIC and not current_user.is_authenticated:
        abort(401)


def take_request_token() -> None:
    """A form's token makes its actions take effect once, however often it is sent (`action.py`)."""
    token = request.form.get("rt", "") if request.method == "POST" else ""
    if token and len(token) <= 64:
        viewer = viewer_now()
        who = f"person:{viewer.id}" if viewer.is_authenticated else f"form:{session.get('csrf_token', '')}"
        action.request_token.set((who[:80], token))


def drop_request_token(error: BaseException | None) -> None:
    """The thread goes on to other requests: their actions must not see this form's token."""
    action.request_token.set(None)


def note_seen(response: Response) -> Response:
    """Move the idle limit: after the answer, at most once a minute, never by polling."""
    last = g.get("last_seen_at")
    polling = request.headers.get("X-Poll") == "1"
    if last is None or polling or clock.now() - last < SEEN_EVERY:
        return response
    with transaction():
        row = db.session.get(UserSession, current_user.session_id)
        if row is not None:
            row.last_seen_at = clock.now()
    return response


def note_refusal(response: Response) -> Response:
    """Somebody signed in tried what they may not do: kept, so that an administrator can see who tries doors."""
    if response.status_code == 403 and current_user.is_authenticated:
        facts = {"method": request.method, "path": request.path[:300]}
        with transaction() as session:
            session.add(
                SecurityEvent(
                    at=clock.now(),
                    kind="not_allowed",
                    person_id=current_user.id,
                    ip=request.remote_addr,
                    facts=facts,
                )
            )
    return response
