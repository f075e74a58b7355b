"""One task over all the bodies it was given to, what it serves and what serves it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments.labels import Marks
from tracker.assignments.queries import in_sight_of, soon_on
from tracker.errors import Refused
from tracker.issued.queries import changes
from tracker.tasks import actions, cascade, labels, queries
from tracker.tasks.forms import FindTaskForm, ServeForm
from tracker.tasks.models import Task
from tracker.tasks.rules import is_due_after
from tracker.web.sentences import register

bp = Blueprint("tasks", __name__, url_prefix="/nhiem-vu")

bp.add_app_template_global(labels.deadline_said, "deadline_said")
bp.add_app_template_global(labels.lower_said, "lower_said")
bp.add_app_template_global(is_due_after, "is_due_after")
register(labels.PROBLEMS)


@bp.get("/<int:task_id>")
def show(task_id: int) -> str:
    task = queries.card(current_user, task_id)
    seen, today = in_sight_of(current_user), clock.today()
    page = queries.body_rows(task.id, seen, request.args.get("sau"))
    return render_template(
        "tasks/show.html",
        task=task,
        page=page,
        marks=Marks(today, soon_on()),
        figures=queries.figures(task.id, seen, today),
        next_url=url_for(".show", task_id=task.id, sau=page.next_key) if page.next_key else None,
        **_rights(task),
        changes=changes(current_user, task.directive, task.id),
        **_ladder(task),
    )


def _rights(task: Task) -> dict[str, bool]:
    """What this viewer may still do to the task; nothing more where its directive stands no more."""

    def may(verb: str) -> bool:
        return task.directive.stands and policy.may(current_user, verb, task)

    return {
        "may_date": task.deadline_kind == "event" and may("task.date"),
        "may_help_date": may("coordinator.date"),
        "may_give": may("task.give"),
        "may_correct": may("task.correct"),
    }


def _ladder(task: Task) -> dict[str, Any]:
    """What the task serves and what serves it, with how far each has got."""
    seen, today = in_sight_of(current_user), clock.today()
    upper = cascade.served(current_user, task)
    below = cascade.lower_rows(current_user, task.id, seen, today, request.args.get("duoi"))
    return {
        "upper": upper,
        "upper_figures": queries.figures(upper.id, seen, today) if upper else None,
        "below": below,
        "below_url": url_for(".show", task_id=task.id, duoi=below.next_key) if below.next_key else None,
        "lower": cascade.lower_roll_ups(current_user, task.directive_id, seen, today).get(task.id),
        "may_tie": policy.may(current_user, "task.serve", task),
    }


@bp.get("/<int:task_id>/phuc-vu")
def serves(task_id: int) -> str:
    task, form = cascade.servant(current_user, task_id), FindTaskForm(request.args)
    words = form.tim.data or "" if form.ok else ""
    return render_template(
        "tasks/serves.html",
        task=task,
        upper=cascade.served(current_user, task),
        found=queries.servable(current_user, task, words),
        words=words,
        find=form,
        form=ServeForm(formdata=None, version=task.version),
    )


@bp.post("/<int:task_id>/phuc-vu")
def create_service(task_id: int) -> Any:
    task, form = cascade.servant(current_user, task_id), ServeForm()
    if not form.ok:
        raise Refused("422")
    chosen = form.upper_id
    upper = queries.card(current_user, chosen) if chosen is not None else None
    actions.serve(current_user, task, version=form.version.data, upper=upper)
    flash(gettext("Saved."))
    if task.state == "issued":
        return redirect(url_for(".show", task_id=task_id), 303)
    return redirect(url_for("directives.show", directive_id=task.directive_id, _anchor=f"nv-{task_id}"), 303)
