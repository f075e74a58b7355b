"""The register as a workbook: out, and in by a dry run and a confirmation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.audit import trail
from tracker.errors import Refused
from tracker.registers import actions, labels, queries, reading
from tracker.registers.checking import check
from tracker.registers.forms import Book, ImportForm, packed, unpacked
from tracker.registers.rules import ROLES, SHEETS, read
from tracker.web.sentences import register, sentence

bp = Blueprint("registers", __name__, url_prefix="/don-vi/danh-muc")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED = (".xlsx", ".xls", ".ods")
LIMIT = 5 * 1024 * 1024  # bytes
SHOWN = 200  # faults
register(
    {
        "import_unreadable": lazy_gettext(
            "This is no workbook that can be read. Save it as .xlsx, .xls or .ods, without a password."
        ),
        "import_faulty": lazy_gettext("The register has changed meanwhile: check the file again."),
    }
)


@bp.get("")
def show() -> str:
    policy.require(current_user, "register.import")
    return _page(ImportForm(None))


@bp.get("/tai")
def download() -> Response:
    document = queries.workbook(current_user, clock.today())
    name = f"danh-muc-{clock.today()}.xlsx"
    return Response(
        reading.written(document),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@bp.post("")
def create_check() -> Any:
    policy.require(current_user, "register.import")
    form = ImportForm()
    sent = request.files.get("file")
    data = sent.stream.read(LIMIT + 1) if form.ok and sent else b""
    if not data or len(data) > LIMIT:
        form.refuse("file", gettext("Choose a workbook of at most %(size)s MB.", size=LIMIT // 1024 // 1024))
        return _page(form), 422
    try:
        return _checked(form, reading.sheets(data))
    except Refused as problem:
        form.refuse("file", sentence(problem.code, problem.facts, 422))
        return _page(form), 422


@bp.post("/nhap")
def create() -> Any:
    policy.require(current_user, "register.import")
    form = ImportForm()
    if not form.ok:
        return _page(form), 422
    rows, faults = read(unpacked(request.form.get("rows", "")))
    if faults:
        raise Refused("import_faulty")
    with trail.coming_by("import"):
        actions.import_register(current_user, rows=rows)
    flash(gettext("The register has been imported."))
    return redirect(url_for("bodies.index"), 303)


def _checked(form: ImportForm, book: Book) -> Any:
    """What the file would do, or all that is wrong with it."""
    rows, faults = read(book)
    plan, more = check(rows, queries.known(current_user, clock.today()))
    faults = [*faults, *more]
    if faults:
        order = {sheet.title: number for number, sheet in enumerate(SHEETS)}
        faults.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.row, fault.column))
        return _page(form, faults=faults), 422
    return _page(form, plan=plan, rows=packed(book))


def _page(form: ImportForm, **found: Any) -> str:
    return render_template(
        "registers/show.html",
        form=form,
        sheets=SHEETS,
        accepted=ACCEPTED,
        shown=SHOWN,
        said=lambda fault: labels.said(fault, ", ".join(ROLES.values()), ", ".join(s.title for s in SHEETS)),
        place=labels.place,
        **({"faults": [], "plan": None, "rows": ""} | found),
    )
