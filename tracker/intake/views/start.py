"""Entering a directive: a text to read, or by hand."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from tracker import clock
from tracker.directives.forms import ByHandForm
from tracker.errors import Refused
from tracker.files.actions import store
from tracker.intake import actions, queries, readers, scans
from tracker.intake.forms import StartForm
from tracker.intake.receiving import Received, Waiting, receive_file, receive_text
from tracker.intake.views.blueprint import bp, draft_url, only_office, refusal_said
from tracker.intake.views.reading import begin
from tracker.web.sentences import sentence


@bp.get("/moi")
def new() -> str:
    only_office()
    return _new_page(StartForm())


def _new_page(form: StartForm, refusal: str | None = None) -> str:
    return render_template(
        "intake/new.html",
        form=form,
        refusal=refusal,
        accepted=readers.accepted(),
        package=scans.PACKAGE,
        readings=queries.open_readings(current_user),
        now=clock.now(),
    )


@bp.post("/moi")
def create() -> Any:
    only_office()
    form = StartForm()
    if not form.ok:
        return _new_page(form), 422
    try:
        received = _received(form)
    except Refused as refused:
        return _not_taken(form, refused)
    if isinstance(received, Waiting):
        return begin(form, received)
    file_id = store(current_user, received.kept).id if received.kept else None
    facts = {"file_id": file_id, "origin": form.origin.data, "machine_read": received.by_machine}
    made = actions.start_draft(current_user, text=received.text, **facts)
    if received.note:
        flash(gettext("Some pages hold only pictures and were not read. Compare with the original."), "soon")
    return redirect(draft_url(made.id), 303)


def _received(form: StartForm) -> Received | Waiting:
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
    said = refusal_said(refused.code) or sentence(refused.code, refused.facts, 422)
    form.refuse("file" if form.file.data else "text", said)
    return _new_page(form, refused.code), 413 if refused.code == "too_large" else 422


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
