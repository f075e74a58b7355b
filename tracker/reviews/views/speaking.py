"""What is said in the meeting: remarks on a section, and conclusions line by line."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.access import policy
from tracker.errors import Conflict, NotFound
from tracker.reviews import concluding, pages, queries
from tracker.reviews.actions import write_remark
from tracker.reviews.forms import ConclusionForm, RemarkForm
from tracker.reviews.labels import period_name
from tracker.reviews.models import Conclusion, Period
from tracker.reviews.views.blueprint import bp, on_record
from tracker.web.htmx import refused, swap


@bp.post("/<name>/nhan-xet")
def create_remark(name: str) -> Any:
    form, url = RemarkForm(), url_for(".show", name=name)
    queries.found_days(current_user, name)
    if not form.ok:
        facts = pages.remark_facts(url, form.section.data, None, form)
        return refused("reviews/_remark.html", page="reviews/remark.html", **facts)
    try:
        write_remark(current_user, on_record(name), version=form.version.data or None, **form.clean)
    except Conflict as problem:
        problem.facts["url"] = url
        raise
    written = pages.remark(queries.period(name), form.section.data)
    facts = pages.remark_facts(url, form.section.data, written)
    return swap("reviews/swaps/remark_written.html", otherwise=f"{url}#{form.section.data}", **facts)


@bp.post("/<name>/ket-luan")
def create_conclusion(name: str) -> Any:
    form, url = ConclusionForm(), url_for(".show", name=name)
    queries.found_days(current_user, name)
    policy.require(current_user, "review.conclude")
    if form.ok and form.words.data:
        concluding.add_conclusion(current_user, on_record(name), words=form.words.data)
        flash(gettext("The conclusion was added."))
    return redirect(f"{url}#conclusion", 303)


@bp.get("/<name>/ket-luan/<int:conclusion_id>")
def edit_conclusion(name: str, conclusion_id: int) -> str:
    _, one = _conclusion(name, conclusion_id)
    return _conclusion_page(name, ConclusionForm(formdata=None, obj=one))


@bp.post("/<name>/ket-luan/<int:conclusion_id>")
def update_conclusion(name: str, conclusion_id: int) -> Any:
    (row, one), form = _conclusion(name, conclusion_id), ConclusionForm()
    if not form.ok:
        return _conclusion_page(name, form), 422
    facts = {"version": form.version.data, "words": form.words.data or ""}
    try:
        concluding.edit_conclusion(current_user, row, one, **facts)
    except Conflict as problem:
        problem.facts["url"] = url_for(".show", name=name)
        raise
    flash(gettext("Saved."))
    return redirect(url_for(".show", name=name, _anchor="conclusion"), 303)


def _conclusion(name: str, conclusion_id: int) -> tuple[Period, Conclusion]:
    """A period on record and one of its conclusions, for who may write them."""
    queries.found_days(current_user, name)
    policy.require(current_user, "review.conclude")
    row = queries.period(name)
    if row is None:
        raise NotFound("period")
    return row, queries.conclusion(row, conclusion_id)


def _conclusion_page(name: str, form: ConclusionForm) -> str:
    days, _ = queries.found_days(current_user, name)
    facts = {"days": days, "label": period_name(name), "here": request.path}
    return render_template("reviews/conclusion.html", form=form, **facts)
