"""The keyboard shortcuts: which there are, and whether one uses them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.auth.forms import KeysForm
from tracker.auth.views.door import bp
from tracker.people import actions
from tracker.people import queries as people


@bp.get("/tai-khoan/phim-tat")
def keys() -> str:
    return render_template("auth/keys.html", form=KeysForm(formdata=None, keys=current_user.keys))


@bp.post("/tai-khoan/phim-tat")
def update_keys() -> Any:
    form = KeysForm()
    if not form.ok:
        return render_template("auth/keys.html", form=form), 422
    actions.choose_keys(current_user, people.account(current_user), keys=form.keys.data)
    flash(gettext("Saved."))
    return redirect(url_for(".keys"), 303)
