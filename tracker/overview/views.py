"""The dashboard: the page, each chart at its own address, and the rows behind a figure."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.errors import NotFound
from tracker.home.views import desk_days
from tracker.overview import page, words
from tracker.overview.charts import CHARTS, Asking
from tracker.overview.queries import rows as listed
from tracker.overview.queries.figures import Moment
from tracker.overview.rules import Asked
from tracker.reviews.labels import CELLS
from tracker.reviews.rules import Span, current, judged, neighbour, span
from tracker.settings.queries import office_rules
from tracker.tasks.rules import title

bp = Blueprint("overview", __name__, url_prefix="/tong-quan")


@bp.get("")
def index() -> str:
    return render_template("overview/index.html", now=clock.now(), **page.page(asking()))


@bp.get("/<name>")
def chart(name: str) -> str:
    asked, drawn = asking(), CHARTS.get(name)
    if drawn is None:
        raise NotFound("page")
    return render_template(
        "overview/chart.html", name=name, title=drawn.title, chart=drawn.make(asked), now=clock.now()
    )


@bp.get("/dong")
def rows() -> str:
    moment, asked = asking().moment, Asked.read(request.args)
    if asked is None:
        raise NotFound("page")
    found, number = listed.rows(current_user, asked, moment, request.args.get("sau"))
    return render_template(
        "overview/rows.html",
        title=words.title_of(asked, office_rules().silent_days),
        of=of(asked),
        count=number,
        today=moment.today,
        lines=[(row, title(row.text), *CELLS[row.cell]) for row in found.rows],
        next_url=asked.address(found.next_key) if found.next_key else None,
        back=url_for(".index"),
    )


def of(asked: Asked) -> str:
    """The directive or the target a list belongs to. Raises NotFound."""
    if asked.figure == "muc":
        found = listed.directive(current_user, asked.number)
        return f"{found.name}: {found.subject}" if found.name != found.subject else str(found.name)
    if asked.figure == "dich":
        target = listed.target(current_user, asked.number)
        return f"{target.unit} · {target.name}"
    return ""


def asking() -> Asking:
    """Who looks, and the days the figures speak of. Raises NotFound for whoever does not see everybody's work."""
    if not current_user.sees_all:
        raise NotFound("page")
    running = days_of(running_name())
    chosen: Any = request.args.get("van-ban", 0, type=int)
    directive_id = chosen if 0 < chosen < 2**63 else 0
    return Asking(current_user, moment_of(), judged(running, clock.today()), directive_id)


def moment_of() -> Moment:
    """The days the figures speak of: today's, and the first of the period before."""
    name = running_name()
    return Moment(desk_days(), days_of(neighbour(name, -1) or name).first_on)


def running_name() -> str:
    """The period today falls in."""
    return current(clock.today(), office_rules().period_first_day)


def days_of(name: str) -> Span:
    """The days of a period whose name we made ourselves."""
    found = span(name, office_rules().period_first_day)
    if found is None:
        raise NotFound("period")
    return found
