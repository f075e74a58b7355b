"""Views of the desk the office has saved: all of them, a new one, and one to change."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.access import policy
from tracker.errors import Conflict, NotFound, Refused
from tracker.saved import actions, queries
from tracker.saved.forms import DeleteForm, FirstForm, RenameForm, SaveForm
from tracker.saved.models import SavedView
from tracker.saved.queries import PATH
from tracker.web.sentences import register, sentence

bp = Blueprint("saved", __name__, url_prefix="/don-doc/cach-xem")

register(
    {
        "view_name_taken": lazy_gettext("There is a saved view called “%(name)s” already."),
        "too_many_views": lazy_gettext(
            "The office has %(most)s saved views: delete one that nobody needs first."
        ),
    }
)


@bp.get("")
def index() -> str:
    return shelf_page(SaveForm(None, query=desk().query(request.args)))


@bp.post("")
def create() -> Any:
    form = SaveForm()
    if not form.ok:
        return shelf_page(form), 422
    query = desk().query(dict(parse_qsl(form.query.data or "")))
    try:
        actions.save_view(current_user, name=form.name.data, query=query)
    except Refused as problem:
        form.refuse("name", sentence(problem.code, problem.facts, 422))
        return shelf_page(form), 422
    flash(gettext("The view has been saved for everybody who sees this list."))
    return redirect(f"{PATH}?{query}" if query else PATH, 303)


@bp.get("/<int:view_id>")
def edit(view_id: int) -> str:
    return edit_page(queries.saved_view(current_user, view_id))


@bp.post("/<int:view_id>")
def update(view_id: int) -> Any:
    view, form = queries.saved_view(current_user, view_id), RenameForm()
    policy.require(current_user, "view.rename", view)
    if not form.ok:
        return edit_page(view, form), 422
    try:
        actions.rename_view(current_user, view, name=form.name.data, version=form.version.data)
    except Refused as problem:
        form.refuse("name", sentence(problem.code, problem.facts, 422))
        return edit_page(view, form), 422
    except Conflict:
        view = queries.saved_view(current_user, view_id)
        form.meet(view)
        return edit_page(view, form), 409
    flash(gettext("Saved."))
    return redirect(url_for(".index"), 303)


@bp.post("/<int:view_id>/xoa")
def delete(view_id: int) -> Any:
    view, form = queries.saved_view(current_user, view_id), DeleteForm()
    if not form.ok:
        raise Refused("422")
    actions.delete_view(current_user, view, version=form.version.data)
    flash(gettext("The saved view has been deleted."))
    return redirect(url_for(".index"), 303)


@bp.post("/mo-dau")
def update_first() -> Any:
    form = FirstForm()
    if not form.ok:
        raise Refused("422")
    actions.begin_with(
        current_user, queries.saved_view(current_user, form.view.data) if form.view.data else None
    )
    flash(gettext("Saved."))
    return redirect(url_for(".index"), 303)


def shelf_page(form: SaveForm) -> str:
    """All saved views, and the filters that may be saved as one more."""
    if not current_user.sees_all:
        raise NotFound("page")
    query = desk().query(dict(parse_qsl(form.query.data or "")))
    return render_template(
        "saved/index.html",
        form=form,
        rows=queries.saved_views(current_user),
        first_id=queries.first_view_id(current_user),
        said=desk().said(query),
        may_save=bool(query) and policy.may(current_user, "view.save"),
        may_edit=lambda view: policy.may(current_user, "view.rename", view),
        back_url=f"{PATH}?{query}",
    )


def edit_page(view: SavedView, form: RenameForm | None = None) -> str:
    """One saved view, to be named anew or deleted."""
    policy.require(current_user, "view.rename", view)
    return render_template(
        "saved/edit.html",
        view=view,
        form=form or RenameForm(None, obj=view),
        delete_form=DeleteForm(None, obj=view),
        said=desk().said(view.query),
    )


def desk() -> Any:
    """What the desk says of its addresses (`home/words.py`): it stands above and hands this down."""
    return current_app.extensions["desk_words"]
