"""A confirmation taken back while nobody has been told of it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.assignments import actions, queries
from tracker.assignments.forms import DecisionForm
from tracker.assignments.views.work import bp, compared
from tracker.errors import Conflict, Refused
from tracker.web.local_path import local_path
from tracker.web.sentences import register

register(
    {
        "letter_left": lazy_gettext(
            "The body has been told of the confirmation. Reopen the work instead, and say why."
        ),
    }
)


@bp.post("/phan-cong/<int:assignment_id>/lay-lai-xac-nhan")
def take_back(assignment_id: int) -> Any:
    assignment, form = queries.bare(current_user, assignment_id), DecisionForm()
    if not form.ok:
        raise Refused("422")
    try:
        actions.take_back_confirmation(current_user, assignment, seen=form.version.data)
    except Conflict as problem:
        raise compared(problem, assignment) from None
    flash(gettext("The confirmation has been taken back; no letter leaves, and the report waits again."))
    return redirect(local_path(form.next.data) or url_for(".show", assignment_id=assignment_id), 303)
