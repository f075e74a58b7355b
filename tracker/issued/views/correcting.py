"""Corrections of what was issued, and a task added to it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake.plan import Plan
from tracker.intake.queries import all_names
from tracker.issued import actions, queries
from tracker.issued.forms import AddForm, CorrectForm, CorrectTaskForm, shown
from tracker.issued.views.blueprint import bp, refuse
from tracker.tasks.models import Task
from tracker.tasks.queries import card


@bp.get("/<int:directive_id>/dinh-chinh")
def correction(directive_id: int) -> str:
    directive = queries.standing(current_user, directive_id, "directive.correct")
    return _correct_page(directive, CorrectForm(formdata=None, data=shown(directive)))


@bp.post("/<int:directive_id>/dinh-chinh")
def create_correction(directive_id: int) -> Any:
    directive, form = queries.standing(current_user, directive_id, "directive.correct"), CorrectForm()
    if form.ok:
        try:
            actions.correct_directive(current_user, directive, version=form.version.data, **form.said)
        except Refused as problem:
            refuse(form, problem, "subject" if problem.code == "nothing_changed" else "reason")
    if form.errors:
        return _correct_page(directive, form), 422
    flash(gettext("Corrected; the former wording stays on the page."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


def _correct_page(directive: Directive, form: CorrectForm) -> str:
    return render_template("issued/correct.html", directive=directive, form=form)


@bp.get("/nhiem-vu/<int:task_id>/dinh-chinh")
def task_correction(task_id: int) -> str:
    task = queries.issued_task(current_user, card(current_user, task_id))
    names = ("text", "verb", "expected_output", "version")
    form = CorrectTaskForm(formdata=None, data={name: getattr(task, name) for name in names})
    return _correct_task_page(task, form)


@bp.post("/nhiem-vu/<int:task_id>/dinh-chinh")
def create_task_correction(task_id: int) -> Any:
    task, form = queries.issued_task(current_user, card(current_user, task_id)), CorrectTaskForm()
    if form.ok:
        try:
            actions.correct_task(current_user, task, version=form.version.data, **form.clean)
        except Refused as problem:
            refuse(form, problem, "text" if problem.code == "nothing_changed" else "reason")
    if form.errors:
        return _correct_task_page(task, form), 422
    flash(gettext("Corrected; whoever still has the task open is told by letter."))
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def _correct_task_page(task: Task, form: CorrectTaskForm) -> str:
    return render_template("issued/correct_task.html", task=task, form=form)


@bp.get("/<int:directive_id>/them-nhiem-vu")
def addition(directive_id: int) -> str:
    directive = queries.standing(current_user, directive_id, "task.add")
    return _add_page(directive, AddForm(formdata=None))


@bp.post("/<int:directive_id>/them-nhiem-vu")
def create_addition(directive_id: int) -> Any:
    directive, form = queries.standing(current_user, directive_id, "task.add"), AddForm()
    if not form.ok:
        return _add_page(directive, form), 422
    plan = queries.plan_of_adding(directive, form.change, form.section.data or "", clock.today())
    if request.form.get("do") != "give" or not _give(directive, form):
        return _add_page(directive, form, plan), 422 if form.errors else 200
    flash(gettext("The task was added and given out; each body gets one letter."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


def _give(directive: Directive, form: AddForm) -> bool:
    """Whether the task could be given out; a refusal is put on its field, and what was typed stays."""
    words = {name: form[name].data or "" for name in ("section", "reason", "document", "seen")}
    try:
        actions.add_to_issued(current_user, directive, change=form.change, **words)
    except Refused as problem:
        refuse(form, problem, "text")
    except Conflict as problem:
        if problem.code != "plan_changed":
            raise
        refuse(form, problem, "text")
    return not form.errors


def _add_page(directive: Directive, form: AddForm, plan: Plan | None = None) -> str:
    """The form, and once it is filled in, what giving the task out would do."""
    [planned] = plan.tasks if plan else [None]
    if plan is not None:
        form.seen.data = plan.mark
    facts = {"directive": directive, "form": form, "plan": plan, "planned": planned}
    return render_template("issued/add.html", names=all_names(), today=clock.today(), **facts)
