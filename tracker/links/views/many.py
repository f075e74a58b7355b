"""All of a body's open work on one page, several reports in one sending."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.assignments import listing
from tracker.errors import Conflict
from tracker.links import actions, queries
from tracker.links.forms import ManyForm, rows_form
from tracker.links.models import MailedLink
from tracker.links.views.door import bp, open_works, opened, reporter_of
from tracker.reviews.rules import next_begins_on
from tracker.settings.queries import office_rules


@bp.get("/<code>/tat-ca")
@opened
def all(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    rows, following = open_works(holder, request.args.get("sau"))
    asked = queries.demands(holder, [row.id for row in rows])
    form = rows_form(asked, formdata=None, reporter=reporter_of(holder, link))
    return _list(code, link, rows, form, following)


@bp.post("/<code>/tat-ca")
@opened
def create_reports(code: str, link: MailedLink, holder: LinkHolder) -> Any:
    rows, following = open_works(holder, request.args.get("sau"))
    form = rows_form(queries.demands(holder, [row.id for row in rows]))
    lost = form.lost(request.form)
    if not form.has_news(lost):
        return _list(code, link, rows, form, following), 422
    if form.said:
        _post(code, link, holder, form)
    if lost:
        flash(
            gettext("Not taken, because the work takes no report any more: %(number)s.", number=lost), "soon"
        )
    return redirect(url_for(".all", code=code, da="gui"), 303)


def _post(code: str, link: MailedLink, holder: LinkHolder, form: ManyForm) -> None:
    """All of them or none: where somebody was faster with one, what was typed is kept on the phone."""
    reporter = form.clean["reporter"]
    said = [(work, *form.said[work.id]) for work in queries.works(holder, form.said)]
    try:
        actions.post_reports(queries.holder_of(link, reporter), link, said=said, reporter_name=reporter)
    except Conflict as problem:
        raise Conflict(problem.code, **problem.facts, url=url_for(".all", code=code)) from None
    flash(ngettext("%(num)s report has been received.", "%(num)s reports have been received.", len(said)))


def _list(code: str, link: MailedLink, rows: list[listing.Row], form: ManyForm, following: str | None) -> str:
    office = office_rules()
    return render_template(
        "links/all.html",
        code=code,
        link=link,
        rows={row.id: row for row in rows},
        form=form,
        here=url_for(".create_reports", code=code, sau=request.args.get("sau")),
        next_url=url_for(".all", code=code, sau=following) if following else None,
        next_on=next_begins_on(clock.today(), office.period_first_day),
        is_sent="da" in request.args,
        office=office,
    )
