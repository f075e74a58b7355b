"""One's own account: who one is, the language, the password, the sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import clock
from tracker.auth import actions, queries
from tracker.auth.forms import ChangePasswordForm
from tracker.auth.labels import browser_of
from tracker.auth.views.door import bp, config, marked
from tracker.errors import Refused
from tracker.feeds import queries as feeds
from tracker.people import queries as people
from tracker.people.labels import ROLE_NAMES
from tracker.reminders.queries.readers import WISHED


@bp.get("/tai-khoan")
def account() -> str:
    return account_page(ChangePasswordForm(None))


@bp.post("/tai-khoan/mat-khau")
def update_password() -> Any:
    form = ChangePasswordForm()
    if not form.ok:
        return account_page(form), 422
    try:
        actions.change_password(current_user, current=form.current.data, new=form.password.data)
    except Refused as problem:
        place = "current" if problem.code == "wrong_credentials" else "password"
        return account_page(marked(form, place, problem)), 422
    flash(gettext("The password is changed; you have been signed out everywhere else."))
    return redirect(url_for(".account"), 303)


@bp.post("/tai-khoan/phien/<int:session_id>/ket-thuc")
def end_other(session_id: int) -> Response:
    session = queries.own_session(current_user, session_id)
    actions.end_sessions(current_user, people.account(current_user), only=session.id)
    flash(gettext("That browser is signed out."))
    return redirect(url_for(".account"), 303)


def account_page(form: ChangePasswordForm) -> str:
    """One's own record, sessions and password form."""
    return render_template(
        "auth/account.html",
        form=form,
        person=people.account(current_user),
        role=ROLE_NAMES[current_user.role],
        sessions=queries.own_sessions(current_user, timedelta(minutes=config().idle_minutes)),
        browser_of=browser_of,
        today=clock.today(),
        feed=feeds.own(current_user),
        wishes=current_user.role in WISHED.values(),
    )
