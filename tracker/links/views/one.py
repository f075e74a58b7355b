"""One piece of work: its form, the report, the receipt, taking it back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.assignments import labels
from tracker.assignments.actions import withdraw_report
from tracker.assignments.forms import ReportForm
from tracker.assignments.models import Assignment
from tracker.assignments.queries import contacts, latest_report, soon_on
from tracker.assignments.rules import may_report
from tracker.assignments.views import report as post
from tracker.db import db
from tracker.errors import Conflict, NotFound, Refused
from tracker.files import queries as files
from tracker.links import queries, rules
from tracker.links.forms import WithdrawForm
from tracker.links.models import MailedLink
from tracker.links.receipt import receipt_facts
from tracker.links.views.door import bp, closed, open_works, opened, reporter_of, to_sign_in
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title


@bp.get("/<code>")
@opened
def show(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    try:
        work = queries.work(holder, _wanted(link))
    except NotFound:
        if "viec" in request.args:
            raise
        return closed(code)  # the work is another body's by now: a letter of theirs leads to it
    if work.task.directive.demands_sign_in:
        return to_sign_in(work)
    said, proposal = (
        rules.SAID_BY.get(_asked()),
        gettext("More time, until ") if _asked() == "gia-han" else "",
    )
    form = ReportForm(formdata=None, reporter=reporter_of(holder, link), status=said, proposal=proposal)
    return _page(code, link, holder, work, form)


@bp.post("/<code>")
@opened
def create_report(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    work = queries.work(holder, _wanted(link))
    if work.task.directive.demands_sign_in:
        return to_sign_in(work)
    form, work_id, before = ReportForm(), work.id, queries.last_report_id(holder, work.id)
    if not _named(form) or (made := _posted(link, holder, work, form)) is None:
        return _page(code, link, holder, queries.work(holder, work_id), form), 422
    again = "1" if before is not None and made <= before else None
    return redirect(url_for(".sent", code=code, viec=work_id, truoc=again), 303)


@bp.get("/<code>/da-gui")
@opened
def sent(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    work = queries.work(holder, _wanted(link))
    if (latest := latest_report(holder, work.id)) is None:
        return redirect(url_for(".show", code=code, viec=work.id))
    works, following = open_works(holder)
    others = [row for row in works if row.id != work.id]
    return render_template(
        "links/sent.html",
        code=code,
        form=WithdrawForm(formdata=None, report=latest.id),
        is_repeat="truoc" in request.args,
        works=others[:5],
        many=f"{len(others)}+" if following else len(others),
        **receipt_facts(work, latest),
    )


@bp.post("/<code>/rut-lai")
@opened
def withdraw(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    form = WithdrawForm()
    if not form.ok:
        raise Refused("422")
    report = queries.report(holder, form.report.data)
    withdraw_report(holder, report)
    flash(gettext("The report has been withdrawn."))
    return redirect(url_for(".show", code=code, viec=report.assignment_id), 303)


def _wanted(link: MailedLink) -> int:
    """Which work the page is about: the link's own, or another of the same body (`?viec=`)."""
    return request.args.get("viec", type=int) or link.assignment_id


def _asked() -> str:
    """What was pressed in the letter or on the page: it wins over what this phone kept of an unsent report."""
    asked = request.args.get("kq", "")
    return asked if asked in rules.SAID_BY else ""


def _named(form: ReportForm) -> bool:
    """Valid, and somebody stands for it: without a password the name is the only one there is."""
    valid = form.ok
    if not form.reporter.data:
        form.refuse("reporter", gettext("Write who reports."))
    return valid and not form.errors


def _posted(link: MailedLink, holder: LinkHolder, work: Assignment, form: ReportForm) -> int | None:
    """The report's id, also when the same words stand there already: a line that broke makes people send twice."""
    said = {"status": form.status.data, "note": form.clean["note"], "reporter": form.clean["reporter"]}
    is_plain = not any(form.files.data or []) and form.status.data != "difficulty"
    if is_plain and (same := queries.same_report(holder, work, **said)) is not None:
        return same
    try:
        return post(queries.holder_of(link, said["reporter"]), work, form)
    except Conflict:
        db.session.rollback()
        if (
            is_plain
            and (same := queries.same_report(holder, queries.work(holder, work.id), **said)) is not None
        ):
            return same
        raise


def _page(code: str, link: MailedLink, holder: LinkHolder, work: Assignment, form: ReportForm) -> str:
    form.earlier.offer_files(files.earlier(holder, link.body_id))
    return render_template(
        "links/show.html",
        code=code,
        link=link,
        work=work,
        title=title(work.task.text),
        marks=labels.Marks(clock.today(), soon_on()).of(work),
        source=labels.source(work.task.directive.title, work.task.section),
        form=form,
        latest=latest_report(holder, work.id),
        standing=queries.standing_decision(holder, work),
        decided=labels.decided(),
        people=contacts(link.body_id, clock.today()),
        asked=_asked(),
        may_report=may_report(work.state, "done"),
        adding=work.state == "submitted" and "ghi" not in request.args and not form.errors,
        may_ask=work.due_on is not None and may_report(work.state, "doing"),
        office=office_rules(),
    )
