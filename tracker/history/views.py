"""The history of one thing, and all that is kept about one person."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from tracker import clock
from tracker.audit.labels import THINGS
from tracker.audit.naming import names
from tracker.audit.telling import mentioned, thing_said
from tracker.audit.views import WORDS
from tracker.history import actions, archive, kept, queries
from tracker.history.labels import COLUMN_NAMES, KINDS, SECTION_NAMES
from tracker.people import queries as people
from tracker.people.models import Person

bp = Blueprint("history", __name__)


@bp.get("/lich-su/<kind>/<int:thing_id>")
def show(kind: str, thing_id: int) -> str:
    page = queries.history(current_user, kind, thing_id, request.args.get("sau", ""))
    what, address = KINDS[kind]
    thing = f"{what}:{thing_id}"
    called = names(mentioned(page.rows) | {thing})
    is_own = what == "person" and thing_id == current_user.id and current_user.role != "admin"
    return render_template(
        "history/show.html",
        page=page,
        names=called,
        thing=thing,
        title=thing_said(thing, called) or THINGS[what],
        url="/tai-khoan" if is_own else address.format(queries.key_of(what, thing_id)),
        **WORDS,
    )


@bp.post("/quan-tri/nguoi-dung/<int:person_id>/du-lieu")
def export(person_id: int) -> Response:
    return _all_kept(people.person(current_user, person_id))


@bp.post("/tai-khoan/du-lieu")
def export_own() -> Response:
    return _all_kept(people.account(current_user))


def _all_kept(person: Person) -> Response:
    """One archive: the rows for a program, and a page to read them."""
    actions.note_export(current_user, person)
    found = kept.of(current_user, person)
    read = render_template(
        "history/one_person.html",
        person=person,
        now=clock.now(),
        sections=SECTION_NAMES,
        columns=COLUMN_NAMES,
        found=found,
        said=archive.said,
        names=names(archive.things_in(found)),
    )
    made = archive.packed(found, read)
    return _file(made, "application/zip", f"du-lieu-{person.id}-{clock.today()}.zip")


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
