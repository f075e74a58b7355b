"""The log of who did what."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from tracker.audit import queries
from tracker.audit.forms import LogFilter
from tracker.audit.labels import VERBS, page_of_thing

bp = Blueprint("audit", __name__, url_prefix="/quan-tri/nhat-ky")


@bp.get("")
def index() -> str:
    form = LogFilter(request.args)
    asked = form.clean if form.ok else {}
    page = queries.lines(current_user, after=request.args.get("sau", ""), **asked)
    return render_template("audit/index.html", form=form, page=page, verbs=VERBS, page_of_thing=page_of_thing)
