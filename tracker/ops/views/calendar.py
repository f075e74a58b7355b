"""The calendar of working days: a year's list, and one day with what its change would move."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.errors import Conflict, NotFound
from tracker.extensions import actions
from tracker.extensions.queries import moved_by_calendar
from tracker.ops.forms import DayForm
from tracker.ops.views.system import bp
from tracker.web.sentences import register
from tracker.workdays.queries import day_told, days_of_year, exceptions
from tracker.workdays.rules import is_working

FIRST, LAST = 2000, 2100
register({"workday_unnamed": lazy_gettext("A day off or worked needs its occasion and its source.")})


@bp.get("/quan-tri/lich")
def calendar() -> str:
    policy.require(current_user, "workday.change")
    asked = request.args.get("nam", "")
    this = clock.today().year
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and FIRST <= int(asked) <= LAST else this
    days = days_of_year(year)
    return render_template("ops/calendar.html", year=year, days=days, this_year=this, first=FIRST, last=LAST)


@bp.get("/quan-tri/lich/ngay")
def calendar_day() -> str:
    policy.require(current_user, "workday.change")
    day = day_of(request.args.get("ngay", "") or str(clock.today()))
    return day_page(day, DayForm(None, obj=day_told(day)))


@bp.post("/quan-tri/lich/ngay")
def update_day() -> Any:
    form = DayForm()
    policy.require(current_user, "workday.change")
    day = day_of(form.day.data or "")
    if not form.ok:
        return day_page(day, form), 422
    said = {"is_working": form.kind.data == "worked", "name": form.name.data, "source": form.source.data}
    try:
        return told(day, actions.change_day(current_user, day, **said, version=form.version.data))
    except Conflict:
        form.meet_day(day_told(day))
        return day_page(day, form), 409


@bp.post("/quan-tri/lich/ngay/bo")
def remove_day() -> Any:
    policy.require(current_user, "workday.change")
    day = day_of(request.form.get("day", ""))
    return told(day, actions.change_day(current_user, day, is_working=None))


def day_of(text: str) -> date:
    """A day as addresses and forms carry it. Raises NotFound for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound("page") from None
    if not FIRST <= day.year <= LAST:
        raise NotFound("page")
    return day


def day_page(day: date, form: DayForm) -> str:
    """One day: what it is, what it is to be, and which open due days would move with it."""
    known = day_told(day)
    form.start(day, known)
    moves = {
        "off": moved_by_calendar(current_user, day, is_working=False),
        "worked": moved_by_calendar(current_user, day, is_working=True),
        "ordinary": moved_by_calendar(current_user, day, is_working=None) if known else {},
    }
    now = is_working(day, exceptions(day, day))
    return render_template(
        "ops/calendar_day.html", day=day, known=known, form=form, moves=moves, is_worked=now
    )


def told(day: date, moved: Any) -> Any:
    """Back to the year, saying how many due days moved; a form sent twice says only that it is saved."""
    count = sum(moved.values()) if isinstance(moved, dict) else 0
    if count:
        flash(ngettext("Saved; %(num)s due day has moved.", "Saved; %(num)s due days have moved.", count))
    else:
        flash(gettext("Saved; no due day has moved."))
    return redirect(url_for("ops.calendar", nam=day.year), 303)
