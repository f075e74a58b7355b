"""The monthly review: figures at once, remarks, closing, versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.access.actors import SYSTEM
from tracker.auth.actions import confirm_identity
from tracker.errors import Conflict, NotFound, Refused
from tracker.reviews import actions, figures, pages, queries
from tracker.reviews.forms import CloseForm, PeriodForm, RemarkForm, ReopenForm
from tracker.reviews.freezing import thaw
from tracker.reviews.labels import COLUMNS, period_name
from tracker.reviews.models import Period
from tracker.web.htmx import refused, swap

bp = Blueprint("reviews", __name__, url_prefix="/ra-soat")


def asked_version() -> int | None:
    """`?ban=2`, what cannot be a version's number left out."""
    word = request.args.get("ban", "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 6 else None


@bp.get("")
def index() -> Any:
    if not current_user.sees_all:
        raise NotFound("page")
    form = PeriodForm(request.args)
    if form.ok and form.chosen:
        return redirect(url_for(".show", name=form.chosen))
    return render_template("reviews/index.html", **pages.index(form, current_user))


@bp.get("/<name>")
def show(name: str) -> str:
    return shown(name, version=asked_version())


@bp.get("/<name>/dong")
def rows(name: str) -> str:
    asked = pages.Asked.read(request.args)
    days, found, count = queries.rows_behind(
        current_user,
        name,
        asked.lines,
        version=asked.version,
        after=request.args.get("sau"),
        extra=asked.extra,
    )
    return render_template(
        "reviews/rows.html", days=days, page=found, count=count, **pages.rows(asked, name, found)
    )


@bp.post("/<name>/nhan-xet")
def create_remark(name: str) -> Any:
    form, url = RemarkForm(), url_for(".show", name=name)
    queries.found_days(current_user, name)
    if not form.ok:
        facts = pages.remark_facts(url, form.section.data, None, form)
        return refused("reviews/_remark.html", page="reviews/remark.html", **facts)
    try:
        actions.write_remark(current_user, on_record(name), version=form.version.data or None, **form.clean)
    except Conflict as problem:
        problem.facts["url"] = url
        raise
    written = pages.remark(queries.period(name), form.section.data)
    facts = pages.remark_facts(url, form.section.data, written)
    return swap("reviews/swaps/remark_written.html", otherwise=f"{url}#{form.section.data}", **facts)


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
    return reopening_page(name, ReopenForm(None), closed_row(name))


@bp.post("/<name>/mo-lai")
def create_reopening(name: str) -> Any:
    form, row = ReopenForm(), closed_row(name)
    if not form.ok:
        return reopening_page(name, form, row), 422
    actions.reopen_period(current_user, row, reason=form.reason.data)
    flash(gettext("The period is open again; the next closing makes a new version."))
    return redirect(url_for(".show", name=name), 303)


@bp.get("/<name>/cac-ban")
def versions(name: str) -> str:
    days, row = queries.found_days(current_user, name)
    kept = queries.versions(row) if row else []
    new, old = pages.two_versions(kept, request.args.get("moi", type=int), request.args.get("cu", type=int))
    found = figures.differences(thaw(old.figures).figures, thaw(new.figures).figures) if old and new else []
    words = {"label": period_name(name), "columns": COLUMNS}
    return render_template(
        "reviews/versions.html", days=days, kept=kept, new=new, old=old, found=found, **words
    )


def shown(name: str, version: int | None = None) -> str:
    """The page of a period."""
    review = queries.review(current_user, name, version=version)
    return render_template("reviews/show.html", now=clock.now(), **pages.show(review, current_user))


def closing_page(name: str, form: CloseForm) -> Any:
    """What is still open, and the form to sign; a closed period is shown instead."""
    policy.require(current_user, "review.close")
    days, row = queries.found_days(current_user, name)
    if row is not None and row.state == "closed":
        return redirect(url_for(".show", name=name))
    counts, silent = queries.warnings(days)
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


def on_record(name: str) -> Period:
    """The period's row, put on record by the product itself where nobody did before."""
    row = queries.period(name)
    if row is None:
        actions.open_period(SYSTEM, name=name)
        row = queries.period(name)
    if row is None:
        raise NotFound("period")
    return row


def closed_row(name: str) -> Period:
    """The row of a closed period, for whoever may open it again."""
    policy.require(current_user, "review.reopen")
    _, row = queries.found_days(current_user, name)
    if row is None or row.state != "closed":
        raise NotFound("period")
    return row
