"""The body's own steps: added, corrected, ordered, done, taken out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.assignments.models import Assignment
from tracker.errors import Conflict, Refused
from tracker.handling import actions, queries, rules
from tracker.handling.forms import EditStepForm, MarkForm, MoveForm, StepForm
from tracker.handling.models import Step
from tracker.handling.views.passing import bp, led, meet, offer, page, refuse
from tracker.tasks.rules import title
from tracker.web.local_path import local_path


@bp.post("/<int:assignment_id>/buoc")
def create_step(assignment_id: int) -> Any:
    assignment, form = led(assignment_id), StepForm(scope="step")
    offer(form, assignment)
    if not form.ok or not _added(assignment, form):
        return page(assignment, step_form=form), 422
    flash(gettext("The step has been added."))
    return redirect(url_for(".show", assignment_id=assignment_id, _anchor="buoc"), 303)


@bp.get("/<int:assignment_id>/buoc/<int:step_id>")
def edit_step(assignment_id: int, step_id: int) -> str:
    assignment, step = _step(assignment_id, step_id)
    return _page(assignment, EditStepForm(None, obj=step), step)


@bp.post("/<int:assignment_id>/buoc/<int:step_id>")
def update_step(assignment_id: int, step_id: int) -> Any:
    assignment, step = _step(assignment_id, step_id)
    form = EditStepForm()
    offer(form, assignment)
    if not form.ok:
        return _page(assignment, form, step), 422
    try:
        _edited(assignment, step, form)
    except Refused as problem:
        refuse(form, problem, "due_on")
        return _page(assignment, form, step), 422
    except Conflict as problem:
        row = queries.step(current_user, assignment, step_id)
        return meet(problem, assignment, form, row, lambda work, form: _page(work, form, row)), 409
    flash(gettext("Saved."))
    return redirect(url_for(".show", assignment_id=assignment_id, _anchor="buoc"), 303)


@bp.post("/<int:assignment_id>/buoc/<int:step_id>/xong")
def update_step_state(assignment_id: int, step_id: int) -> Any:
    assignment, step = _step(assignment_id, step_id)
    form = MarkForm()
    if not form.ok:
        raise Refused("422")
    with_url(actions.mark_step, assignment, step, is_done=form.is_done.data == "yes")
    back = local_path(form.next.data) or url_for("assignments.show", assignment_id=assignment_id)
    return redirect(f"{back}#buoc", 303)


@bp.post("/<int:assignment_id>/buoc/<int:step_id>/chuyen")
def update_step_place(assignment_id: int, step_id: int) -> Any:
    assignment, step = _step(assignment_id, step_id)
    form = MoveForm()
    if not form.ok:
        raise Refused("422")
    with_url(actions.move_step, assignment, step, up=form.to.data == "up")
    return redirect(url_for(".show", assignment_id=assignment_id, _anchor="buoc"), 303)


@bp.post("/<int:assignment_id>/buoc/<int:step_id>/bo")
def remove_step(assignment_id: int, step_id: int) -> Any:
    assignment, step = _step(assignment_id, step_id)
    form = EditStepForm()
    with_url(actions.remove_step, assignment, step, seen=form.version.data or 0)
    flash(gettext("The step has been taken out; the history keeps it."))
    return redirect(url_for(".show", assignment_id=assignment_id, _anchor="buoc"), 303)


def with_url(verb: Any, assignment: Assignment, step: Step, **facts: Any) -> None:
    """Do it; a conflict says where to look."""
    try:
        verb(current_user, step, **facts)
    except Conflict as problem:
        url = url_for(".show", assignment_id=assignment.id)
        raise Conflict(problem.code, **problem.facts, url=url) from None


def _step(assignment_id: int, step_id: int) -> tuple[Assignment, Step]:
    assignment = led(assignment_id)
    return assignment, queries.step(current_user, assignment, step_id)


def _added(assignment: Assignment, form: StepForm) -> bool:
    """Whether the step could be added; a refusal is put on its field."""
    person = queries.colleague(assignment, form.person_id.data)
    facts = {"title": form.clean["title"], "due_on": form.due_on.data}
    try:
        actions.add_step(current_user, assignment, person=person, **facts)
    except Refused as problem:
        refuse(form, problem, "title" if problem.code == "steps_full" else "due_on")
        return False
    except Conflict as problem:
        meet(problem, assignment, form, None, page)
    return True


def _edited(assignment: Assignment, step: Step, form: EditStepForm) -> None:
    person = queries.colleague(assignment, form.person_id.data)
    facts = {"title": form.clean["title"], "due_on": form.due_on.data, "seen": form.version.data}
    actions.edit_step(current_user, step, person=person, **facts)


def _page(assignment: Assignment, form: EditStepForm, step: Step) -> str:
    offer(form, assignment)
    return render_template(
        "handling/step.html",
        assignment=assignment,
        title=title(assignment.task.text),
        step=step,
        form=form,
        is_open=rules.may_arrange(assignment.state),
    )
