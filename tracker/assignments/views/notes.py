"""What the office writes down for a body besides a report: that it has the work, that it takes a report back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments import actions, labels, queries
from tracker.assignments.forms import NoteForm
from tracker.assignments.models import Assignment
from tracker.assignments.page import notable, standing_report
from tracker.assignments.views.work import FIELD_OF, bp
from tracker.errors import Refused
from tracker.tasks.rules import title
from tracker.web.sentences import sentence


@bp.get("/phan-cong/<int:assignment_id>/ghi-thay")
def note(assignment_id: int) -> str:
    card = queries.card(current_user, assignment_id)
    policy.require(current_user, "assignment.note", card)
    return _page(card, NoteForm(formdata=None, told_on=clock.today()))


@bp.post("/phan-cong/<int:assignment_id>/ghi-thay")
def create_note(assignment_id: int) -> Any:
    card, form = queries.card(current_user, assignment_id), NoteForm()
    policy.require(current_user, "assignment.note", card)
    form.offer(list(labels.deeds().items()))
    if not form.ok or not _done(card, form):
        return _page(queries.card(current_user, assignment_id), form), 422
    flash(gettext("Written down; the history says who told it."))
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


def _done(card: Assignment, form: NoteForm) -> bool:
    """Whether it could be done; a refusal is put on its field."""
    latest = standing_report(card)
    try:
        if form.deed.data == "accept":
            actions.accept(current_user, card, told=form.told)
        elif latest is None:
            raise Refused("withdraw_not_last")
        else:
            actions.withdraw_report(current_user, latest, told=form.told)
    except Refused as problem:
        form.refuse(FIELD_OF.get(problem.code, "deed"), sentence(problem.code, problem.facts, 422))
        return False
    return True


def _page(card: Assignment, form: NoteForm) -> str:
    words = labels.deeds()
    form.offer([(deed, words[deed]) for deed in notable(current_user, card)])
    return render_template(
        "assignments/note.html",
        assignment=card,
        title=title(card.task.text),
        state=labels.state_said(card.state),
        form=form,
    )
