"""Plans revised: of a whole target, or of one body's part."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies.models import Body
from tracker.directives.models import Target
from tracker.errors import Refused
from tracker.targets import actions, queries
from tracker.targets.forms import ReviseForm
from tracker.targets.models import TargetShare
from tracker.targets.rules import read_figure, written
from tracker.targets.views.blueprint import bp
from tracker.web.sentences import sentence


@bp.get("/<int:target_id>/dieu-chinh")
def revision(target_id: int) -> str:
    target = _target(target_id)
    return _page(target, _begun(target))


@bp.post("/<int:target_id>/dieu-chinh")
def create_revision(target_id: int) -> Any:
    target, form = _target(target_id), ReviseForm()
    if not form.ok or not _revised(target, form):
        return _page(target, form), 422
    flash(gettext("The plan was revised; the old one stays visible."))
    return redirect(url_for(".show", target_id=target_id), 303)


@bp.get("/phan/<int:share_id>/dieu-chinh")
def part_revision(share_id: int) -> str:
    held = _held(share_id)
    return _page(held.target, _begun(held), held.body)


@bp.post("/phan/<int:share_id>/dieu-chinh")
def create_part_revision(share_id: int) -> Any:
    held, form = _held(share_id), ReviseForm()
    if not form.ok or not _revised(held.target, form, held):
        return _page(held.target, form, held.body), 422
    flash(gettext("The plan was revised; the old one stays visible."))
    return redirect(url_for(".part", share_id=share_id), 303)


def _target(target_id: int) -> Target:
    target = queries.card(current_user, target_id)
    policy.require(current_user, "target.revise", target)
    return target


def _held(share_id: int) -> TargetShare:
    held = queries.share_card(current_user, share_id)
    policy.require(current_user, "target.revise", held)
    return held


def _begun(thing: Target | TargetShare) -> ReviseForm:
    """The form begun with the plan that stands, and today."""
    facts = {"version": thing.version, "planned": written(thing.planned), "day": clock.today()}
    return ReviseForm(None, data=facts)


def _revised(target: Target, form: ReviseForm, share: TargetShare | None = None) -> bool:
    """Whether the plan could be changed; a refusal is put on its field."""
    facts = form.clean | {"planned": read_figure(form.planned.data)}
    try:
        actions.revise(current_user, target, version=form.version.data, share=share, **facts)
    except Refused as problem:
        place = "planned" if problem.code == "plan_unchanged" else "day"
        form.refuse(place, sentence(problem.code, problem.facts, 422))
    return not form.errors


def _page(target: Target, form: ReviseForm, body: Body | None = None) -> str:
    return render_template("targets/revise.html", target=target, form=form, body=body)
