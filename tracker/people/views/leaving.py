"""Leaving a body or a post from a day on, and who carries on."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.bodies.forms import offered
from tracker.handling import actions
from tracker.people import queries
from tracker.people.forms import LeaveForm
from tracker.people.models import Membership, Person, PostHolding
from tracker.people.views.accounts import bp
from tracker.people.views.one import back


@bp.get("/<int:person_id>/don-vi/<int:membership_id>/thoi")
def leave_body(person_id: int, membership_id: int) -> str:
    membership = queries.membership(current_user, person_id, membership_id)
    return _page(
        person_id, membership, _form(person_id, membership.body_id, LeaveForm(None, valid_to=clock.today()))
    )


@bp.post("/<int:person_id>/don-vi/<int:membership_id>/thoi")
def end_membership(person_id: int, membership_id: int) -> Any:
    membership = queries.membership(current_user, person_id, membership_id)
    form = _form(person_id, membership.body_id, LeaveForm())
    if not form.ok:
        return _page(person_id, membership, form), 422
    actions.leave_body(current_user, membership, valid_to=form.valid_to.data, successor=_successor(form))
    return back(person_id, gettext("Saved."))


@bp.get("/<int:person_id>/chuc-vu/<int:holding_id>/thoi")
def leave_post(person_id: int, holding_id: int) -> str:
    holding = queries.holding(current_user, person_id, holding_id)
    return _page(
        person_id, holding, _form(person_id, holding.post.body_id, LeaveForm(None, valid_to=clock.today()))
    )


@bp.post("/<int:person_id>/chuc-vu/<int:holding_id>/thoi")
def end_holding(person_id: int, holding_id: int) -> Any:
    holding = queries.holding(current_user, person_id, holding_id)
    form = _form(person_id, holding.post.body_id, LeaveForm())
    if not form.ok:
        return _page(person_id, holding, form), 422
    actions.leave_post(current_user, holding, valid_to=form.valid_to.data, successor=_successor(form))
    return back(person_id, gettext("Saved."))


def _form(person_id: int, body_id: int, form: LeaveForm) -> LeaveForm:
    people = queries.successors(person_id, body_id, clock.today())
    form.successor_id.choices = offered([(0, gettext("Nobody yet")), *people])
    return form


def _successor(form: LeaveForm) -> Person | None:
    return queries.person(current_user, form.successor_id.data) if form.successor_id.data else None


def _page(person_id: int, left: Membership | PostHolding, form: LeaveForm) -> str:
    post = left.post if isinstance(left, PostHolding) else None
    body = left.body if isinstance(left, Membership) else left.post.body
    return render_template(
        "people/leave.html",
        person=queries.person(current_user, person_id),
        post=post,
        body=body,
        hand=queries.in_hand(current_user, person_id, body.id, post.id if post else None, clock.today()),
        form=form,
    )
