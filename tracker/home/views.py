"""First screens: who is late, what waits for the office, and where each role starts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.assignments.rules import silent_since
from tracker.errors import NotFound
from tracker.home import page, queries
from tracker.home.menu import home_of
from tracker.home.waiting import waiting
from tracker.settings.queries import office_rules
from tracker.web.gate import viewer_now
from tracker.workdays.queries import exceptions
from tracker.workdays.rules import add_working_days

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> Any:
    return redirect(home_of(current_user.role))


@bp.get("/don-doc")
def desk() -> str:
    viewer = viewer_now()
    if not viewer.sees_all:
        raise NotFound("page")
    facts = page.facts(viewer, request.args, desk_days())
    if not facts.filters.is_narrowed:
        g.reports_waiting = facts.figures.waiting  # the menu need not count them again
    return render_template(
        "home/desk.html", page=page.desk(facts), urged=facts.figures.urged, now=facts.minute
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
        may_confirm=policy.may(current_user, "assignment.confirm"),
    )
