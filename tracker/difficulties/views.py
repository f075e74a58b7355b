"""Difficulties that wait for an answer, and those answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.access import policy
from tracker.difficulties import actions, queries
from tracker.difficulties.forms import AnswerForm
from tracker.errors import Conflict
from tracker.tasks.rules import title
from tracker.web.sentences import register

bp = Blueprint("difficulties", __name__, url_prefix="/vuong-mac")

register(
    {
        "answered": lazy_gettext("This difficulty has been answered meanwhile."),
        "difficulty_words": lazy_gettext("Say what stands in the way."),
        "answer_needed": lazy_gettext("Write the answer; the body gets it by letter."),
    }
)


@bp.get("")
def index() -> str:
    return _page()


@bp.post("/<int:difficulty_id>/tra-loi")
def create_answer(difficulty_id: int) -> Any:
    difficulty, form = queries.card(current_user, difficulty_id), AnswerForm(scope=f"d{difficulty_id}")
    if not form.ok:
        return _page(difficulty_id, form), 422
    try:
        actions.answer(current_user, difficulty, text=form.text.data)
    except Conflict as problem:
        raise Conflict(problem.code, **problem.facts, url=url_for(".index")) from None
    flash(gettext("The answer goes to the body by letter."))
    return redirect(url_for(".index"), 303)


def _page(chosen: int | None = None, form: AnswerForm | None = None) -> str:
    """The queue; `form` is the one that came back with errors, for the difficulty `chosen`."""
    answered = request.args.get("xem") == "da-tra-loi"
    page = queries.rows(current_user, answered=answered, after=request.args.get("sau"))
    forms = {row.id: AnswerForm(formdata=None, scope=f"d{row.id}") for row in page.rows}
    if chosen is not None and form is not None:
        forms[chosen] = form
    shown = "da-tra-loi" if answered else None
    return render_template(
        "difficulties/index.html",
        page=page,
        answered=answered,
        forms=forms,
        refused=form,
        title_of=title,
        may_answer=policy.may(current_user, "difficulty.answer"),
        next_url=url_for(".index", xem=shown, sau=page.next_key) if page.next_key else None,
    )
