"""One task of a draft: corrected, cut, joined, dropped, added."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template
from flask_login import current_user

from tracker import clock
from tracker.errors import Refused
from tracker.intake import actions, queries
from tracker.intake.forms import CardForm, EditTaskForm, SplitForm, TaskForm, shown_task
from tracker.intake.plan import named
from tracker.intake.views.blueprint import bp, draft_url, redrawn
from tracker.tasks.models import Task
from tracker.web.sentences import sentence

VERBS = {
    "accept": actions.accept_task,
    "drop": actions.drop_task,
    "restore": actions.restore_task,
    "merge": actions.merge_tasks,
}
TASK = "/<int:directive_id>/nhiem-vu/<int:task_id>"


@bp.post(TASK)
def update_task_state(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    form = CardForm()
    if not form.ok or form.verb.data not in VERBS:
        raise Refused("422")
    VERBS[form.verb.data](current_user, task, version=form.version.data)
    return redrawn(directive_id, task_id)


@bp.get(f"{TASK}/sua")
def edit_task(directive_id: int, task_id: int) -> str:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    chosen = {role: [a.words for a in task.addressees if a.role == role] for role in ("lead", "coordinating")}
    form = EditTaskForm(data=shown_task(task) | chosen)
    return _edit_page(task, form)


@bp.post(f"{TASK}/sua")
def update_task(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    form = EditTaskForm()
    offer(form, task)
    if not form.ok:
        return _edit_page(task, form), 422
    actions.edit_task(current_user, task, version=form.version.data, change=form.change)
    return redirect(draft_url(directive_id, task_id), 303)


def offer(form: TaskForm, task: Task) -> None:
    """The task's addressees as boxes, by their names in the register."""
    known = queries.register_for([task], clock.today())
    form.offer(named(task.addressees, "lead", known), named(task.addressees, "coordinating", known))


def _edit_page(task: Task, form: EditTaskForm) -> str:
    offer(form, task)
    return render_template(
        "intake/edit_task.html",
        directive=task.directive,
        task=task,
        form=form,
        names=queries.all_names(),
    )


@bp.get("/<int:directive_id>/nhiem-vu/them")
def new_task(directive_id: int) -> str:
    directive = queries.draft_card(current_user, directive_id)
    names = queries.all_names()
    return render_template("intake/new_task.html", directive=directive, form=TaskForm(), names=names)


@bp.post("/<int:directive_id>/nhiem-vu/them")
def create_task(directive_id: int) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    form = TaskForm()
    if not form.ok:
        names = queries.all_names()
        return render_template("intake/new_task.html", directive=directive, form=form, names=names), 422
    made = actions.add_task(current_user, directive, change=form.change)
    return redirect(draft_url(directive_id, made.id), 303)


@bp.get(f"{TASK}/tach")
def split(directive_id: int, task_id: int) -> str:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    return _split_page(task, SplitForm(data={"version": task.version, "first": task.text}))


@bp.post(f"{TASK}/tach")
def create_split(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    form = SplitForm()
    form.offer(task.text)
    if not form.ok:
        return _split_page(task, form), 422
    try:
        actions.split_task(current_user, task, version=form.version.data, parts=form.parts(task.text))
    except Refused as refused:
        form.refuse("second", sentence(refused.code, refused.facts, 422))
        return _split_page(task, form), 422
    return redirect(draft_url(directive_id, task_id), 303)


def _split_page(task: Task, form: SplitForm) -> str:
    form.offer(task.text)
    return render_template("intake/split.html", directive=task.directive, task=task, form=form)
