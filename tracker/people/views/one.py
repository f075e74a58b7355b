"""One account: its record, state, link, bodies and posts."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.auth import actions as auth
from tracker.auth import onetime, rules
from tracker.bodies import queries as bodies
from tracker.bodies import register
from tracker.bodies.forms import offered
from tracker.errors import Conflict, Refused
from tracker.people import actions, queries
from tracker.people.forms import EditPersonForm, HoldingForm, MembershipForm
from tracker.people.labels import ROLE_NAMES
from tracker.people.models import Person
from tracker.people.views.accounts import bp, by_mail, config, handed_over
from tracker.web.sentences import sentence


@bp.get("/<int:person_id>")
def show(person_id: int) -> str:
    person = queries.person(current_user, person_id)
    return person_page(person, EditPersonForm(None, obj=person))


@bp.post("/<int:person_id>")
def update(person_id: int) -> Any:
    person, form = queries.person(current_user, person_id), EditPersonForm()
    if not form.ok:
        return person_page(person, form), 422
    try:
        actions.edit_person(current_user, person, version=form.version.data, **form.clean)
    except Refused as problem:
        form.refuse(
            "login" if problem.code == "login_taken" else "role", sentence(problem.code, problem.facts, 422)
        )
        return person_page(person, form), 422
    except Conflict:
        form.meet(person := queries.person(current_user, person_id))
        return person_page(person, form), 409
    return back(person_id, gettext("Saved."))


@bp.post("/<int:person_id>/trang-thai")
def update_state(person_id: int) -> Response:
    person = queries.person(current_user, person_id)
    if request.form.get("enabled") == "1":
        actions.enable_person(current_user, person, is_enabled=True)
        return back(person_id, gettext("The account can sign in again."))
    onetime.shut_account(current_user, person)
    return back(person_id, gettext("The account is disabled and signed out everywhere."))


@bp.post("/<int:person_id>/mo-khoa")
def update_lock(person_id: int) -> Response:
    auth.unlock(current_user, queries.person(current_user, person_id))
    return back(person_id, gettext("Passwords are open again for this account."))


@bp.post("/<int:person_id>/lien-ket")
def create_link(person_id: int) -> Any:
    person = queries.person(current_user, person_id)
    made = onetime.make_password_link(
        current_user, person, base_url=config().base_url, life=rules.FIRST_LIFE, by_mail=by_mail()
    )
    return handed_over(made, person_id)


@bp.post("/<int:person_id>/don-vi")
def create_membership(person_id: int) -> Response:
    person, form = queries.person(current_user, person_id), membership_form()
    body = bodies.body_with_type(form.body_id.data) if form.ok else None
    if body is None:
        return back(person_id, gettext("Choose a body and a day."), "back")
    since = form.valid_from.data
    actions.join_body(current_user, person, body, valid_from=since, is_focal=form.is_focal.data)
    return back(person_id, gettext("Saved."))


@bp.post("/<int:person_id>/chuc-vu")
def create_holding(person_id: int) -> Response:
    person, form = queries.person(current_user, person_id), holding_form()
    post = register.post(form.post_id.data) if form.ok else None
    if post is None:
        return back(person_id, gettext("Choose a post and a day."), "back")
    actions.take_post(current_user, person, post, valid_from=form.valid_from.data)
    return back(person_id, gettext("Saved."))


def back(person_id: int, said: str, kind: str = "message") -> Response:
    """To the account's page, saying what was done or what is missing."""
    flash(said, kind)
    return redirect(url_for("people.show", person_id=person_id), 303)


def person_page(person: Person, form: EditPersonForm) -> str:
    """The record with all that belongs to it."""
    return render_template(
        "people/show.html",
        person=person,
        form=form,
        membership=membership_form(),
        holding=holding_form(),
        holdings=queries.holdings(person.id),
        roles=ROLE_NAMES,
        now=clock.now(),
        today=clock.today(),
        by_mail=by_mail(),
    )


def membership_form() -> MembershipForm:
    """The form with the bodies of today to choose from."""
    form = MembershipForm(scope="membership", valid_from=clock.today())
    form.body_id.choices = offered(bodies.choices(clock.today())[1])
    return form


def holding_form() -> HoldingForm:
    """The form with all posts to choose from."""
    form = HoldingForm(scope="holding", valid_from=clock.today())
    form.post_id.choices = offered(queries.posts_to_hold(clock.today()))
    return form
