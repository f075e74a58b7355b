"""Work put before a leader: his pages, one of them, and his word on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments.labels import Marks
from tracker.assignments.queries import soon_on
from tracker.errors import Refused
from tracker.reminders.forms import chosen_ids
from tracker.submissions import actions, labels, queries
from tracker.submissions.forms import AnswerForm
from tracker.submissions.models import Submission
from tracker.tasks.rules import title
from tracker.web.sentences import register, sentence

bp = Blueprint("submissions", __name__, url_prefix="/trinh")
bp.add_app_template_filter(labels.answer_said)

register(
    {
        "nothing_chosen": lazy_gettext("Tick the work your word is about."),
        "words_needed": lazy_gettext("Say it in your own words."),
        "word_given": lazy_gettext("Some of this has been answered or taken back meanwhile."),
        "no_leader": lazy_gettext("This account is no leader's any more."),
        "proposal_needed": lazy_gettext("Write what the office proposes."),
        "nothing_to_submit": lazy_gettext("Nothing was chosen to put before the leader."),
        "submitted": lazy_gettext("Some of this awaits the leader's word already."),
    }
)


@bp.get("")
def index() -> str:
    page = queries.rows(current_user, request.args.get("sau"))
    next_url = url_for(".index", sau=page.next_key) if page.next_key else None
    return render_template(
        "submissions/index.html", page=page, next_url=next_url, is_leader=current_user.role == "leader"
    )


@bp.get("/<int:submission_id>")
def show(submission_id: int) -> str:
    return _page(queries.card(current_user, submission_id), AnswerForm(formdata=None))


@bp.post("/<int:submission_id>")
def create_answer(submission_id: int) -> Any:
    submission, form = queries.card(current_user, submission_id), AnswerForm()
    ticked = chosen_ids(request.form.getlist("id"))
    if form.ok:
        try:
            actions.answer(current_user, submission, assignment_ids=ticked, **form.clean)
        except Refused as problem:
            said = sentence(problem.code, problem.facts, 422)
            form.refuse("words" if problem.code == "words_needed" else "answer", said)
    if form.errors:
        return _page(queries.card(current_user, submission_id), form, ticked), 422
    flash(gettext("Your word has been recorded; the office reads it."))
    return redirect(url_for(".show", submission_id=submission_id), 303)


def _page(submission: Submission, form: AnswerForm, ticked: list[int] | None = None) -> str:
    """The page; with `ticked` the form has come back and keeps its ticks, else all that waits is ticked."""
    works = queries.works(current_user, submission.id)
    waiting = [row.assignment_id for row in works if not row.answer]
    return render_template(
        "submissions/show.html",
        submission=submission,
        works=works,
        waiting=len(waiting),
        ticked=set(waiting if ticked is None else ticked),
        form=form,
        marks=Marks(clock.today(), soon_on()),
        title_of=title,
        tags=labels.TAGS,
        may_answer=bool(waiting) and policy.may(current_user, "submission.answer", submission),
    )
