"""A conclusion of a review given out as a task."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.errors import Refused
from tracker.intake.queries import all_names
from tracker.issued import actions
from tracker.issued.forms import GiveForm
from tracker.issued.views.blueprint import bp, refuse
from tracker.reviews.labels import period_name
from tracker.reviews.models import Conclusion, Period
from tracker.reviews.queries import conclusion_card


@bp.get("/ket-luan/<int:conclusion_id>/giao")
def conclusion(conclusion_id: int) -> Any:
    found, period = _card(conclusion_id)
    if found.task_id is not None:
        return redirect(url_for("tasks.show", task_id=found.task_id))
    return _page(found, period, GiveForm(None, text=found.words))


@bp.post("/ket-luan/<int:conclusion_id>/giao")
def create_of_conclusion(conclusion_id: int) -> Any:
    (found, period), form = _card(conclusion_id), GiveForm()
    if form.ok:
        try:
            actions.give_conclusion(current_user, found, change=form.change)
        except Refused as problem:
            refuse(form, problem, "lead")
    if form.errors:
        return _page(found, period, form), 422
    flash(gettext("The conclusion was given out as a task; each body gets one letter."))
    return redirect(url_for("reviews.show", name=period.name, _anchor="conclusion"), 303)


def _card(conclusion_id: int) -> tuple[Conclusion, Period]:
    found, period = conclusion_card(conclusion_id)
    policy.require(current_user, "review.give", found)
    return found, period


def _page(found: Conclusion, period: Period, form: GiveForm) -> str:
    facts = {"conclusion": found, "period": period, "label": period_name(period.name)}
    return render_template("issued/give.html", form=form, names=all_names(), today=clock.today(), **facts)
