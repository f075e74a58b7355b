"""What comes by mail: a code to sign in, a link to choose a password."""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext

from tracker import keys
from tracker.auth import onetime, rules
from tracker.auth.forms import AddressForm, CodeForm, PasswordForm, SignInForm
from tracker.auth.views.door import address, bp, config, entered, marked, sign_in_page
from tracker.errors import Refused
from tracker.web.local_path import local_path


@bp.record_once
def take_key(state: BlueprintSetupState) -> None:
    """One-time secrets are derived from the deployment's key."""
    onetime.use_key(keys.derived(state.app.extensions["config"], "one-time secrets"))


@bp.post("/dang-nhap/gui-ma")
def create_code() -> Any:
    form = AddressForm()
    if not config().smtp_host or not form.ok:
        return sign_in_page(SignInForm(None, next=form.next.data), form), 422
    browser = secrets.token_urlsafe(16)
    with onetime.evenly():
        onetime.ask_code(form.address.data, browser=browser, ip=address())
    response = redirect(url_for(".code", next=local_path(form.next.data)), 303)
    response.set_cookie(
        code_cookie(), browser, rules.CODE_LIFE, secure=config().is_https, httponly=True, samesite="Lax"
    )
    return response


@bp.get("/dang-nhap/ma")
def code() -> str:
    return render_template("auth/code.html", form=CodeForm(None, next=request.args.get("next", "")))


@bp.post("/dang-nhap/ma")
def create_code_session() -> Any:
    form = CodeForm()
    if not form.ok:
        return render_template("auth/code.html", form=form), 422
    try:
        person = onetime.prove_code(request.cookies.get(code_cookie(), ""), form.code.data, ip=address())
    except Refused as problem:
        return render_template("auth/code.html", form=marked(form, "code", problem)), 422
    response = entered(person, form.next.data)
    response.delete_cookie(code_cookie(), secure=config().is_https, httponly=True, samesite="Lax")
    return response


@bp.get("/quen-mat-khau")
def forgot() -> str:
    return render_template(
        "auth/forgot.html", form=AddressForm(None), mail=bool(config().smtp_host), sent=False
    )


@bp.post("/quen-mat-khau")
def create_reset() -> Any:
    form = AddressForm()
    mail = bool(config().smtp_host)
    if not form.ok or not mail:
        return render_template("auth/forgot.html", form=form, mail=mail, sent=False), 422
    with onetime.evenly():
        onetime.ask_reset(form.address.data, base_url=config().base_url, ip=address())
    return render_template("auth/forgot.html", form=form, mail=True, sent=True)


@bp.get("/mat-khau/<secret>")
def choose_password(secret: str) -> str:
    person = onetime.owner(secret)
    return render_template("auth/choose_password.html", form=PasswordForm(None), person=person, secret=secret)


@bp.post("/mat-khau/<secret>")
def create_password(secret: str) -> Any:
    form, person = PasswordForm(), onetime.owner(secret)
    if not form.ok:
        return render_template("auth/choose_password.html", form=form, person=person, secret=secret), 422
    try:
        onetime.choose_password(secret, form.password.data)
    except Refused as problem:
        form = marked(form, "password", problem)
        return render_template("auth/choose_password.html", form=form, person=person, secret=secret), 422
    flash(gettext("The password is kept. Sign in with it."))
    return redirect(url_for(".sign_in"), 303)


def code_cookie() -> str:
    """Binds a mailed code to the browser that asked for it."""
    return "__Host-c" if config().is_https else "c"
