"""The bell's page: what one was told, read or not; and which letters come with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.errors import Refused
from tracker.notices import actions, queries
from tracker.notices.forms import LettersForm, ReadForm
from tracker.people.queries import account
from tracker.tasks.rules import title

bp = Blueprint("notices", __name__)


@bp.get("/thong-bao")
def index() -> str:
    page = queries.rows(current_user, request.args.get("sau"))
    return render_template(
        "notices/index.html",
        page=page,
        next_url=url_for(".index", sau=page.next_key) if page.next_key else None,
        title_of=lambda text: title(text or ""),
        form=ReadForm(formdata=None),
    )


@bp.post("/thong-bao/<int:notice_id>/da-doc")
def mark_read(notice_id: int) -> Any:
    notice, form = queries.own(current_user, notice_id), ReadForm()
    if not form.ok:
        raise Refused("422")
    actions.mark_read(current_user, account(current_user), only=notice.id)
    if form.go.data and (notice.url or notice.comment_id):
        return redirect(notice.url or f"/phan-cong/{notice.assignment_id}#y-kien-{notice.comment_id}", 303)
    return redirect(url_for(".index"), 303)


@bp.post("/thong-bao/doc-het")
def mark_all_read() -> Any:
    if not ReadForm().ok:
        raise Refused("422")
    actions.mark_read(current_user, account(current_user))
    flash(gettext("All notices are marked as read."))
    return redirect(url_for(".index"), 303)


@bp.get("/tai-khoan/thong-bao")
def settings() -> str:
    person = account(current_user)
    form = LettersForm(formdata=None, on_mention=person.is_mailed_mentions)
    return render_template("notices/settings.html", form=form, email=person.email)


@bp.post("/tai-khoan/thong-bao")
def update_settings() -> Any:
    form = LettersForm()
    if not form.ok:
        raise Refused("422")
    actions.choose_letters(current_user, account(current_user), on_mention=form.on_mention.data)
    flash(gettext("Saved."))
    return redirect(url_for(".settings"), 303)
