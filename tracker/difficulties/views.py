"""Difficulties that wait for an answer, and those answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.difficulties import actions, queries
from tracker.difficulties.forms import AnswerForm, PassUpForm, ShareForm
from tracker.errors import Conflict, Refused
from tracker.tasks.rules import title
from tracker.web.htmx import is_htmx, swap
from tracker.web.sentences import register

bp = Blueprint("difficulties", __name__, url_prefix="/vuong-mac")
LEVELS = {None: "office", "lanh-dao": "leader", "da-tra-loi": None}  # the queue asked for by ?xem=

register(
    {
        "answered": lazy_gettext("This difficulty has been answered meanwhile."),
        "passed_up": lazy_gettext("This difficulty is before the leader already."),
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
    queue = _queue_of(difficulty.level)
    if not form.ok:
        return _refused(difficulty_id, form)
    try:
        actions.answer(current_user, difficulty, text=form.text.data)
    except Conflict as problem:
        raise Conflict(problem.code, **problem.facts, url=queue) from None
    return _settled(difficulty_id, queue, gettext("The answer goes to the body by letter."))


@bp.post("/<int:difficulty_id>/trinh")
def pass_up(difficulty_id: int) -> Any:
    difficulty, form = queries.card(current_user, difficulty_id), PassUpForm(scope=f"t{difficulty_id}")
    if not form.ok:
        raise Refused("422")
    queue = _queue_of(difficulty.level)
    actions.pass_up(current_user, difficulty, note=form.note.data)
    return _settled(difficulty_id, queue, gettext("The leader is asked."))


@bp.post("/<int:difficulty_id>/cung-gap")
def share(difficulty_id: int) -> Any:
    form = ShareForm()
    if not form.ok:
        raise Refused("422")
    difficulty, work = queries.to_share(current_user, difficulty_id, form.work.data)
    actions.share(current_user, difficulty, work)
    flash(gettext("Noted. Your body gets the answer too."))
    return redirect(url_for("assignments.show", assignment_id=work.id), 303)


def _queue_of(level: str) -> str:
    """The address of the queue a difficulty waits in."""
    return url_for(".index", xem=next(word for word, shown in LEVELS.items() if shown == level))


def _settled(difficulty_id: int, queue: str, said: str) -> Any:
    """What was done in the place of its row, or the queue it was in again."""
    if not is_htmx():
        flash(said)
    waiting, shown = queries.waiting(current_user), "lanh-dao" if "xem=" in queue else None
    return swap(
        "difficulties/swaps/settled.html",
        otherwise=queue,
        row=queries.row(current_user, difficulty_id),
        waiting=waiting,
        shown=shown,
        left=waiting[LEVELS[shown] or "office"],
        said=said,
        title_of=title,
    )


def _refused(difficulty_id: int, form: AnswerForm) -> Any:
    """The form again with its errors: in the place of its row, or on the whole page."""
    if not is_htmx():
        return _page(difficulty_id, form), 422
    row = queries.row(current_user, difficulty_id)
    up = PassUpForm(formdata=None, scope=f"t{difficulty_id}")
    page = "difficulties/swaps/refused.html"
    return render_template(page, row=row, form=form, up=up, **_around(row.level)), 422


def _around(level: str | None) -> dict[str, Any]:
    """What every row of a queue needs besides its own facts."""
    return {
        "today": clock.today(),
        "title_of": title,
        "may_answer": policy.may(current_user, "difficulty.answer"),
        "may_pass_up": level == "office" and policy.may(current_user, "difficulty.pass_up"),
    }


def _page(chosen: int | None = None, form: AnswerForm | None = None) -> str:
    """The queue; `form` is the one that came back with errors, for the difficulty `chosen`."""
    asked = request.args.get("xem")
    shown = asked if asked in LEVELS else None
    level = LEVELS[shown]
    page = queries.rows(current_user, level=level, after=request.args.get("sau"))
    forms = {row.id: AnswerForm(formdata=None, scope=f"d{row.id}") for row in page.rows}
    if chosen is not None and form is not None:
        forms[chosen] = form
    return render_template(
        "difficulties/index.html",
        page=page,
        shown=shown,
        waiting=queries.waiting(current_user),
        forms=forms,
        pass_up={row.id: PassUpForm(formdata=None, scope=f"t{row.id}") for row in page.rows},
        refused=form,
        next_url=url_for(".index", xem=shown, sau=page.next_key) if page.next_key else None,
        **_around(level),
    )
