"""Bodies by tasks of one directive: fifty by fifteen on a page, all of it as a workbook, one body's work on a phone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.assignments.labels import Marks, states
from tracker.assignments.listing import drawn, marks_of
from tracker.assignments.queries import soon_on
from tracker.errors import NotFound
from tracker.matrix import export, page, queries
from tracker.matrix.forms import MatrixForm
from tracker.matrix.rules import Chosen
from tracker.web.drawn import draw

bp = Blueprint("matrix", __name__, url_prefix="/bang")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.before_request
def only_for_who_sees_all() -> None:
    """The matrix shows every body's work; for others there is no such page."""
    if not current_user.sees_all:
        raise NotFound("page")


@bp.get("")
def index() -> str:
    form = MatrixForm(request.args)
    chosen = form.chosen
    found = page.matrix(current_user, chosen, Marks(clock.today(), soon_on()))
    return render_template(
        "matrix/index.html",
        form=form,
        matrix=found,
        chosen=chosen,
        now=clock.now(),
        states=states(),
        line_of=page.drawing(found) if found else None,
        url=lambda **other: _url(chosen, found, other),
    )


def _url(chosen: Chosen, found: page.Matrix | None, other: dict[str, Any]) -> str:
    """This page with some of its choices changed; what is as it would be anyway is left out."""
    stated: dict[str, Any] = {
        "vb": found.directive.id if found else None,
        "xep": "cham" if chosen.is_latest_first else None,
        "cham": 1 if chosen.is_late_only else None,
        "dv": chosen.bodies if chosen.bodies > 1 else None,
        "nv": chosen.tasks if chosen.tasks > 1 else None,
    }
    return url_for(".index", **(stated | other))


@bp.get("/don-vi/<int:body_id>")
def body(body_id: int) -> str:
    directive, _ = page.choose(current_user, MatrixForm(request.args).chosen.directive_id)
    rows = queries.of_body(directive.id, body_id) if directive else []
    marks = marks_of(clock.today(), soon_on())
    return render_template(
        "matrix/body.html",
        body=queries.one_body(body_id),
        directive=directive,
        rows=[draw("assignments/_works.html", "work", row) for row in drawn(rows, marks)],
        figures=queries.figures_of(directive.id if directive else 0, body_id, marks.today),
    )


@bp.get("/tai")
def download() -> Response:
    directive, _ = page.choose(current_user, MatrixForm(request.args).chosen.directive_id)
    if directive is None:
        raise NotFound("directive")
    file = export.written(directive, Marks(clock.today(), soon_on()), by=current_user.label)
    name = f"bang-theo-doi-{directive.id}-{clock.today()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file, mimetype=XLSX, headers=headers)
