"""The monthly report as a file, and its words."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import policy
from tracker.documents import actions, queries, report
from tracker.documents.forms import RevertForm, WordingForm
from tracker.documents.views.blueprint import ENDINGS, PARTS, bp, made, sent
from tracker.errors import Conflict, NotFound
from tracker.reviews.annexes import FORMS
from tracker.reviews.labels import period_name
from tracker.reviews.models import Snapshot
from tracker.reviews.queries import Review
from tracker.reviews.queries import review as shown
from tracker.reviews.views.blueprint import asked_version, on_record


@bp.get("/ra-soat/<name>/tai/<kind>")
def download(name: str, kind: str) -> Response:
    if kind not in ENDINGS:
        abort(404)
    alone = request.args.get("bieu", type=int) if kind == "excel" else None
    if alone is not None and alone not in FORMS:
        raise NotFound("page")
    review = shown(current_user, name, version=asked_version(), whole=True)
    words = {} if kind == "excel" else queries.wording(review)
    paper = report.document(review.account, signed(review.snapshot), clock.now(), words)
    if alone:
        paper = report.form_alone(paper, alone)
    return sent(made(kind, paper), file_stem(kind, review, alone), kind)


@bp.get("/ra-soat/<name>/loi-van")
def wording(name: str) -> str:
    return wording_page(name, {})


@bp.post("/ra-soat/<name>/loi-van")
def update_wording(name: str) -> Any:
    policy.require(current_user, "report.word")
    form = WordingForm(scope=request.form.get("part", ""))
    _, parts = queries.parts(current_user, name)
    part = _part(parts, form.part.data)
    if not form.ok:
        return wording_page(name, {part.key: form}), 422
    facts = {
        "part": part.key,
        "words": form.words.data,
        "generated": part.generated,
        "seen": form.version.data,
    }
    try:
        actions.word_report(current_user, on_record(name), **facts)
    except Conflict:
        return _met(name, part.key, form), 409
    flash(gettext("Saved. The files are made with these words from now on."))
    return redirect(url_for(".wording", name=name, _anchor=part.key), 303)


@bp.post("/ra-soat/<name>/loi-van/tra-lai")
def revert_wording(name: str) -> Any:
    policy.require(current_user, "report.word")
    form = RevertForm()
    _, parts = queries.parts(current_user, name)
    part = _part(parts, form.part.data)
    if not form.ok:
        return wording_page(name, {}), 422
    facts = {"part": part.key, "generated": part.generated, "seen": form.version.data}
    actions.revert_report(current_user, on_record(name), **facts)
    flash(gettext("The generated sentences stand again."))
    return redirect(url_for(".wording", name=name, _anchor=part.key), 303)


def wording_page(name: str, forms: dict[str, WordingForm]) -> str:
    """Every part with what the figures say and what goes to paper; `forms` came back with what was typed."""
    review, parts = queries.parts(current_user, name)
    may_word = policy.may(current_user, "report.word")
    return render_template(
        "documents/wording.html",
        review=review,
        label=period_name(name),
        parts=parts,
        forms={part.key: forms.get(part.key) or _form(part) for part in parts} if may_word else {},
        form=next(iter(forms.values()), None),
        revert=RevertForm(None),
        versions=queries.versions(current_user, review),
        part_names=PARTS,
    )


def _met(name: str, key: str, form: WordingForm) -> str:
    """Somebody else saved meanwhile: what was typed stays, theirs is shown, the next save goes over it."""
    _, parts = queries.parts(current_user, name)
    part = _part(parts, key)
    form.theirs = ((form.words.label.text, part.text),)
    form.carry(part.number)
    return wording_page(name, {key: form})


def _form(part: queries.Part) -> WordingForm:
    return WordingForm(
        None, scope=part.key, data={"part": part.key, "version": part.number, "words": part.text}
    )


def _part(parts: list[queries.Part], key: str | None) -> queries.Part:
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise NotFound("page")
    return found


def signed(snapshot: Snapshot | None) -> report.Signed | None:
    """A version's signature for the paper."""
    if snapshot is None:
        return None
    return report.Signed(
        snapshot.number,
        snapshot.sha256,
        snapshot.closed_at,
        snapshot.signer_name,
        snapshot.signer_position,
        snapshot.authority_lines,
    )


def file_stem(kind: str, review: Review, alone: int | None = None) -> str:
    """The downloaded file's name without its ending: plain letters, the form where it is one alone, the period, the
    version."""
    what = "bieu-ra-soat" if kind == "excel" else "bao-cao-ra-soat"
    what = f"bieu-0{alone}" if alone else what
    version = f"ban-{review.snapshot.number}" if review.snapshot else "du-thao"
    return f"{what}-{review.days.name}-{version}"
