"""What a page shows of the comments on an assignment, gathered once."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext

from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.assignments.rules import may_withdraw
from tracker.comments import labels, naming, queries
from tracker.comments.forms import CommentForm
from tracker.comments.queries import LATEST
from tracker.comments.rules import Standing
from tracker.files import queries as files
from tracker.paging import PAGE
from tracker.settings.queries import office_rules


def thread_facts(
    viewer: Viewer,
    assignment: Assignment,
    *,
    before: str | None = None,
    whole: bool = True,
    form: CommentForm | None = None,
) -> dict[str, Any]:
    """The facts of `comments/_thread.html` for an assignment read with its bodies; `form` comes back with errors.

    Not `whole`, as on the page of the work: the last few, and the form without whom and which files to choose from.
    """
    standing = queries.standing(viewer, assignment)
    thread = queries.thread(assignment.id, before, PAGE if whole else LATEST)
    if standing is not None:
        form = form or CommentForm(formdata=None, scope="comment")
        if standing.side == "coordinating":
            form.text.label.text = gettext("Opinion or result of your body's part")
    if standing is not None and form is not None and whole:
        people = naming.readers(assignment, clock.today())
        form.offer(naming.parties(assignment), people, viewer.id)
        if standing.body_id is not None:
            form.earlier.offer_files(files.earlier(viewer, standing.body_id))
    return {
        "assignment": assignment,
        "comment_form": form,
        "thread": thread,
        "speaks": standing,
        "helping": _helping(assignment, standing),
        "sides": labels.sides(),
        "older_url": url_for("comments.index", assignment_id=assignment.id, truoc=thread.next_key)
        if thread.next_key
        else None,
        "may_correct": [
            said.row.comment_id for said in thread.rows if is_open(viewer, said.row.id, said.row)
        ],
    }


def is_open(viewer: Viewer, author_id: int, row: Any) -> bool:
    """Whether the viewer may still correct a comment of this author's or take it back."""
    is_own = author_id == viewer.id and row.withdrawn_at is None
    return is_own and may_withdraw(row.written_at, clock.now(), office_rules().withdraw_hours)


def _helping(assignment: Assignment, standing: Standing | None) -> Coordinator | None:
    """As whom the viewer's body works with the lead, None for the lead itself and everybody else."""
    if standing is None or standing.side != "coordinating":
        return None
    return next(each for each in assignment.coordinators if each.body_id == standing.body_id)
