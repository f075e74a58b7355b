"""Signing in with a password, and signing out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.auth import actions
from tracker.auth.forms import AddressForm, SignInForm
from tracker.config import Config
from tracker.errors import Refused
from tracker.people import queries as people
from tracker.people.models import Person
from tracker.web import gate
from tracker.web.local_path import local_path
from tracker.web.sentences import register, sentence

bp = Blueprint("auth", __name__)
register(
    {
        "wrong_credentials": lazy_gettext("The name or the password is not right."),
        "wrong_code": lazy_gettext("This code is wrong, used or older than ten minutes. Ask for a new one."),
        "password_closed": lazy_gettext(
            "Five wrong passwords in a short time: passwords are closed for this account. "
            "Try again in %(minutes)s minutes, or come in by a code or a new password by mail."
        ),
        "password_short": lazy_gettext(
            "A password has at least 12 characters; a short sentence is easy to remember."
        ),
        "password_common": lazy_gettext(
            "This is easy to guess. Take three or four words that do not belong together."
        ),
        "password_name": lazy_gettext("A password that is mostly one's own name is easy to guess."),
        "link_used": lazy_gettext("This link has been used or is too old. Ask for a new one."),
    }
)


@bp.get("/dang-nhap")
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")) or "/")
    return sign_in_page(SignInForm(None, next=request.args.get("next", "")))


@bp.post("/dang-nhap")
def create_session() -> Any:
    form = SignInForm()
    if not form.ok:
        return sign_in_page(form), 422
    try:
        person = actions.prove(form.login.data, form.password.data, ip=address())
    except Refused as problem:
        return sign_in_page(marked(form, "password", problem)), 422
    return entered(person, form.next.data)


@bp.post("/dang-xuat")
def end_session() -> Response:
    actions.end_sessions(current_user, people.account(current_user), only=current_user.session_id)
    response = redirect(url_for(".sign_in"), 303)
    gate.take_cookie(response)
    return response


def sign_in_page(form: SignInForm, address_form: AddressForm | None = None) -> str:
    """A code by mail where there is a mail server, and the password."""
    letter = address_form or AddressForm(None, scope="code", next=form.next.data)
    return render_template("auth/sign_in.html", form=form, letter=letter, mail=bool(config().smtp_host))


def entered(person: Person, back: str | None) -> Response:
    """Signed in: the cookie, and the page the person was on the way to."""
    started = actions.start_session(
        people.as_viewer(person, clock.today()),
        person,
        hours=config().session_hours,
        ip=address(),
        agent=request.user_agent.string,
    )
    response = redirect(local_path(back) or "/", 303)
    gate.give_cookie(response, started.cookie)
    return response


def marked(form: Any, place: str, problem: Refused) -> Any:
    """The form with the refusal of the action on the field it concerns."""
    form.refuse(place, sentence(problem.code, problem.facts, 422))
    return form


def config() -> Config:
    """The deployment's settings."""
    found: Config = current_app.extensions["config"]
    return found


def address() -> str:
    """Where the request comes from, for the counters."""
    return request.remote_addr or ""
