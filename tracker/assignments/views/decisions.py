"""Objecting to work, and what is decided on it besides its result: suspended, resumed, cancelled, reopened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.access import policy
from tracker.access.actors import is_office
from tracker.assignments import actions, labels, queries
from tracker.assignments.forms import MoveForm, ObjectForm
from tracker.assignments.models import Assignment
from tracker.assignments.page import may_object, moves, standing_decision
from tracker.assignments.views.work import bp, compared
from tracker.errors import Conflict, Refused
from tracker.extensions import actions as extensions
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title
from tracker.web.sentences import register, sentence

VERBS: dict[str, Callable[..., Assignment]] = {
    "uphold": actions.uphold,
    "suspend": extensions.suspend,
    "resume": extensions.resume,
    "cancel": extensions.cancel,
    "exempt": extensions.exempt,
    "reopen": actions.reopen,
}
FIELD_OF = {"document_needed": "document"}
"""Which field of a form a refusal concerns; all others are about the reason."""

register(
    {
        "not_head": lazy_gettext("Only the head of the body may say that the work is not its own."),
        "object_late": lazy_gettext(
            "A body may object within %(days)s working days of getting the work; that time has passed."
        ),
    }
)


@bp.get("/phan-cong/<int:assignment_id>/y-kien")
def objection(assignment_id: int) -> str:
    card = queries.card(current_user, assignment_id)
    policy.require(current_user, "assignment.object", card)
    return _object_page(card, ObjectForm(formdata=None, version=card.version))


@bp.post("/phan-cong/<int:assignment_id>/y-kien")
def create_objection(assignment_id: int) -> Any:
    assignment, form = queries.bare(current_user, assignment_id), ObjectForm()
    if not form.ok or not _done(actions.object_to, assignment, form):
        policy.require(current_user, "assignment.object", assignment)
        return _object_page(queries.card(current_user, assignment_id), form), 422
    flash(gettext("The objection has gone to the office; the due day stays until it is decided."))
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@bp.get("/phan-cong/<int:assignment_id>/quyet-dinh")
def decision(assignment_id: int) -> str:
    card = queries.card(current_user, assignment_id)
    policy.require(current_user, "assignment.cancel", card)
    return _decide_page(card, MoveForm(formdata=None, version=card.version))


@bp.post("/phan-cong/<int:assignment_id>/quyet-dinh")
def create_decision(assignment_id: int) -> Any:
    assignment, form = queries.bare(current_user, assignment_id), MoveForm()
    policy.require(current_user, "assignment.cancel", assignment)
    _offer(form, VERBS)
    if not form.ok or not _done(VERBS[form.verb.data], assignment, form):
        return _decide_page(queries.card(current_user, assignment_id), form), 422
    flash(gettext("The decision has been recorded."))
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


def _done(verb: Callable[..., Assignment], assignment: Assignment, form: Any) -> bool:
    """Whether the verb could be done; a refusal is put on its field, a conflict shows both texts."""
    said = {"reason": form.clean["reason"], "document": form.clean["document"]}
    try:
        verb(current_user, assignment, **said, seen=form.version.data)
    except Refused as problem:
        words = sentence(problem.code, problem.facts, 422)
        form.refuse(FIELD_OF.get(problem.code, "reason"), words)
        return False
    except Conflict as problem:
        raise compared(problem, assignment, mine=said["reason"]) from None
    return True


def _offer(form: MoveForm, verbs: Any) -> None:
    words = labels.offers()
    form.offer([(verb, words[verb][0]) for verb in verbs])


def _object_page(card: Assignment, form: ObjectForm) -> str:
    """The form, also when it came back with errors; or why nothing can be objected to now."""
    return render_template(
        "assignments/object.html",
        assignment=card,
        title=title(card.task.text),
        form=form,
        is_open=bool(form.errors) or may_object(current_user, card),
        days=office_rules().objection_days,
    )


def _decide_page(card: Assignment, form: MoveForm) -> str:
    verbs = moves(current_user, card)
    _offer(form, verbs)
    return render_template(
        "assignments/decide.html",
        assignment=card,
        title=title(card.task.text),
        standing=standing_decision(card),
        decided=labels.decided(),
        notes={verb: note for verb, (_, note) in labels.offers().items()},
        state=labels.state_said(card.state),
        form=form,
        is_office=is_office(current_user),
    )
