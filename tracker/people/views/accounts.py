"""The list of accounts and making one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.action import Already
from tracker.auth import onetime
from tracker.auth.onetime import PasswordLink
from tracker.bodies import queries as bodies
from tracker.bodies.forms import offered
from tracker.config import Config
from tracker.errors import Refused
from tracker.people import actions, queries
from tracker.people.forms import NewPersonForm, PeopleFilter
from tracker.people.labels import ROLE_NAMES
from tracker.web.sentences import register, sentence

bp = Blueprint("people", __name__, url_prefix="/quan-tri/nguoi-dung")
register(
    {
        "login_taken": lazy_gettext("Somebody else has this login or e-mail address."),
        "last_admin": lazy_gettext(
            "Nobody would be left to keep accounts: make another administrator first."
        ),
    }
)


@bp.record_once
def remember(state: BlueprintSetupState) -> None:
    """The language switch also keeps a signed-in person's choice."""
    state.app.extensions["remember_language"] = lambda viewer, language: actions.choose_language(
        viewer, queries.account(viewer), language=language
    )


@bp.get("")
def index() -> str:
    form = PeopleFilter(request.args)
    asked = form.clean if form.ok else {"q": "", "role": "", "state": ""}
    page = queries.people(
        current_user,
        words=asked["q"],
        role=asked["role"],
        state=asked["state"],
        after=request.args.get("sau", ""),
    )
    return render_template("people/index.html", form=form, page=page, roles=ROLE_NAMES, now=clock.now())


@bp.get("/moi")
def new() -> str:
    policy.require(current_user, "person.create")
    return render_template("people/new.html", form=new_form(), by_mail=by_mail())


@bp.post("")
def create() -> Any:
    form = new_form()
    policy.require(current_user, "person.create")
    if not form.ok:
        return render_template("people/new.html", form=form, by_mail=by_mail()), 422
    try:
        made = onetime.create_account(
            current_user, base_url=config().base_url, by_mail=by_mail(), **form.clean
        )
    except Refused as problem:
        form.refuse("login", sentence(problem.code, problem.facts, 422))
        return render_template("people/new.html", form=form, by_mail=by_mail()), 422
    return handed_over(made, made.id)


def new_form() -> NewPersonForm:
    """The form with the bodies of today to choose from."""
    form = NewPersonForm()
    form.body_id.choices = offered([(0, gettext("No body")), *bodies.choices(clock.today())[1]])
    return form


def handed_over(made: PasswordLink | Already, person_id: int | None) -> Any:
    """After making a link: mailed, or shown this once for the administrator to hand over."""
    if not by_mail() and isinstance(made, PasswordLink):
        person = queries.person(current_user, person_id or 0)
        return render_template("people/link.html", person=person, address=made.address)
    if by_mail():
        flash(gettext("A letter with a link to choose a password is on its way."))
    return redirect(url_for("people.show", person_id=person_id), 303)


def by_mail() -> bool:
    """Whether letters can leave this installation."""
    return bool(config().smtp_host)


def config() -> Config:
    """The deployment's settings."""
    found: Config = current_app.extensions["config"]
    return found
