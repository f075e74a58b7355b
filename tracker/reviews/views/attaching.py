"""The signed scan of a closed period: put beside its figures, read, downloaded."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.access import policy
from tracker.errors import NotFound, Refused
from tracker.files.rules import SCANS
from tracker.files.views import attachment, take
from tracker.reviews import queries
from tracker.reviews.attaching import attach_signed_copy
from tracker.reviews.forms import SignedCopyForm
from tracker.reviews.labels import period_name
from tracker.reviews.views.blueprint import bp, closed_row
from tracker.web.sentences import sentence


@bp.get("/<name>/ban-ky")
def signed_copies(name: str) -> str:
    return copies_page(name, SignedCopyForm(None))


@bp.post("/<name>/ban-ky")
def create_signed_copy(name: str) -> Any:
    form, row = SignedCopyForm(), closed_row(name)
    policy.require(current_user, "review.attach", row)
    try:
        if form.ok:
            attach_signed_copy(current_user, row, kept=take([form.file.data], SCANS)[0])
    except Refused as problem:
        form.refuse("file", sentence(problem.code, problem.facts, 422))
    if form.errors:
        return copies_page(name, form), 422
    flash(gettext("The signed paper is kept with this period."))
    return redirect(url_for(".signed_copies", name=name), 303)


@bp.get("/<name>/ban-ky/<int:copy_id>")
def signed_copy(name: str, copy_id: int) -> Response:
    _, row = queries.found_days(current_user, name)
    return attachment(queries.signed_copy(row, copy_id).file)


def copies_page(name: str, form: SignedCopyForm) -> str:
    """Every signed paper of a period, and the form to add one to a closed period."""
    days, row = queries.found_days(current_user, name)
    if row is None or not row.snapshot_number:
        raise NotFound("snapshot")
    may_attach = row.state == "closed" and policy.may(current_user, "review.attach", row)
    return render_template(
        "reviews/signed.html",
        days=days,
        label=period_name(name),
        copies=queries.signed_copies(row),
        form=form if may_attach else None,
        accepted=sorted(SCANS),
    )
