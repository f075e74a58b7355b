"""Lists as workbooks: at once where they are short, behind the page where they are long."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import lazy_gettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access import policy
from tracker.errors import NotFound, Refused
from tracker.exports import actions, queries, writing
from tracker.exports.lists import listing
from tracker.exports.lists.selection import selection
from tracker.exports.rules import AT_ONCE, KEPT, file_name
from tracker.reminders.choosing import chosen
from tracker.web import language
from tracker.web.forms import Form
from tracker.web.sentences import register

bp = Blueprint("exports", __name__, url_prefix="/xuat")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGING = {"sau", "chon", "mat-do", "nhom"}
"""Arguments of a list that say which part of it is on the screen, or how it is drawn."""
AGAIN = 4  # seconds
LOOKED_AT = timedelta(minutes=30)
"""So long a page that waits looks again by itself; then it is the reader's to ask."""
register(
    {
        "export_too_long": lazy_gettext("The address has too many filters for a workbook."),
        "export_enough": lazy_gettext(
            "You are waiting for %(most)s files already. Ask for this one when one of them is ready."
        ),
    }
)


def stated() -> MultiDict[str, str]:
    """The filters of the address, each once."""
    return MultiDict((name, value) for name, value in request.args.items() if name not in PAGING)


def excel_url(name: str, **more: Any) -> str:
    """Where the list on the screen can be had as a workbook, under the same filters."""
    arguments = {**stated().to_dict(), **more}
    return f"{bp.url_prefix}/{name}?{urlencode(arguments)}".rstrip("?")


bp.add_app_template_global(excel_url)


@bp.get("/<name>")
def show(name: str) -> Any:
    policy.require(current_user, "export.ask")
    found = listing(name, current_user, stated())
    rows = list(islice(found.rows(), AT_ONCE + 1))
    if len(rows) > AT_ONCE:
        url = excel_url(name)
        return render_template(
            "exports/long.html", found=found, url=url, form=Form(formdata=None), most=AT_ONCE, days=KEPT.days
        )
    made = writing.at_once(found, current_user.label, rows)
    return file_response(made, file_name(found.title, clock.local(clock.now())))


@bp.post("/chon")
def chosen_work() -> Response:
    policy.require(current_user, "reminder.urge")
    found = selection(current_user, chosen(request.form), clock.today())
    made = writing.at_once(found, current_user.label, list(found.rows()))
    return file_response(made, file_name(found.title, clock.local(clock.now())))


@bp.post("/<name>")
def create(name: str) -> Any:
    policy.require(current_user, "export.ask")
    found, arguments = listing(name, current_user, stated()), stated().to_dict()
    if not Form().ok or sum(map(len, arguments.values())) > 2_000:
        raise Refused("export_too_long")
    export = actions.ask_for_file(
        current_user, kind=name, arguments=arguments, title=found.title, language=language.chosen()
    )
    return redirect(url_for(".waiting", export_id=export.id), 303)


@bp.get("/tep/<int:export_id>")
def waiting(export_id: int) -> Response:
    export = queries.own(current_user, export_id)
    page = make_response(render_template("exports/waiting.html", export=export, days=KEPT.days))
    under_way = export.state in {"waiting", "running"}
    if under_way and clock.now() - export.asked_at < LOOKED_AT:
        page.headers["Refresh"] = str(AGAIN)
    return page


@bp.get("/tep/<int:export_id>/tai")
def download(export_id: int) -> Response:
    export = queries.own(current_user, export_id)
    place = writing.folder(current_app.extensions["config"].instance) / f"{export.secret}.xlsx"
    if export.state != "ready" or not place.is_file():
        raise NotFound("file")
    reply = send_file(place, XLSX, as_attachment=True, download_name=export.name)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def file_response(made: bytes, name: str) -> Response:
    """A workbook to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, mimetype=XLSX, headers=headers)
