"""The calendar itself, and the buttons that make and revoke its address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker import codes, keys
from tracker.bodies import register
from tracker.config import Config
from tracker.feeds import actions, queries, rules
from tracker.feeds.models import Feed
from tracker.people import queries as people

bp = Blueprint("feeds", __name__)
ENDING = ".ics"
"""What calendar programs know a calendar's address by."""
KEPT = "private, max-age=900"
"""Between two looks of a calendar program; no cache on the way may hold it."""


@bp.get("/lich/<code>")
def show(code: str) -> AnyResponse:
    feed = queries.genuine(code.removesuffix(ENDING), feed_key())
    name, entries = queries.entries(feed, config().base_url.rstrip("/"))
    response = make_response(rules.written(name, entries))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = "inline; filename=viec.ics"
    response.headers["Cache-Control"] = KEPT
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/tai-khoan/lich")
def create_own() -> Any:
    actions.make_own(current_user, people.account(current_user))
    flash(gettext("The calendar has an address now. Whoever has it can read the calendar."))
    return redirect(url_for("auth.account", _anchor="feed"), 303)


@bp.post("/tai-khoan/lich/thu-hoi")
def revoke_own() -> Any:
    actions.revoke_own(current_user, people.account(current_user))
    flash(gettext("The calendar's address opens nothing any more."))
    return redirect(url_for("auth.account", _anchor="feed"), 303)


@bp.post("/don-vi/<int:body_id>/lich")
def create_of_body(body_id: int) -> Any:
    actions.make_of_body(current_user, register.card(body_id))
    flash(gettext("The calendar has an address now. Whoever has it can read the calendar."))
    return redirect(url_for("bodies.show", body_id=body_id, _anchor="feed"), 303)


@bp.post("/don-vi/<int:body_id>/lich/thu-hoi")
def revoke_of_body(body_id: int) -> Any:
    actions.revoke_of_body(current_user, register.card(body_id))
    flash(gettext("The calendar's address opens nothing any more."))
    return redirect(url_for("bodies.show", body_id=body_id, _anchor="feed"), 303)


@bp.app_template_global()
def feed_address(feed: Feed) -> str:
    """The full address of a calendar, for its owner's page."""
    code = codes.code_of(feed_key(), feed.id, feed.secret_version)
    return config().base_url.rstrip("/") + url_for("feeds.show", code=code + ENDING)


def feed_key() -> bytes:
    """The key that addresses of calendars are derived from; no mailed link is."""
    return keys.derived(config(), "calendar feeds")


def config() -> Config:
    """The deployment's settings."""
    found: Config = current_app.extensions["config"]
    return found
