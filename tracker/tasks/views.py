"""One task over all the bodies it was given to."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.assignments.labels import Marks
from tracker.assignments.queries import in_sight_of, soon_on
from tracker.tasks import labels, queries

bp = Blueprint("tasks", __name__, url_prefix="/nhiem-vu")

bp.add_app_template_global(labels.deadline_said, "deadline_said")


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
    )
