"""All targets, and one with its parts."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.targets import queries
from tracker.targets.forms import SearchForm
from tracker.targets.rules import Reach
from tracker.targets.views.blueprint import bp
from tracker.web.forms import chosen_id


@bp.get("")
def index() -> str:
    asked, today = SearchForm(request.args), clock.today()
    directive_id, slow = chosen_id(asked.van_ban.data), bool(asked.cham.data)
    after = request.args.get("sau")
    month = bool(asked.ky.data) and not slow
    page = (
        None
        if slow
        else queries.listed(current_user, today, directive_id=directive_id, without_figure=month, after=after)
    )
    rows = queries.behind(current_user, today) if page is None else page.rows
    following = page.next_key if page else None
    more = url_for(".index", van_ban=directive_id, ky=month or None, sau=following) if following else None
    facts = {"slow": slow, "month": month, "directive_id": directive_id, "next_url": more}
    facts["may_urge"] = policy.may(current_user, "reminder.urge")
    return render_template("targets/index.html", rows=rows, days=queries.month(today), **facts)


@bp.get("/<int:target_id>")
def show(target_id: int) -> str:
    row = queries.row(current_user, target_id, clock.today())
    page = queries.shares(current_user, target_id, request.args.get("sau"))
    return render_template(
        "targets/show.html",
        row=row,
        page=page,
        reaches={part.id: Reach(part.planned, part.actual) for part in page.rows},
        revisions=queries.revisions(target_id) if current_user.sees_all else (),
        may_change=policy.may(current_user, "target.edit"),
        next_url=url_for(".show", target_id=target_id, sau=page.next_key) if page.next_key else None,
    )
