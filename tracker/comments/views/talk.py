"""The thread of an assignment: reading it, writing in it, correcting and taking back one's own words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.assignments.models import Assignment
from tracker.comments import actions, naming, queries, rules
from tracker.comments.forms import CommentForm, CorrectForm, WithdrawCommentForm
from tracker.comments.models import Comment
from tracker.comments.views.thread import is_open, thread_facts
from tracker.errors import Conflict, Refused
from tracker.files.views import take
from tracker.tasks.rules import title
from tracker.web.sentences import register, sentence

bp = Blueprint("comments", __name__)

FIELD_OF = {"comment_empty": "text", "reader_gone": "meant"}
"""Which field of the form a refusal concerns; refusals of files come with the file's name."""

register(
    {
        "comment_empty": lazy_gettext("Write the comment."),
        "comment_late": lazy_gettext(
            "A comment can be corrected or taken back within %(hours)s hours; that time has passed."
        ),
        "reader_gone": lazy_gettext("Somebody chosen cannot see this work any more: choose again."),
        "comment_gone": lazy_gettext("This comment has been taken back."),
    }
)


@bp.get("/phan-cong/<int:assignment_id>/trao-doi")
def index(assignment_id: int) -> str:
    return _page(queries.place(current_user, assignment_id))


@bp.post("/phan-cong/<int:assignment_id>/trao-doi")
def create(assignment_id: int) -> Any:
    assignment, form = queries.place(current_user, assignment_id), CommentForm(scope="comment")
    known = naming.names(assignment, naming.readers(assignment, clock.today()))
    made = _written(assignment, form) if form.ok else None
    if made is None:
        return _page(queries.place(current_user, assignment_id), form), 422
    unclear = ", ".join(f"“@{each}”" for each in rules.meant(form.text.data, known).unclear)
    if unclear:
        flash(
            gettext("Sent. %(words)s may be several people, so nobody was told by it.", words=unclear), "soon"
        )
    else:
        flash(gettext("The comment has been sent."))
    return redirect(_place(made), 303)


@bp.get("/trao-doi/<int:comment_id>/sua")
def edit(comment_id: int) -> str:
    comment = queries.comment(current_user, comment_id)
    return _edit_page(comment, CorrectForm(formdata=None, obj=comment))


@bp.post("/trao-doi/<int:comment_id>/sua")
def update(comment_id: int) -> Any:
    comment, form = queries.comment(current_user, comment_id), CorrectForm()
    assignment = queries.place(current_user, comment.assignment_id)
    if not form.ok:
        return _edit_page(comment, form), 422
    try:
        actions.correct_comment(
            current_user, comment, assignment, text=form.text.data, version=form.version.data
        )
    except Conflict as problem:
        raise Conflict(problem.code, **problem.facts | {"url": _place(comment)}) from None
    flash(gettext("The comment has been corrected."))
    return redirect(_place(comment), 303)


@bp.post("/trao-doi/<int:comment_id>/rut")
def withdraw(comment_id: int) -> Any:
    comment = queries.comment(current_user, comment_id)
    if not WithdrawCommentForm().ok:
        raise Refused("422")
    actions.withdraw_comment(current_user, comment)
    flash(gettext("The comment has been taken back."))
    return redirect(_place(comment), 303)


def _written(assignment: Assignment, form: CommentForm) -> Comment | None:
    """Write what a valid form says; None when refused, with the reason on its field."""
    try:
        return actions.write_comment(current_user, assignment, **form.facts, kept=take(form.files.data or []))
    except Refused as problem:
        form.refuse(FIELD_OF.get(problem.code, "files"), sentence(problem.code, problem.facts, 422))
        return None


def _place(comment: Any) -> str:
    """Where a comment is read; `comment` may be what the same form made before."""
    known = queries.assignment_of(comment.id)
    return f"{url_for('assignments.show', assignment_id=known)}#y-kien-{comment.id}"


def _page(assignment: Assignment, form: CommentForm | None = None) -> str:
    return render_template(
        "comments/index.html",
        title=title(assignment.task.text),
        **thread_facts(current_user, assignment, before=request.args.get("truoc"), form=form),
    )


def _edit_page(comment: Comment, form: CorrectForm) -> str:
    return render_template(
        "comments/edit.html",
        comment=comment,
        form=form,
        may_correct=is_open(current_user, comment.author_id, comment),
        back=_place(comment),
        withdraw_form=WithdrawCommentForm(formdata=None, scope="withdraw"),
    )
