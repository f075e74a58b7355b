"""Figures of a period, the rows behind them, its versions."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.errors import NotFound
from tracker.reviews import figures, form_pages, pages, queries
from tracker.reviews.annexes import FORMS
from tracker.reviews.forms import PeriodForm
from tracker.reviews.labels import CHANGED, COLUMNS, FURTHER, period_name
from tracker.reviews.models import Snapshot
from tracker.reviews.views.blueprint import asked_version, bp


@bp.get("")
def index() -> Any:
    if not current_user.sees_all:
        raise NotFound("page")
    form = PeriodForm(request.args)
    if form.ok and form.chosen:
        return redirect(url_for(".show", name=form.chosen))
    form.say_what_is_wrong()
    return render_template("reviews/index.html", **pages.index(form, current_user))


@bp.get("/<name>")
def show(name: str) -> Any:
    if request.args.get("che-do") == "hop":
        return redirect(url_for(".meeting", name=name, ban=asked_version()))
    return shown(name, version=asked_version())


@bp.get("/<name>/dong")
def rows(name: str) -> str:
    asked, after = pages.Asked.read(request.args), request.args.get("sau")
    which: dict[str, Any] = {"version": asked.version, "after": after, "extra": asked.extra}
    days, found, count = queries.rows_behind(current_user, name, asked.lines, **which)
    is_of_now = asked.extra in queries.OF_NOW
    return render_template(
        "reviews/rows.html",
        days=days,
        page=found,
        count=count,
        snapshot=None if is_of_now else queries.signed_version(current_user, name, asked.version),
        **pages.rows(asked, name, found),
    )


@bp.get("/<name>/muc/<section>")
def section(name: str, section: str) -> str:
    if section not in FURTHER:
        raise NotFound("page")
    version = asked_version()
    days, parts = queries.review_parts(current_user, name, version=version, only=FURTHER[section])
    if parts is not None and request.args.get("lech"):
        parts = parts.only_unbalanced()
    facts = pages.section(name, FURTHER[section], parts, version)
    facts["snapshot"] = queries.signed_version(current_user, name, version)
    return render_template("reviews/section.html", days=days, **facts)


@bp.get("/<name>/bieu/<int:form_id>")
def form(name: str, form_id: int) -> str:
    if form_id not in FORMS:
        raise NotFound("page")
    version, after = asked_version(), request.args.get("sau")
    days, found = queries.form_rows(current_user, name, FORMS[form_id], version=version, after=after)
    facts = form_pages.form(name, form_id, days, found)
    return render_template("reviews/form.html", version=version, **facts)


@bp.get("/<name>/thay-doi/<change>")
def changes(name: str, change: str) -> str:
    if change not in CHANGED:
        raise NotFound("page")
    version, after = asked_version(), request.args.get("sau")
    days, found = queries.changes_behind(current_user, name, CHANGED[change][0], version=version, after=after)
    snapshot = queries.signed_version(current_user, name, version)
    facts = form_pages.changes(name, change, found)
    return render_template("reviews/changes.html", days=days, version=version, snapshot=snapshot, **facts)


@bp.get("/<name>/cac-ban")
def versions(name: str) -> str:
    days, row = queries.found_days(current_user, name)
    kept = queries.versions(row) if row else []
    new, old = pages.two_versions(kept, request.args.get("moi", type=int), request.args.get("cu", type=int))
    found = figures.differences(_figures(old), _figures(new)) if old and new else []
    words = {"label": period_name(name), "columns": COLUMNS}
    return render_template(
        "reviews/versions.html", days=days, kept=kept, new=new, old=old, found=found, **words
    )


def shown(name: str, version: int | None = None) -> str:
    """The page of a period."""
    review = queries.review(current_user, name, version=version)
    return render_template("reviews/show.html", now=clock.now(), **pages.show(review, current_user))


def _figures(version: Snapshot) -> figures.Figures:
    return queries.signed(version.id, version.sha256)[0].figures
