"""The Word templates: ours, the office's own on trial and in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.access import policy
from tracker.documents import actions, making, queries
from tracker.documents.forms import TemplateForm
from tracker.documents.rules import KINDS, LARGEST_TEMPLATE, TEMPLATES
from tracker.documents.samples import sample
from tracker.documents.views.blueprint import KINDS as KIND_NAMES
from tracker.documents.views.blueprint import bp, config, sent
from tracker.documents.words import WORDS
from tracker.errors import Refused
from tracker.files.keeping import Kept, keep, path_of
from tracker.web.forms import Form
from tracker.web.sentences import sentence

STATES = {"thu": "trial", "dang-dung": "in_force"}


@bp.get("/quan-tri/mau-van-ban")
def templates() -> str:
    return templates_page(TemplateForm(None), "")


@bp.get("/quan-tri/mau-van-ban/tai")
def download_template() -> Response:
    policy.require(current_user, "template.use")
    kind = asked_kind()
    return sent(_asked_path(kind).open("rb"), f"mau-{TEMPLATES[kind]}", "docx")


@bp.get("/quan-tri/mau-van-ban/thu")
def download_sample() -> Response:
    policy.require(current_user, "template.use")
    kind = asked_kind()
    file = making.make(config(), "word", sample(current_user, kind), template=_asked_path(kind))
    return sent(file, f"thu-mau-{TEMPLATES[kind]}", "word")


@bp.post("/quan-tri/mau-van-ban")
def create_template() -> Any:
    policy.require(current_user, "template.use")
    form, kind = TemplateForm(), asked_kind()
    if form.ok:
        try:
            kept = taken_in(form.file.data)
            making.make(
                config(), "word", sample(current_user, kind), template=path_of(config(), kept.sha256)
            ).close()
            actions.try_template(current_user, kind=kind, kept=kept)
        except Refused as problem:
            form.refuse("file", sentence(problem.code, problem.facts, 422))
    if form.errors:
        return templates_page(form, kind), 422
    flash(gettext("The template could be filled in. Look at the sample, then use it."))
    return redirect(url_for(".templates", _anchor=TEMPLATES[kind]), 303)


@bp.post("/quan-tri/mau-van-ban/dung")
def use_template() -> Any:
    policy.require(current_user, "template.use")
    kind = asked_kind()
    actions.use_template(current_user, queries.standing(kind, "trial"))
    flash(gettext("From now on this document is made from your template."))
    return redirect(url_for(".templates", _anchor=TEMPLATES[kind]), 303)


@bp.post("/quan-tri/mau-van-ban/bo")
def drop_template() -> Any:
    policy.require(current_user, "template.use")
    kind = asked_kind()
    actions.drop_template(current_user, queries.standing(kind, _asked_state() or "in_force"))
    flash(gettext("The template was set aside; the file is kept."))
    return redirect(url_for(".templates", _anchor=TEMPLATES[kind]), 303)


def templates_page(form: TemplateForm, kind: str) -> str:
    """The three kinds, each with ours and the office's own; `form` came back for `kind`."""
    return render_template(
        "documents/templates.html",
        form=form,
        forms={each: form if each == kind else TemplateForm(None, scope=each) for each in TEMPLATES},
        plain=Form(None),
        names=KIND_NAMES,
        addresses=TEMPLATES,
        own=queries.own_templates(current_user),
        words=WORDS,
        limit_mb=LARGEST_TEMPLATE // (1024 * 1024),
    )


def taken_in(upload: Any) -> Kept:
    """The file, looked at and laid down. Raises Refused."""
    return keep(config(), upload.stream, upload.filename, LARGEST_TEMPLATE, kinds=frozenset({"docx"}))


def asked_kind() -> str:
    """The kind of document an address or form names; the report where it names none that is."""
    return KINDS.get(request.values.get("mau", ""), "bao_cao")


def _asked_state() -> str:
    return STATES.get(request.values.get("ban", ""), "")


def _asked_path(kind: str) -> Path:
    state = _asked_state()
    return path_of(config(), queries.standing(kind, state).file.sha256) if state else making.ours(kind)
