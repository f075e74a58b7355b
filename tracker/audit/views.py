"""The log of who did what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from tracker.audit import queries
from tracker.audit.forms import LogFilter
from tracker.audit.labels import ACTORS, THINGS, VERBS, page_of_thing
from tracker.audit.naming import names
from tracker.audit.telling import mentioned, thing_said, told

bp = Blueprint("audit", __name__, url_prefix="/quan-tri/nhat-ky")
WORDS: dict[str, Any] = {
    "actors": ACTORS, "things": THINGS, "verbs": VERBS,
    "page_of_thing": page_of_thing, "thing_said": thing_said, "told": told,
}  # fmt: skip


@bp.get("")
def index() -> str:
    form = LogFilter(request.args)
    asked = form.clean if form.ok else {}
    page = queries.lines(current_user, after=request.args.get("sau", ""), **asked)
    of_one = {form.thing.data} if form.thing.data else set()
    called = names(mentioned(page.rows) | of_one)
    return render_template("audit/index.html", form=form, page=page, names=called, **WORDS)
