"""Rules, mail, health, rights; for machines: alive, ready."""

from __future__ import annotations

import hmac
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker.access import policy
from tracker.audit.labels import VERBS
from tracker.config import Config
from tracker.errors import Conflict, NotFound
from tracker.ops import actions, rights
from tracker.ops import health as state
from tracker.ops.forms import RulesForm
from tracker.people.labels import ROLE_NAMES
from tracker.settings.actions import change_rules
from tracker.settings.queries import office_rules
from tracker.web.sentences import register

bp = Blueprint("ops", __name__)
register(
    {
        "no_mailbox": lazy_gettext("Your account has no e-mail address to send a test letter to."),
        "setting_unknown": lazy_gettext("There is no such rule."),
    }
)


@bp.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Any:
    wrong = state.readiness(config())
    return jsonify(ready=not wrong, wrong=wrong), 503 if wrong else 200


@bp.get("/status")
def status() -> Any:
    token = config().status_token
    sent = request.headers.get("Authorization", "").encode()
    if not token or not hmac.compare_digest(sent, f"Bearer {token}".encode()):
        raise NotFound("page")
    found = state.health(config())
    facts = {name: getattr(found, name) for name in state.TOLD}
    return jsonify(well=not found.troubles, troubles=found.troubles, **facts), 503 if found.troubles else 200


@bp.get("/quan-tri/he-thong")
def show() -> str:
    policy.require(current_user, "system.read")
    return system_page(RulesForm(None, obj=office_rules()))


@bp.post("/quan-tri/he-thong/quy-dinh")
def update() -> Any:
    form = RulesForm()
    policy.require(current_user, "setting.change")
    if not form.ok:
        return system_page(form), 422
    try:
        change_rules(current_user, version=form.version.data, **form.clean)
    except Conflict:
        form.meet(office_rules())
        return system_page(form), 409
    flash(gettext("Saved. The rules hold from now on."))
    return redirect(url_for(".show"), 303)


@bp.post("/quan-tri/he-thong/gui-thu")
def create_test_letter() -> AnyResponse:
    made = actions.send_test_letter(current_user)
    flash(gettext("A test letter is in the outbox; its page tells what the mail server said."), "doing")
    return redirect(f"/quan-tri/thu/{made.id}", 303)


@bp.get("/quan-tri/quyen")
def table_of_rights() -> str:
    policy.require(current_user, "system.read")
    columns = [*ROLE_NAMES.values(), gettext("Mailed link")]
    return render_template("ops/rights.html", rows=rights.table(), columns=columns, verbs=VERBS)


def system_page(form: RulesForm) -> str:
    """The rules to fill in, with what is known of the installation beside them."""
    return render_template("ops/show.html", form=form, config=config(), health=state.health(config()))


def config() -> Config:
    """The deployment's settings."""
    found: Config = current_app.extensions["config"]
    return found
