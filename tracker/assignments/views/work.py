"""A body's own list, the page of one assignment, reports, and the office's answer to them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access.actors import is_office
from tracker.assignments import actions, labels, listing, queries
from tracker.assignments.forms import (
    DecisionForm,
    NextForm,
    OfficeReportForm,
    ReportForm,
    ReturnForm,
    WithdrawForm,
)
from tracker.assignments.models import Assignment
from tracker.assignments.page import may_take_back, page_facts
from tracker.difficulties import queries as difficulties
from tracker.difficulties.actions import report_difficulty
from tracker.errors import Conflict, Refused
from tracker.files.views import take
from tracker.settings.queries import office_rules
from tracker.targets import queries as targets
from tracker.tasks.rules import title
from tracker.web.gate import viewer_now
from tracker.web.htmx import is_htmx, refused, swap
from tracker.web.local_path import local_path
from tracker.web.sentences import register, sentence

bp = Blueprint("assignments", __name__)

FIELD_OF = {
    "file_needed": "files",
    "result_in_future": "result_on",
    "difficulty_words": "what",
    "told_by_needed": "reporter",
    "told_on_wrong": "told_on",
    "told_paper_needed": "paper",
}
"""Which field of the report a refusal concerns; refusals of files come with the file's name."""

register(
    {
        "moved_on": lazy_gettext("This work has moved on since you opened the page."),
        "file_needed": lazy_gettext("The directive asks for a file as evidence: add one."),
        "result_in_future": lazy_gettext("The document's date is in the future."),
        "told_by_needed": lazy_gettext("Name who of the body told the office."),
        "told_on_wrong": lazy_gettext(
            "The day lies between %(first)s, when the body got the work, and today."
        ),
        "told_paper_needed": lazy_gettext("Give the number and day of the paper."),
        "reason_needed": lazy_gettext("Give the reason; the body reads it."),
        "withdraw_late": lazy_gettext(
            "A report can be withdrawn within %(hours)s hours; that time has passed."
        ),
        "withdraw_not_last": lazy_gettext("Only the latest report can be withdrawn."),
        "period_closed": lazy_gettext(
            "The review period of that day is closed; its figures no longer change."
        ),
    }
)


@bp.get("/viec")
def index() -> str:
    viewer, today, soon = viewer_now(), clock.today(), queries.soon_on()
    view = request.args.get("xem", "owed")
    view = view if view in queries.VIEWS else "owed"
    facts = listing.Facts(
        view=view,
        page=queries.own_rows(viewer, view, today, soon, request.args.get("sau")),
        counts=queries.own_counts(viewer, today, soon),
        bodies=queries.own_names(viewer),
        obstacles=difficulties.open_of_bodies(viewer),
        today=today,
        soon_on=soon,
        office=office_rules(),
    )
    words = listing.heading(facts) | {"figures": targets.owed(viewer, today), "month": targets.month(today)}
    return render_template("assignments/index.html", **words, list=listing.own_list(facts))


@bp.get("/phan-cong/<int:assignment_id>")
def show(assignment_id: int) -> str:
    assignment = queries.card(current_user, assignment_id)
    facts = page_facts(current_user, assignment, asked="ghi" in request.args)
    return render_template("assignments/show.html", **facts)


@bp.post("/phan-cong/<int:assignment_id>/bao-cao")
def create_report(assignment_id: int) -> Any:
    viewer, office = viewer_now(), office_rules()
    assignment = queries.bare(viewer, assignment_id)
    form = OfficeReportForm() if is_office(viewer) else ReportForm()
    posted = report(viewer, assignment, form) if form.ok else None
    if posted is None:
        facts = page_facts(viewer, queries.card(viewer, assignment_id), report_form=form)
        return refused("assignments/swaps/report_refused.html", page="assignments/show.html", **facts)
    return swap(
        "assignments/swaps/report_posted.html",
        otherwise=url_for(".show", assignment_id=assignment_id),
        assignment=assignment,
        report=queries.report(viewer, assignment, posted),
        marks=listing.marks_of(clock.today(), clock.today()).of(assignment),
        office=office,
    )


def report(actor: Any, assignment: Assignment, form: ReportForm) -> int | None:
    """Post what a valid form says; its report's id, or None when refused, with the reason on its field."""
    try:
        facts = form.facts | {"kept": take(form.files.data or [])}
        if form.status.data == "difficulty":
            made = report_difficulty(actor, assignment, **form.difficulty, **facts)
            return difficulties.report_of(made.id)
        g.made = actions.post_report(
            actor, assignment, status=form.status.data, **facts
        )  # alive: not read again
        return int(g.made.id)
    except Refused as problem:
        form.refuse(FIELD_OF.get(problem.code, "files"), sentence(problem.code, problem.facts, 422))
        return None


@bp.post("/phan-cong/<int:assignment_id>/tiep-nhan")
def create_acceptance(assignment_id: int) -> Any:
    actions.accept(current_user, queries.bare(current_user, assignment_id))
    return _moved(assignment_id, gettext("Receipt of the work has been recorded."))


@bp.post("/phan-cong/<int:assignment_id>/rut-lai")
def withdraw(assignment_id: int) -> Any:
    card = queries.card(current_user, assignment_id)
    form = WithdrawForm()
    chosen = next((each for each in card.reports if form.ok and each.id == form.report.data), None)
    if chosen is None:
        raise Refused("422")
    actions.withdraw_report(current_user, chosen)
    return _moved(assignment_id, gettext("The report has been withdrawn."))


@bp.post("/phan-cong/<int:assignment_id>/xac-nhan")
def create_confirmation(assignment_id: int) -> Any:
    assignment, form = queries.bare(current_user, assignment_id), DecisionForm()
    if not form.ok:
        raise Refused("422")
    try:
        actions.confirm(current_user, assignment, seen=form.version.data)
    except Conflict as problem:
        raise compared(problem, assignment) from None
    return _moved(assignment_id, gettext("Completion has been confirmed; the body is told by letter."))


@bp.post("/phan-cong/<int:assignment_id>/tra-lai")
def create_return(assignment_id: int) -> Any:
    assignment, form = queries.bare(current_user, assignment_id), ReturnForm()
    if not form.ok:
        facts = page_facts(current_user, queries.card(current_user, assignment_id), return_form=form)
        return refused("assignments/swaps/return_refused.html", page="assignments/show.html", **facts)
    try:
        actions.return_for_rework(current_user, assignment, reason=form.reason.data, seen=form.version.data)
    except Conflict as problem:
        raise compared(problem, assignment, mine=form.reason.data) from None
    return _moved(assignment_id, gettext("Returned to the body with your reason."))


def compared(problem: Conflict, assignment: Assignment, mine: str = "") -> Conflict:
    """The same conflict with where to look, and both texts where the office has typed one."""
    facts = problem.facts | {"url": url_for(".show", assignment_id=assignment.id)}
    if mine:
        facts |= {"mine": mine} | last_word(queries.card(current_user, assignment.id))
    return Conflict(problem.code, **facts)


def last_word(card: Assignment) -> dict[str, str]:
    """What was said last of an assignment, and by whom: the office's decision where one came after the report."""
    reports = [each for each in card.reports if each.withdrawn_at is None]
    if card.decisions and (not reports or card.decisions[-1].decided_at >= reports[-1].reported_at):
        decision = card.decisions[-1]
        said = labels.decided()[decision.verb]
        return {"theirs": f"{said} {decision.reason}".strip(), "who": decision.decided_by}
    return {"theirs": reports[-1].note, "who": reports[-1].reporter_name} if reports else {}


def _moved(assignment_id: int, said: str) -> Any:
    """The answer to a decision: panel and state change on the page, or back to where the button was pressed."""
    back = local_path(NextForm().next.data)
    if not is_htmx():
        flash(said)
        return redirect(back or url_for(".show", assignment_id=assignment_id), 303)
    card = queries.card(current_user, assignment_id)
    if back:
        return render_template(
            "assignments/swaps/decided_in_list.html",
            said=said,
            assignment=card,
            title=title(card.task.text),
            may_take_back=may_take_back(current_user, card),
            left=queries.waiting_count(current_user),
            next=back,
        )
    left = queries.waiting_count(current_user) if current_user.sees_all else None
    return render_template(
        "assignments/swaps/moved.html", said=said, left=left, **page_facts(current_user, card)
    )
