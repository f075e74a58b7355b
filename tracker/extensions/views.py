"""Requests for a later day: asked by a body, decided by a leader or written down by the office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.access import policy
from tracker.access.actors import is_office
from tracker.assignments import queries as assignments
from tracker.assignments.models import Assignment
from tracker.assignments.rules import OWED
from tracker.errors import Conflict, Refused
from tracker.extensions import actions, queries
from tracker.extensions.forms import AskForm, DecideForm
from tracker.extensions.labels import extension_said
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title
from tracker.web.htmx import is_htmx, swap
from tracker.web.sentences import register, sentence

bp = Blueprint("extensions", __name__, url_prefix="/gia-han")
bp.add_app_template_filter(extension_said)

FIELD_OF = {"reason_needed": "reason", "document_needed": "document"}

register(
    {
        "extension_not_owed": lazy_gettext(
            "This work waits for nothing from the body, so its day is not moved."
        ),
        "extension_no_day": lazy_gettext("This work has no due day to move."),
        "extension_late": lazy_gettext(
            "An extension is asked for before the due day; after it only the leader moves the day."
        ),
        "extension_too_near": lazy_gettext(
            "An extension is asked for at least %(days)s working days before the due day; now only the leader moves it."
        ),
        "extension_times": lazy_gettext(
            "This work was given more time %(times)s times already; a body cannot ask for more."
        ),
        "extension_not_later": lazy_gettext("The new day must be later than the due day."),
        "extension_pending": lazy_gettext("A request for this work already waits for its decision."),
        "document_needed": lazy_gettext("Write the document that carries the leader's decision."),
        "decided": lazy_gettext("This request has been decided meanwhile."),
    }
)


@bp.get("")
def index() -> str:
    return _queue()


@bp.get("/phan-cong/<int:assignment_id>")
def new(assignment_id: int) -> str:
    assignment = assignments.card(current_user, assignment_id)
    return _form_page(assignment, AskForm(formdata=None))


@bp.post("/phan-cong/<int:assignment_id>")
def create(assignment_id: int) -> Any:
    assignment, form = assignments.card(current_user, assignment_id), AskForm()
    if form.ok:
        try:
            actions.ask(current_user, assignment, **form.clean)
        except Refused as problem:
            form.refuse(FIELD_OF.get(problem.code, "new_due_on"), sentence(problem.code, problem.facts, 422))
    if form.errors:
        return _form_page(assignment, form), 422
    flash(gettext("The request has gone to the office; the due day stays until it is decided."))
    return redirect(url_for("assignments.show", assignment_id=assignment_id), 303)


@bp.post("/<int:extension_id>/quyet-dinh")
def create_decision(extension_id: int) -> Any:
    extension, form = queries.card(current_user, extension_id), DecideForm(scope=f"e{extension_id}")
    if form.ok:
        try:
            _decide(extension, form)
        except Refused as problem:
            field = "note" if problem.code == "reason_needed" else "document"
            form.refuse(field, sentence(problem.code, problem.facts, 422))
    return _refused(extension_id, form) if form.errors else _decided(extension_id)


def _decided(extension_id: int) -> Any:
    """What was decided in the place of its row, or the queue again."""
    said = gettext("The decision has been recorded; the body is told by letter.")
    if not is_htmx():
        flash(said)
    return swap(
        "extensions/swaps/decided.html",
        otherwise=url_for(".index"),
        row=queries.row(current_user, extension_id),
        left=queries.waiting_count(current_user),
        said=said,
        title_of=title,
    )


def _refused(extension_id: int, form: DecideForm) -> Any:
    """The form again with its errors: in the place of its row, or on the whole page."""
    if not is_htmx():
        return _queue(extension_id, form), 422
    row = queries.row(current_user, extension_id)
    return render_template("extensions/swaps/refused.html", row=row, form=form, **_around()), 422


def _decide(extension: Any, form: DecideForm) -> None:
    try:
        actions.decide(
            current_user,
            extension,
            granted=form.granted.data == "yes",
            note=form.clean["note"],
            document=form.clean["document"],
        )
    except Conflict as problem:
        raise Conflict(problem.code, **problem.facts, url=url_for(".index")) from None


def _form_page(assignment: Assignment, form: AskForm) -> str:
    bar, facts = queries.barred(current_user, assignment), queries.limit_facts()
    return render_template(
        "extensions/new.html",
        assignment=assignment,
        title=title(assignment.task.text),
        form=form,
        bar=bar and sentence(bar, facts, 422),
        limits=facts,
    )


def _queue(chosen: int | None = None, form: DecideForm | None = None) -> str:
    """The queue; `form` is the one that came back with errors, for the request `chosen`."""
    decided = request.args.get("xem") == "da-quyet-dinh"
    page = queries.rows(current_user, decided=decided, after=request.args.get("sau"))
    forms = {row.id: DecideForm(formdata=None, scope=f"e{row.id}") for row in page.rows}
    if chosen is not None and form is not None:
        forms[chosen] = form
    shown = "da-quyet-dinh" if decided else None
    return render_template(
        "extensions/index.html",
        page=page,
        decided=decided,
        forms=forms,
        refused=form,
        **_around(),
        next_url=url_for(".index", xem=shown, sau=page.next_key) if page.next_key else None,
    )


def _around() -> dict[str, Any]:
    """What every row needs to know besides itself."""
    return {
        "title_of": title,
        "may_decide": policy.may(current_user, "extension.decide"),
        "is_office": is_office(current_user),
        "limit": office_rules().extension_times,
        "owed": OWED,
    }
