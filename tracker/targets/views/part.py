"""A body's part of a target: what it has reached."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.errors import Refused
from tracker.targets import actions, queries
from tracker.targets.forms import MeasureForm
from tracker.targets.models import TargetShare
from tracker.targets.rules import Reach, pace, read_figure
from tracker.targets.views.blueprint import bp
from tracker.web.sentences import sentence


@bp.get("/phan/<int:share_id>")
def part(share_id: int) -> str:
    return _page(queries.share_card(current_user, share_id), MeasureForm(None, day=clock.today()))


@bp.post("/phan/<int:share_id>/so-lieu")
def create_measure(share_id: int) -> Any:
    held, form = queries.share_card(current_user, share_id), MeasureForm()
    policy.require(current_user, "target.measure", held)
    if form.ok:
        facts = form.clean | {"actual": read_figure(form.actual.data)}
        try:
            actions.measure(current_user, held, **facts)
        except Refused as problem:
            form.refuse("day", sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _page(held, form), 422
    flash(gettext("The figure has been recorded."))
    return redirect(url_for(".part", share_id=share_id), 303)


def _page(held: TargetShare, form: MeasureForm) -> str:
    target = held.target
    first_on, due_on = queries.span_of(target, target.directive)
    passed = pace(first_on, due_on, clock.today())
    reach = Reach(held.planned, held.actual)
    return render_template(
        "targets/part.html",
        share=held,
        form=form,
        reach=reach,
        passed=passed,
        is_behind=reach.is_behind(passed),
        due_on=due_on,
        measures=queries.measures(held.id),
        revisions=queries.revisions(target.id, held.id),
        may_measure=held.moved_on is None and policy.may(current_user, "target.measure", held),
        moves=queries.moves(held.id),
        may_revise=held.moved_on is None and policy.may(current_user, "target.revise", held),
    )
