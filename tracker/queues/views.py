"""Beside the desk: its figures as they stand now, and the list for calling."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.errors import NotFound
from tracker.home import page
from tracker.home import queries as desk
from tracker.home.chips import chips_of, views
from tracker.home.desk import VIEWS, Filters, address
from tracker.home.views import desk_days
from tracker.paging import as_count
from tracker.queues import phone_list, queries
from tracker.settings.queries import office_rules
from tracker.web.catalogue import gettext

bp = Blueprint("queues", __name__, url_prefix="/don-doc")
LATEST = 4_102_444_800_000  # 1/1/2100 in milliseconds: what lies beyond is no moment of ours


@bp.get("/cap-nhat")
def news() -> tuple[str, int]:
    if not current_user.sees_all:
        raise NotFound("page")
    seen, opened = request.args.get("da", 0, type=int), request.args.get("luc", 0, type=int)
    moment = datetime.fromtimestamp(min(max(opened, 0), LATEST) / 1000, UTC)
    last, number = queries.happened_since(current_user, moment)
    if last == seen:
        return "", 204
    filters = Filters.read(request.args)
    figures = desk.figures(current_user, filters, desk_days())
    counts = {view: as_count(getattr(figures, view)) for view in VIEWS}
    counters = page.counters(filters, counts, views(office_rules()))
    reload = address(filters)
    return render_template("queues/_news.html", last=last, number=number, counters=counters, url=reload), 200


@bp.get("/danh-ba")
def phones() -> str:
    if not current_user.sees_all:
        raise NotFound("page")
    filters, days = Filters.read(request.args), desk_days()
    found = phone_list.calls(current_user, filters, days, request.args.get("sau"))
    names, chips = views(office_rules()), chips_of(filters, desk.names(filters))
    in_force = [names[filters.view], *(chip["label"] for chip in chips)]
    return render_template(
        "queues/phones.html",
        page=found,
        in_force=", ".join(in_force),
        back=address(filters),
        next_url=page.beside(filters, "danh-ba", sau=found.next_key) if found.next_key else None,
        title=gettext("Call list"),
        today=clock.today(),
        may_call=policy.may(current_user, "reminder.call"),
    )
