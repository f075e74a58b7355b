"""Entering a directive: a text to read, or by hand."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from tracker.directives.forms import ByHandForm
from tracker.errors import Refused
from tracker.files.actions import store
from tracker.intake import actions, labels
from tracker.intake.forms import StartForm
from tracker.intake.receiving import Received, receive_file, receive_text
from tracker.intake.views.blueprint import bp, draft_url, only_office
from tracker.web.sentences import sentence


@bp.get("/moi")
def new() -> str:
    only_office()
    return render_template("intake/new.html", form=StartForm(), refusal=None)


@bp.post("/moi")
def create() -> Any:
    only_office()
    form = StartForm()
    if not form.ok:
        return render_template("intake/new.html", form=form, refusal=None), 422
    try:
        received = _received(form)
    except Refused as refused:
        return _not_taken(form, refused)
    file_id = store(current_user, received.kept).id if received.kept else None
    made = actions.start_draft(current_user, text=received.text, file_id=file_id, origin=form.origin.data)
    if received.note:
        flash(gettext("Some pages hold only pictures and were not read. Compare with the original."), "soon")
    return redirect(draft_url(made.id), 303)


def _received(form: StartForm) -> Received:
    upload: FileStorage | None = form.file.data
    anyway = form.anyway.data == "1"
    if upload:
        config = current_app.extensions["config"]
        return receive_file(config, upload.stream, upload.filename or "", anyway=anyway)
    return receive_text(form.text.data or "", anyway=anyway)


def _not_taken(form: StartForm, refused: Refused) -> tuple[str, int]:
    """The form again with what was typed, except of a secret; nothing was kept."""
    if refused.code == "secret":
        form.text.data = ""
    elif refused.code == "not_a_directive":
        form.text.data = refused.facts.get("text") or form.text.data
    said = labels.REFUSALS.get(refused.code) or sentence(refused.code, refused.facts, 422)
    form.refuse("file" if form.file.data else "text", said)
    status = 413 if refused.code == "too_large" else 422
    return render_template("intake/new.html", form=form, refusal=refused.code), status


@bp.get("/moi/nhap-tay")
def new_by_hand() -> str:
    only_office()
    return render_template("intake/by_hand.html", form=ByHandForm(origin="oral", kind="ket_luan"))


@bp.post("/moi/nhap-tay")
def create_by_hand() -> Any:
    only_office()
    form = ByHandForm()
    if not form.ok:
        return render_template("intake/by_hand.html", form=form), 422
    made = actions.start_by_hand(current_user, **form.details)
    return redirect(url_for("intake.new_task", directive_id=made.id), 303)
