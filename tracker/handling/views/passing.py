"""Passing work on inside the body, with a day of the body's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments import queries as assignments
from tracker.assignments.inside import InsideMarks
from tracker.assignments.models import Assignment
from tracker.errors import Conflict, Refused
from tracker.handling import actions, labels, queries, rules
from tracker.handling.forms import PassOnForm, StepForm, choices
from tracker.tasks.rules import title
from tracker.web.sentences import sentence

bp = Blueprint("handling", __name__, url_prefix="/phan-cong")


@bp.get("/<int:assignment_id>/trong-don-vi")
def show(assignment_id: int) -> str:
    return page(led(assignment_id))


@bp.post("/<int:assignment_id>/trong-don-vi")
def update(assignment_id: int) -> Any:
    assignment, form = led(assignment_id), PassOnForm()
    offer(form, assignment)
    if not form.ok:
        return page(assignment, form), 422
    try:
        _pass_on(assignment, form)
    except Refused as problem:
        refuse(form, problem, "own_due_on")
        return page(assignment, form), 422
    except Conflict as problem:
        return meet(problem, assignment, form, queries.handling_of(assignment), page), 409
    flash(gettext("Saved. The body stays answerable for the work."))
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


def _pass_on(assignment: Assignment, form: PassOnForm) -> None:
    person = queries.colleague(assignment, form.person_id.data)
    facts = {"own_due_on": form.own_due_on.data, "words": form.clean["note"], "seen": form.version.data}
    actions.pass_on(current_user, assignment, person=person, **facts)


def led(assignment_id: int) -> Assignment:
    """An assignment of the viewer's own body. Raises NotFound, and NotAllowed for who only looks."""
    card = assignments.card(current_user, assignment_id)
    policy.require(current_user, "handling.pass_on", card)
    return card


def offer(form: Any, assignment: Assignment) -> None:
    """Let the people of the body be chosen."""
    nobody = gettext("Nobody in particular: the body as a whole")
    form.person_id.choices = choices(nobody, queries.colleagues(assignment))


def refuse(form: Any, problem: Refused, otherwise: str) -> None:
    """Put a refusal of the action on the field it concerns."""
    form.refuse(labels.FIELD_OF.get(problem.code, otherwise), sentence(problem.code, problem.facts, 422))


def meet(problem: Conflict, assignment: Assignment, form: Any, row: Any, again: Any) -> str:
    """The page again with both texts where somebody else saved first; any other conflict goes on its way."""
    if problem.code != "stale" or row is None:
        url = url_for("assignments.show", assignment_id=assignment.id)
        raise Conflict(problem.code, **problem.facts, url=url) from None
    form.meet(row)
    return str(again(assignment, form))


def page(assignment: Assignment, form: PassOnForm | None = None, step_form: StepForm | None = None) -> str:
    """All that is arranged, with the forms to change it; fresh ones, or one that came back."""
    form = form or _fresh(assignment)
    step_form = step_form or StepForm(formdata=None, scope="step")
    for each in (form, step_form):
        offer(each, assignment)
    return render_template(
        "handling/show.html",
        assignment=assignment,
        title=title(assignment.task.text),
        inside=queries.inside(current_user, assignment),
        is_open=rules.may_arrange(assignment.state),
        inside_marks=InsideMarks(assignment, clock.today()),
        form=form,
        step_form=step_form,
        here=url_for(".show", assignment_id=assignment.id),
    )


def _fresh(assignment: Assignment) -> PassOnForm:
    row = queries.handling_of(assignment)
    if row is None:
        return PassOnForm(None, version=0)
    if row.body_id != assignment.body_id:
        return PassOnForm(None, version=row.version)
    return PassOnForm(None, obj=row)
