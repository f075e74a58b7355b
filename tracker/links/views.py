"""The pages behind a mailed link: a body reports without a password. GET changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker import clock, keys
from tracker.access.actors import LinkHolder
from tracker.assignments import labels, listing
from tracker.assignments.actions import withdraw_report
from tracker.assignments.forms import ReportForm
from tracker.assignments.models import Assignment
from tracker.assignments.queries import contacts, latest_report, own_rows, soon_on
from tracker.assignments.rules import may_move, may_report
from tracker.assignments.views import report as post
from tracker.auth import rates
from tracker.errors import Refused
from tracker.files import queries as files
from tracker.links import actions, queries
from tracker.links.forms import RenewForm, WithdrawForm, rows_form
from tracker.links.models import MailedLink
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title

bp = Blueprint("links", __name__, url_prefix="/b")
HOUR = 3600  # seconds
READS, WRITES = 120, 30  # an hour and link


@bp.record_once
def use_key(state: BlueprintSetupState) -> None:
    """Codes are made with this deployment's key."""
    config = state.app.extensions["config"]
    actions.use(keys.link_key(config), config.base_url)


def opened(page: Callable[[str, MailedLink, LinkHolder], Any]) -> Callable[[str], Any]:
    """Give a page the living link behind its code, and its holder; unknown, expired and revoked ones are alike."""

    @wraps(page)
    def run(code: str) -> Any:
        link = queries.genuine(code, actions.link_key())
        if link is None or not queries.is_alive(link, clock.now()):
            return _closed(code)
        what, limit = ("post", WRITES) if request.method == "POST" else ("get", READS)
        rates.count(f"link:{what}:{link.id}", limit=limit, seconds=HOUR)
        return page(code, link, queries.holder_of(link))

    return run


@bp.get("/<code>")
@opened
def show(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    work = queries.work(holder, _wanted(link))
    if work.task.directive.demands_sign_in:
        return _to_sign_in(work)
    form = ReportForm(
        formdata=None,
        reporter=_reporter(holder, link),
        status="done" if _said_done() else None,
    )
    return _page(code, link, holder, work, form)


@bp.post("/<code>")
@opened
def create_report(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    work = queries.work(holder, _wanted(link))
    if work.task.directive.demands_sign_in:
        return _to_sign_in(work)
    form = ReportForm()
    speaker = queries.holder_of(link, form.reporter.data or "")
    if not _named(form) or not post(speaker, work, form):
        return _page(code, link, holder, work, form), 422
    return redirect(url_for(".sent", code=code, viec=work.id), 303)


@bp.get("/<code>/da-gui")
@opened
def sent(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    work = queries.work(holder, _wanted(link))
    if (latest := latest_report(holder, work.id)) is None:
        return redirect(url_for(".show", code=code, viec=work.id))
    return render_template(
        "links/sent.html",
        code=code,
        work=work,
        title=title(work.task.text),
        report=latest,
        may_withdraw=may_move(work.state, "withdraw"),
        form=WithdrawForm(formdata=None, report=latest.id),
        office=office_rules(),
        **_next_works(holder, but=work.id),
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


@bp.get("/<code>/tat-ca")
@opened
def all(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    rows = _open_works(holder)
    form = rows_form((row.id for row in rows), formdata=None, reporter=_reporter(holder, link))
    return _list(code, link, rows, form)


@bp.post("/<code>/tat-ca")
@opened
def create_reports(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    rows = _open_works(holder)
    form = rows_form(row.id for row in rows)
    if not form.ok:
        return _list(code, link, rows, form), 422
    said = [(work, *form.said[work.id]) for work in queries.works(holder, form.said)]
    speaker = queries.holder_of(link, form.reporter.data or "")
    actions.post_reports(speaker, link, said=said, reporter_name=form.clean["reporter"])
    flash(gettext("%(number)s reports have been received.", number=len(said)))
    return redirect(url_for(".all", code=code), 303)


@bp.post("/lien-ket-moi")
def renew() -> str:
    form = RenewForm()
    link = queries.genuine(form.code.data or "", actions.link_key()) if form.ok else None
    if link is not None:
        rates.count(f"link:renew:{link.id}", limit=3, seconds=HOUR)
        actions.renew(queries.holder_of(link), link)
    return render_template("links/renewed.html", office=office_rules())


def _closed(code: str) -> tuple[str, int]:
    form = RenewForm(formdata=None, code=code[:64])
    return render_template("links/closed.html", form=form, office=office_rules()), 404


def _wanted(link: MailedLink) -> int:
    """Which work the page is about: the link's own, or another of the same body (`?viec=`)."""
    return request.args.get("viec", type=int) or link.assignment_id


def _said_done() -> bool:
    """Whether the letter's "Đã xong" was pressed: it wins over what this phone kept of an unsent report."""
    return request.args.get("kq") == "xong"


def _to_sign_in(work: Assignment) -> Response:
    return redirect(url_for("auth.sign_in", next=f"/phan-cong/{work.id}"))


def _reporter(holder: LinkHolder, link: MailedLink) -> str:
    """The name that need not be typed: who last reported through a link, else the body's first contact."""
    people = contacts(link.body_id, clock.today())
    return queries.last_reporter(holder) or (people[0].name if people else "")


def _named(form: ReportForm) -> bool:
    """Valid, and somebody stands for it: without a password the name is the only one there is."""
    valid = form.ok
    if not form.reporter.data:
        form.refuse("reporter", gettext("Write who reports."))
    return valid and not form.errors


def _page(code: str, link: MailedLink, holder: LinkHolder, work: Assignment, form: ReportForm) -> str:
    form.earlier.offer_files(files.earlier(holder, link.body_id))
    latest = latest_report(holder, work.id)
    return render_template(
        "links/show.html",
        code=code,
        link=link,
        work=work,
        title=title(work.task.text),
        marks=labels.Marks(clock.today(), soon_on()).of(work),
        source=labels.source(work.task.directive.title, work.task.section),
        form=form,
        latest=latest,
        returned=queries.last_return(holder, work),
        people=contacts(link.body_id, clock.today()),
        said_done=_said_done(),
        may_report=may_report(work.state, "done"),
        adding=work.state == "submitted" and "ghi" not in request.args and not form.errors,
        may_ask=work.due_on is not None and clock.today() < work.due_on,
        office=office_rules(),
    )


def _open_works(holder: LinkHolder) -> list[listing.Row]:
    soon = soon_on()
    rows = own_rows(holder, "owed", clock.today(), soon).rows
    found = [row for row in rows if may_report(row.state, "done")]
    return listing.drawn(found, labels.Marks(clock.today(), soon))


def _next_works(holder: LinkHolder, but: int) -> dict[str, Any]:
    return {"works": [row for row in _open_works(holder) if row.id != but][:5]}


def _list(code: str, link: MailedLink, rows: list[listing.Row], form: Any) -> str:
    return render_template(
        "links/all.html",
        code=code,
        link=link,
        rows={row.id: row for row in rows},
        form=form,
        today=clock.today(),
        office=office_rules(),
    )
