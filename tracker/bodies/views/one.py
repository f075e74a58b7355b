"""One body: its facts, other names, posts, place and work."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies import actions, queries, register
from tracker.bodies.forms import AliasForm, EditBodyForm, PostForm, offered
from tracker.bodies.models import Body
from tracker.bodies.views.register import bp
from tracker.errors import Conflict, Refused
from tracker.feeds import queries as feeds
from tracker.officials import queries as officials
from tracker.people import queries as people
from tracker.reforms import queries as reforms
from tracker.web.sentences import sentence


@bp.get("/<int:body_id>")
def show(body_id: int) -> str:
    return body_page(register.card(body_id), AliasForm(None), PostForm(None))


@bp.get("/<int:body_id>/sua")
def edit(body_id: int) -> str:
    body = register.card(body_id)
    policy.require(current_user, "body.edit", body)
    form = edit_form(body)
    return render_template("bodies/edit.html", body=body, form=form)


@bp.post("/<int:body_id>")
def update(body_id: int) -> Any:
    body = register.card(body_id)
    policy.require(current_user, "body.edit", body)
    form = edit_form(body)
    if not form.ok:
        return render_template("bodies/edit.html", body=body, form=form), 422
    try:
        actions.correct_body(current_user, body, version=form.version.data, **form.clean)
    except Refused as problem:
        form.refuse("parent_id", sentence(problem.code, problem.facts, 422))
        return render_template("bodies/edit.html", body=body, form=form), 422
    except Conflict:
        body = register.card(body_id)
        form.meet(body, parent_id=directly_under(body), day=form.day.data)
        return render_template("bodies/edit.html", body=body, form=form), 409
    flash(gettext("Saved."))
    return redirect(url_for(".show", body_id=body_id), 303)


@bp.post("/<int:body_id>/ten-khac")
def create_alias(body_id: int) -> Any:
    body, form = register.card(body_id), AliasForm()
    if not form.ok:
        return body_page(body, form, PostForm(None)), 422
    try:
        actions.add_alias(current_user, body, alias=form.alias.data)
    except Refused as problem:
        form.refuse("alias", sentence(problem.code, problem.facts, 422))
        return body_page(body, form, PostForm(None)), 422
    flash(gettext("Texts may now use this name."))
    return redirect(url_for(".show", body_id=body_id), 303)


@bp.post("/<int:body_id>/chuc-vu")
def create_post(body_id: int) -> Any:
    body, form = register.card(body_id), PostForm()
    if not form.ok:
        return body_page(body, AliasForm(None), form), 422
    actions.create_post(current_user, body, **form.clean)
    flash(gettext("Saved."))
    return redirect(url_for(".show", body_id=body_id), 303)


def body_page(body: Body, alias: AliasForm, post: PostForm) -> str:
    """Everything known of a body."""
    day = clock.today()
    return render_template(
        "bodies/show.html",
        body=body,
        alias=alias,
        post=post,
        parents=register.parents(body.id, day),
        children=register.children(body.id, day),
        posts=register.posts_of(body.id),
        holders=people.post_holders(body.id, day),
        people=people.of_body(current_user, body.id, day),
        groups=register.groups_of(body.id, body.type_id, day),
        changes=reforms.around(body.id),
        work=register.open_work(current_user, body.id, day),
        may_edit=policy.may(current_user, "body.edit", body),
        may_have_feed=not body.valid_to and feeds.may_see(current_user, body),
        feed=feeds.of_body(current_user, body),
        **officials.standing(current_user, body),
    )


def directly_under(body: Body) -> int:
    """The body above it today; 0 for none."""
    above = register.parents(body.id, clock.today())
    return above[0][0] if above else 0


def edit_form(body: Body) -> EditBodyForm:
    """The form with the body's facts and the bodies it may stand under."""
    form = EditBodyForm(obj=body, parent_id=directly_under(body), day=clock.today())
    bodies = [choice for choice in queries.choices(clock.today())[1] if choice[0] != body.id]
    form.parent_id.choices = offered([(0, gettext("No body")), *bodies])
    return form
