"""First screens: who is late, what waits for the office, and where each role starts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.access.actors import is_office
from tracker.assignments.rules import silent_since
from tracker.errors import NotFound
from tracker.files.rules import PDF, PICTURES
from tracker.home import hub, page, queries
from tracker.home.desk import tidied
from tracker.home.menu import home_of
from tracker.home.waiting import waiting
from tracker.saved import queries as saved
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title
from tracker.web.gate import viewer_now
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> Any:
    return redirect(saved.first_view(current_user) or home_of(current_user.role))


@bp.get("/don-doc")
def desk() -> Any:
    viewer = viewer_now()
    if not viewer.sees_all:
        raise NotFound("page")
    if "" in request.args.values():  # a form sends what was left empty; the address to keep is without it
        return redirect(tidied(request.args))
    facts = page.facts(viewer, request.args, desk_days())
    if not facts.filters.is_narrowed:
        g.reports_waiting = facts.figures.waiting  # the menu need not count them again
    return render_template(
        "home/desk.html",
        page=page.desk(facts),
        urged=facts.figures.urged,
        now=facts.minute,
        phones_url=page.beside(facts.filters, "danh-ba"),
        news_url=page.beside(facts.filters, "cap-nhat", luc=f"{clock.now().timestamp() * 1000:.0f}"),
    )


def desk_days() -> queries.Days:
    """Today and the days that follow from it by the office's rules."""
    today, rules = clock.today(), office_rules()
    return queries.Days.of(
        today, working_day(today, rules.due_soon_days), silent_since(today, rules.silent_days)
    )


def working_day(today: date, n: int) -> date:
    """The n-th working day after (or before) a day."""
    return add_working_days(today, n, exceptions(today - timedelta(days=30), today + timedelta(days=30)))


@bp.get("/quan-tri")
def administration() -> str:
    if not (is_office(current_user) or current_user.role == "admin"):
        raise NotFound("page")
    return render_template("home/hub.html", places=hub.places(current_user))


@bp.get("/xac-nhan")
def confirmations() -> str:
    if not current_user.sees_all:
        raise NotFound("page")
    rows = queries.waiting_rows(current_user, request.args.get("sau"))
    days = office_rules().confirm_days
    late_on = working_day(clock.today(), -days)
    return render_template(
        "home/confirmations.html",
        rows=waiting(rows.rows, queries.files_of([row.report_id for row in rows.rows])),
        next_url=f"/xac-nhan?sau={rows.next_key}" if rows.next_key else None,
        confirm_days=days,
        late_on=late_on,
        late_count=queries.waiting_since(current_user, late_on),
        just_confirmed=queries.just_confirmed(current_user),
        title_of=title,
        pictures=PICTURES,
        pdf=PDF,
        may_confirm=policy.may(current_user, "assignment.confirm"),
    )
