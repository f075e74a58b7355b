"""Closing a period with one's password, and opening it again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.auth.actions import confirm_identity
from tracker.errors import Refused
from tracker.reviews import actions, pages, queries
from tracker.reviews.forms import CloseForm, ReopenForm
from tracker.reviews.labels import period_name
from tracker.reviews.models import Period
from tracker.reviews.views.blueprint import bp, closed_row, on_record
from tracker.web.sentences import sentence


@bp.get("/<name>/chot")
def closing(name: str) -> Any:
    return closing_page(name, CloseForm(None, data=pages.last_signer(queries.last_signed())))


@bp.post("/<name>/chot")
def create_closing(name: str) -> Any:
    form = CloseForm()
    queries.found_days(current_user, name)
    if not form.ok:
        return closing_page(name, form), 422
    try:
        confirm_identity(current_user, form.password.data, ip=request.remote_addr or "")
    except Refused:
        form.refuse("password", gettext("This is not your password."))
        return closing_page(name, form), 422
    facts = {key: value for key, value in form.clean.items() if key != "password"}
    actions.close_period(current_user, on_record(name), **facts)
    flash(gettext("Signed and locked."))
    return redirect(url_for(".show", name=name), 303)


@bp.get("/<name>/mo-lai")
def reopening(name: str) -> str:
    return reopening_page(name, ReopenForm(None), reopenable(name))


@bp.post("/<name>/mo-lai")
def create_reopening(name: str) -> Any:
    form, row = ReopenForm(), reopenable(name)
    if not form.ok:
        return reopening_page(name, form, row), 422
    try:
        actions.reopen_period(current_user, row, reason=form.reason.data)
    except Refused as problem:
        form.refuse("reason", sentence(problem.code, problem.facts, 422))
        return reopening_page(name, form, row), 422
    flash(gettext("The period is open again; the next closing makes a new version."))
    return redirect(url_for(".show", name=name), 303)


def closing_page(name: str, form: CloseForm) -> Any:
    """What is still open, and the form to sign; a closed period is shown instead."""
    policy.require(current_user, "review.close")
    days, row = queries.found_days(current_user, name)
    if row is not None and row.state == "closed":
        return redirect(url_for(".show", name=name))
    counts, silent = queries.warnings(days)
    counts["unbalanced"] = sum(line.does_not_add_up for line in queries.targets(days.cut_on))
    return render_template(
        "reviews/close.html",
        days=days,
        label=period_name(name),
        form=form,
        counts=counts,
        silent=silent,
        is_past=clock.today() > days.cut_on,
    )


def reopening_page(name: str, form: ReopenForm, row: Period) -> str:
    """Why it is opened again."""
    return render_template("reviews/reopen.html", name=name, label=period_name(name), form=form, row=row)


def reopenable(name: str) -> Period:
    """The row of a closed period, for whoever may open it again."""
    policy.require(current_user, "review.reopen")
    return closed_row(name)
