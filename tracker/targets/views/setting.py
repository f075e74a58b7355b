"""What the office says of a target: a new one, better words and days, which bodies have a part."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.access import policy
from tracker.bodies.queries import choices, members
from tracker.directives.models import Directive, Target
from tracker.directives.queries import card as directive_card
from tracker.errors import Conflict, NotFound, Refused
from tracker.targets import actions, queries
from tracker.targets.forms import NewTargetForm, ShareForm, TargetForm
from tracker.targets.rules import read_figure
from tracker.targets.views.blueprint import bp
from tracker.web.sentences import sentence


@bp.get("/moi/<int:directive_id>")
def new(directive_id: int) -> str:
    return _new_page(_directive(directive_id), NewTargetForm(None))


@bp.post("/moi/<int:directive_id>")
def create(directive_id: int) -> Any:
    directive, form = _directive(directive_id), NewTargetForm()
    if not form.ok:
        return _new_page(directive, form), 422
    facts = form.clean | {"planned": read_figure(form.planned.data)}
    made = actions.add_target(current_user, directive, **facts)
    flash(gettext("The target was added. Now say which bodies are to reach a part of it."))
    return redirect(url_for(".parting", target_id=made.id), 303)


@bp.get("/<int:target_id>/sua")
def edit(target_id: int) -> str:
    target = _target(target_id, "target.edit")
    return _edit_page(target, _edit_form(target, formdata=None))


@bp.post("/<int:target_id>/sua")
def update(target_id: int) -> Any:
    target = _target(target_id, "target.edit")
    form = _edit_form(target)
    if not form.ok:
        return _edit_page(target, form), 422
    try:
        actions.edit_target(current_user, target, version=form.version.data, **form.clean)
    except Refused as problem:
        form.refuse("due_on", sentence(problem.code, problem.facts, 422))
        return _edit_page(target, form), 422
    except Conflict:
        target = queries.card(current_user, target_id)
        form.meet(target, **_days(target))
        return _edit_page(target, form), 409
    flash(gettext("Saved."))
    return redirect(url_for(".show", target_id=target_id), 303)


@bp.get("/<int:target_id>/giao")
def parting(target_id: int) -> str:
    target = _target(target_id, "target.part")
    return _part_page(target, _part_form(target, formdata=None))


@bp.post("/<int:target_id>/giao")
def create_parts(target_id: int) -> Any:
    target = _target(target_id, "target.part")
    form = _part_form(target)
    if form.ok:
        try:
            actions.give_parts(
                current_user, target, bodies=_bodies(form), planned=read_figure(form.planned.data)
            )
        except Refused as problem:
            form.refuse("group_id", sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _part_page(target, form), 422
    flash(gettext("Each of the bodies now has its part; a part can be changed by itself."))
    return redirect(url_for(".show", target_id=target_id), 303)


def _target(target_id: int, verb: str) -> Target:
    target = queries.card(current_user, target_id)
    policy.require(current_user, verb, target)
    return target


def _directive(directive_id: int) -> Directive:
    """An issued directive that stands, for who may add a target to it."""
    directive = directive_card(current_user, directive_id)
    policy.require(current_user, "target.add", directive)
    if directive.state != "issued" or not directive.stands:
        raise NotFound("directive")
    return directive


def _days(target: Target) -> dict[str, Any]:
    return dict(zip(("first_on", "due_on"), queries.span_of(target, target.directive), strict=True))


def _edit_form(target: Target, **how: Any) -> TargetForm:
    return TargetForm(obj=target, **_days(target), **how)


def _part_form(target: Target, **how: Any) -> ShareForm:
    form = ShareForm(**how)
    groups, bodies = choices(clock.today())
    taken = queries.sharing(target.id)
    form.group_id.choices = [SelectChoice(0, gettext("No group")), *(SelectChoice(*one) for one in groups)]
    form.bodies.choices = [SelectChoice(*one) for one in bodies if one[0] not in taken]
    return form


def _bodies(form: ShareForm) -> set[int]:
    """The bodies chosen, and those of the group chosen as it is today."""
    known = {choice.value for choice in form.bodies.choices}
    group_id = form.group_id.data
    grouped = members([group_id], clock.today())[group_id] if group_id else []
    return {member.body_id for member in grouped} | (known & set(form.bodies.data or ()))


def _new_page(directive: Directive, form: NewTargetForm) -> str:
    return render_template("targets/new.html", directive=directive, form=form)


def _edit_page(target: Target, form: TargetForm) -> str:
    return render_template("targets/edit.html", target=target, form=form)


def _part_page(target: Target, form: ShareForm) -> str:
    return render_template("targets/parts.html", target=target, form=form)
