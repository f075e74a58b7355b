"""The list of bodies and making one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bodies import actions, queries, register
from tracker.bodies.forms import NewBodyForm, RegisterFilter, TypeForm, offered
from tracker.web import sentences

bp = Blueprint("bodies", __name__, url_prefix="/don-vi")
sentences.register(
    {
        "alias_taken": lazy_gettext("Another body already goes by this name."),
        "place_circle": lazy_gettext("A body cannot stand below itself."),
    }
)


@bp.get("")
def index() -> str:
    form = RegisterFilter(request.args)
    form.type_id.choices = offered(
        [(0, gettext("All types")), *((kind.id, kind.name) for kind in register.types())]
    )
    asked: dict[str, Any] = form.clean if form.ok else {"q": "", "type_id": 0}
    page = register.register_rows(
        clock.today(), words=asked["q"], type_id=asked["type_id"], after=request.args.get("sau", "")
    )
    may_edit = policy.may(current_user, "body.create")
    return render_template("bodies/index.html", form=form, page=page, may_edit=may_edit)


@bp.get("/moi")
def new() -> str:
    policy.require(current_user, "body.create")
    return render_template("bodies/new.html", form=new_form())


@bp.post("")
def create() -> Any:
    policy.require(current_user, "body.create")
    form = new_form()
    if not form.ok:
        return render_template("bodies/new.html", form=form), 422
    facts = form.clean
    facts |= {"parent_id": facts["parent_id"] or None, "code": facts["code"] or None}
    made = actions.create_body(current_user, **facts)
    flash(gettext("Added to the register."))
    return redirect(url_for(".show", body_id=made.id), 303)


@bp.get("/loai")
def kinds() -> str:
    return render_template(
        "bodies/kinds.html", form=TypeForm(None), kinds=register.types(), may_edit=may_edit()
    )


@bp.post("/loai")
def create_kind() -> Any:
    form, known = TypeForm(), register.types()
    if not form.ok:
        return render_template("bodies/kinds.html", form=form, kinds=known, may_edit=may_edit()), 422
    number = len(known) + 1
    actions.create_type(current_user, code=f"loai-{number}", position=number, **form.clean)
    flash(gettext("Added to the register."))
    return redirect(url_for(".kinds"), 303)


def may_edit() -> bool:
    """Whether the viewer keeps the register."""
    return policy.may(current_user, "body.create")


def new_form() -> NewBodyForm:
    """The form with types and bodies to choose from."""
    form = NewBodyForm(name=request.args.get("ten"), valid_from=clock.today().replace(month=1, day=1))
    form.type_id.choices = offered([(kind.id, kind.name) for kind in register.types()])
    form.parent_id.choices = offered([(0, gettext("No body")), *queries.choices(clock.today())[1]])
    return form
