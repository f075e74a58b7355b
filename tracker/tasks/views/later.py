"""What may still be said of a task after issue: the date of its event, one more body."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.access import policy
from tracker.bodies import register
from tracker.errors import Refused
from tracker.extensions.actions import set_event_day
from tracker.intake.actions import give_to_body
from tracker.intake.queries.giving import plan_of_giving, without_task
from tracker.tasks import queries
from tracker.tasks.forms import EventForm, GiveForm
from tracker.tasks.models import Task
from tracker.tasks.views.task import bp
from tracker.web.sentences import sentence


@bp.get("/<int:task_id>/ngay")
def event_day(task_id: int) -> str:
    task = queries.card(current_user, task_id)
    policy.require(current_user, "task.date", task)
    return _event_page(task, EventForm(formdata=None, version=task.version, due_on=task.due_on))


@bp.post("/<int:task_id>/ngay")
def create_event_day(task_id: int) -> Any:
    task, form = queries.card(current_user, task_id), EventForm()
    policy.require(current_user, "task.date", task)
    if form.ok:
        try:
            set_event_day(current_user, task, version=form.version.data, **form.clean)
        except Refused as problem:
            field = "reason" if problem.code == "reason_needed" else "due_on"
            form.refuse(field, sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _event_page(queries.card(current_user, task_id), form), 422
    flash(gettext("The day has been entered for every body that has the task."))
    return redirect(url_for(".show", task_id=task_id), 303)


def _event_page(task: Task, form: EventForm) -> str:
    return render_template("tasks/event.html", task=task, form=form)


@bp.get("/<int:task_id>/giao-them")
def one_more(task_id: int) -> str:
    task = queries.card(current_user, task_id)
    policy.require(current_user, "task.give", task)
    return _give_page(task, _give_form(task, formdata=None, version=task.version))


@bp.post("/<int:task_id>/giao-them")
def create_one_more(task_id: int) -> Any:
    task = queries.card(current_user, task_id)
    policy.require(current_user, "task.give", task)
    form = _give_form(task)
    if form.ok:
        body = register.card(form.body_id.data)
        try:
            give_to_body(current_user, task, body, version=form.version.data, due_on=form.due_on.data)
        except Refused as problem:
            field = "due_on" if problem.code == "day_passed" else "body_id"
            form.refuse(field, sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _give_page(queries.card(current_user, task_id), form), 422
    flash(gettext("Given to one more body."))
    return redirect(url_for(".show", task_id=task_id), 303)


def _give_form(task: Task, **facts: Any) -> GiveForm:
    form = GiveForm(**facts)
    rows = without_task(current_user, task, clock.today())
    nobody = [SelectChoice(0, gettext("Choose a body"))] if rows else []  # nobody gets work by a slip
    form.body_id.choices = nobody + [SelectChoice(row.id, row.name) for row in rows]
    return form


def _give_page(task: Task, form: GiveForm) -> str:
    """The form; it asks for a day where the task's own has passed, which is the same for every body."""
    choices, today = form.body_id.choices, clock.today()
    due_on = plan_of_giving(task, choices[-1].value, today).tasks[0].due_on if choices else None
    return render_template("tasks/give.html", task=task, form=form, due_on=due_on, today=today)
