"""Who of the office follows what: all at a glance, and one body or directive at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies.models import Body
from tracker.bodies.register import card
from tracker.directives import queries as directives
from tracker.directives.labels import directive_name
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotFound, Refused
from tracker.officials import actions, queries
from tracker.officials.forms import DIRECTIVE, NOBODY, OfficialForm, SeveralForm
from tracker.web.forms import chosen_id
from tracker.web.sentences import register, sentence

bp = Blueprint("officials", __name__, url_prefix="/theo-doi")
register({"not_of_office": lazy_gettext("Only somebody of the office who may sign in follows work.")})


@bp.get("")
def index() -> str:
    """Officials with what they follow, and the bodies of a day and the directives with theirs."""
    if not current_user.sees_all:
        raise NotFound("page")
    person_id = chosen_id(request.args.get("chuyen-vien"))
    loads = queries.loads(current_user, clock.today())
    return render_template(
        "officials/index.html",
        form=SeveralForm(None),
        loads=loads,
        chosen=person_id,
        chosen_name=next((each.name for each in loads if each.id == person_id), ""),
        may_set=policy.may(current_user, "official.set"),
        nobody=NOBODY,
        mark=DIRECTIVE,
        **followed(person_id),
    )


def followed(person_id: int | None) -> dict[str, Any]:
    """A page of the bodies of a day and one of the directives: of one official, of nobody (0) or of all."""
    bodies = queries.bodies(current_user, clock.today(), person_id, request.args.get("sau"))
    directives = queries.directives(current_user, person_id, request.args.get("sau-vb"))
    return {
        "rows": bodies.rows,
        "next_url": page_url(person_id, "sau", bodies.next_key),
        "directives": directives.rows,
        "more_directives": page_url(person_id, "sau-vb", directives.next_key),
    }


@bp.get("/don-vi/<int:body_id>")
def of_body(body_id: int) -> str:
    return one_page(card(body_id))


@bp.post("/don-vi/<int:body_id>")
def update_body(body_id: int) -> Any:
    return updated(card(body_id), f"/don-vi/{body_id}")


@bp.get("/van-ban/<int:directive_id>")
def of_directive(directive_id: int) -> str:
    return one_page(directives.card(current_user, directive_id))


@bp.post("/van-ban/<int:directive_id>")
def update_directive(directive_id: int) -> Any:
    return updated(directives.card(current_user, directive_id), f"/van-ban/{directive_id}")


def updated(thing: Body | Directive, back: str) -> Any:
    """Save what the form says, or the form again with why not."""
    policy.require(current_user, "official.set", thing)
    form = OfficialForm.of(queries.of(thing))
    if not form.ok:
        return one_page(thing, form), 422
    try:
        actions.set_official(
            current_user, thing, person_id=form.person_id.data or None, version=form.version.data
        )
    except Refused as problem:
        form.refuse("person_id", sentence(problem.code, problem.facts, 422))
        return one_page(thing, form), 422
    except Conflict:
        return one_page(thing, met(thing, form)), 409
    flash(gettext("Saved."))
    return redirect(back, 303)


def met(thing: Body | Directive, form: OfficialForm) -> OfficialForm:
    """The form of whoever was second: their choice stands, with what the first saved beside it."""
    kept = queries.of(thing)
    name = kept.person.name if kept and kept.person else gettext("Nobody yet")
    form.theirs = ((str(form.person_id.label.text), name),)
    form.carry(kept.version if kept else 0)
    return form


def one_page(thing: Body | Directive, form: OfficialForm | None = None) -> str:
    """Who follows one body or directive, as a form."""
    policy.require(current_user, "official.set", thing)
    is_body = isinstance(thing, Body)
    return render_template(
        "officials/edit.html",
        form=form or OfficialForm.of(queries.of(thing)),
        name=thing.name if isinstance(thing, Body) else directive_name(thing),
        is_body=is_body,
        thing_url=f"/{'don-vi' if is_body else 'van-ban'}/{thing.id}",
    )


def page_url(person_id: int | None, name: str, after: str | None) -> str | None:
    """The address of the next page of the bodies (`name` is sau) or directives (sau-vb); None at the end."""
    if after is None:
        return None
    stated = [("chuyen-vien", str(person_id))] if person_id is not None else []
    return f"/theo-doi?{urlencode([*stated, (name, after)])}"
