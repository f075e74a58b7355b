"""One task of a draft: corrected, cut, joined, dropped, added."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, render_template, request
from flask_login import current_user

from tracker import clock
from tracker.errors import Conflict, Refused
from tracker.intake import actions, queries
from tracker.intake.forms import CardForm, EditTaskForm, SplitForm, TaskForm, shown_task
from tracker.intake.plan import named
from tracker.intake.views.blueprint import bp, draft_url, redrawn
from tracker.tasks.models import Task
from tracker.web.forms import VersionedForm
from tracker.web.htmx import refused
from tracker.web.sentences import sentence

VERBS: dict[str, Callable[..., Any]] = {
    "accept": actions.accept_task,
    "drop": actions.drop_task,
    "restore": actions.restore_task,
    "merge": actions.merge_tasks,
    "up": partial(actions.move_task, places=-1),
    "down": partial(actions.move_task, places=1),
}
EVER = ("draft", "issued", "withdrawn")  # what was typed while the draft was closed is shown back, not lost
TASK = "/<int:directive_id>/nhiem-vu/<int:task_id>"


@bp.post(TASK)
def update_task_state(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    form = CardForm()
    if not form.ok or form.verb.data not in VERBS:
        raise Refused("422")
    VERBS[form.verb.data](current_user, task, version=form.version.data)
    return redrawn(directive_id, form.next or task_id)


@bp.get(f"{TASK}/sua")
def edit_task(directive_id: int, task_id: int) -> str:
    task = queries.task_of_draft(current_user, directive_id, task_id)
    chosen = {role: [a.words for a in task.addressees if a.role == role] for role in ("lead", "coordinating")}
    then = {"then": request.args.get("tiep", "")}
    form = EditTaskForm(scope=f"sua-{task_id}", data=shown_task(task) | chosen | then)
    return render_template("intake/edit_task.html", **_editing(task, form))


@bp.post(f"{TASK}/sua")
def update_task(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id, EVER)
    form = EditTaskForm(scope=f"sua-{task_id}")
    offer(form, task)
    if not form.ok:
        return refused("intake/_edit_form.html", page="intake/edit_task.html", **_editing(task, form))
    try:
        actions.edit_task(current_user, task, version=form.version.data, change=form.change)
    except Conflict as conflict:
        theirs = overtaken(conflict, task, form)
        facts = _editing(theirs, form, last_by=queries.last_by(theirs))
        return refused("intake/_edit_form.html", page="intake/edit_task.html", status=409, **facts)
    return redrawn(directive_id, form.next or task_id)


def overtaken(conflict: Conflict, task: Task, form: VersionedForm) -> Task:
    """The task as somebody else saved it meanwhile; the form keeps what was typed and will be saved over it if sent.

    Raises the conflict again where saving is not possible any more.
    """
    if conflict.code != "stale":
        raise conflict
    theirs = queries.task_of_draft(current_user, task.directive_id, task.id)
    form.carry(theirs.version)
    if isinstance(form, SplitForm):
        form.cuts.data = []  # the ticks were of sentences that are not these
    return theirs


def offer(form: TaskForm, task: Task) -> None:
    """The task's addressees as boxes, by their names in the register."""
    known = queries.register_for([task], clock.today())
    form.offer(named(task.addressees, "lead", known), named(task.addressees, "coordinating", known))


def _editing(task: Task, form: EditTaskForm, last_by: str | None = None) -> dict[str, Any]:
    """What the form for correcting a task shows; `last_by` is who saved it meanwhile."""
    offer(form, task)
    known = queries.register_for([task], clock.today())
    return {
        "directive": task.directive,
        "task": task,
        "form": form,
        "names": queries.all_names(),
        "last_by": last_by,
        "theirs": named(task.addressees, "lead", known),
    }


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
    whole = " ".join(task.text.split())
    form = SplitForm(scope=f"tach-{task_id}", data={"version": task.version, "whole": whole})
    return render_template("intake/split.html", **_splitting(task, form))


@bp.post(f"{TASK}/tach")
def create_split(directive_id: int, task_id: int) -> Any:
    task = queries.task_of_draft(current_user, directive_id, task_id, EVER)
    form = SplitForm(scope=f"tach-{task_id}")
    form.offer(task.text)
    if not form.ok:
        return refused("intake/_split_form.html", page="intake/split.html", **_splitting(task, form))
    try:
        actions.split_task(current_user, task, version=form.version.data, parts=form.parts(task.text))
    except Refused as problem:
        form.refuse("whole", sentence(problem.code, problem.facts, 422))
        return refused("intake/_split_form.html", page="intake/split.html", **_splitting(task, form))
    except Conflict as conflict:
        facts = _splitting(theirs := overtaken(conflict, task, form), form, queries.last_by(theirs))
        return refused("intake/_split_form.html", page="intake/split.html", status=409, **facts)
    return redrawn(directive_id, task_id)


def _splitting(task: Task, form: SplitForm, last_by: str | None = None) -> dict[str, Any]:
    form.offer(task.text)
    return {"directive": task.directive, "task": task, "form": form, "last_by": last_by, "theirs": ()}
