"""Which bodies work with the leads of a task, and by when each is asked for its part."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.access import policy
from tracker.assignments.actions import add_helper, set_helping_date
from tracker.assignments.queries.helping import could_help, of_task
from tracker.errors import NotFound, Refused
from tracker.issued.actions import remove_helper
from tracker.tasks import queries
from tracker.tasks.forms import HelperForm, HelpingForm
from tracker.tasks.models import Task
from tracker.tasks.views.task import bp
from tracker.web.forms import Form
from tracker.web.sentences import sentence


@bp.get("/<int:task_id>/phoi-hop")
def helping(task_id: int) -> str:
    task = queries.card(current_user, task_id)
    policy.require(current_user, "coordinator.date", task)
    return _page(task)


@bp.post("/<int:task_id>/phoi-hop/<int:body_id>")
def update_helping(task_id: int, body_id: int) -> Any:
    task, form = queries.card(current_user, task_id), HelpingForm(scope=f"d{body_id}")
    policy.require(current_user, "coordinator.date", task)
    if form.ok:
        try:
            set_helping_date(current_user, task, body_id=body_id, due_on=form.due_on.data, was=form.seen_on)
        except Refused as problem:
            form.refuse("due_on", sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _page(queries.card(current_user, task_id), body_id, form), 422
    flash(gettext("Saved."))
    return redirect(url_for(".helping", task_id=task_id), 303)


@bp.post("/<int:task_id>/phoi-hop")
def create_helping(task_id: int) -> Any:
    task = queries.card(current_user, task_id)
    policy.require(current_user, "coordinator.add", task)
    form = _more(task)
    if form.ok:
        try:
            add_helper(current_user, task, body_id=form.body_id.data, due_on=form.due_on.data)
        except Refused as problem:
            field = "due_on" if problem.code == "helping_day_passed" else "body_id"
            form.refuse(field, sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _page(queries.card(current_user, task_id), more=form), 422
    flash(gettext("The body works on it with the leads, and is told by letter."))
    return redirect(url_for(".helping", task_id=task_id), 303)


@bp.post("/<int:task_id>/phoi-hop/<int:body_id>/thoi")
def create_helping_end(task_id: int, body_id: int) -> Any:
    task = queries.card(current_user, task_id)
    remove_helper(current_user, task, body_id=body_id)
    flash(gettext("The body works on it no longer."))
    return redirect(url_for(".helping", task_id=task_id), 303)


def _more(task: Task, **facts: Any) -> HelperForm:
    """The form for one more body; nobody is chosen beforehand."""
    form = HelperForm(scope="m", **facts)
    found = could_help(task.id, clock.today())
    form.body_id.choices = [SelectChoice(0, gettext("Choose a body"))] + [SelectChoice(*row) for row in found]
    return form


def _page(
    task: Task,
    chosen: int | None = None,
    form: HelpingForm | None = None,
    more: HelperForm | None = None,
) -> str:
    """The bodies with a form each; `form` is the one of the body `chosen` that came back with errors."""
    rows = of_task(task.id)
    forms = {
        row.body_id: HelpingForm(
            formdata=None, scope=f"d{row.body_id}", due_on=row.due_on, was=row.due_on or ""
        )
        for row in rows
    }
    if form is not None and chosen is not None:
        if chosen not in forms:
            raise NotFound("coordinator")
        forms[chosen] = form
    return render_template(
        "tasks/helping.html",
        task=task,
        rows=rows,
        forms=forms,
        refused=form or more,
        more=more or _more(task, formdata=None),
        plain=Form(formdata=None),
    )
