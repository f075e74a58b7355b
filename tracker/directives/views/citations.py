"""The documents a document cites: noted, corrected, tied to one of the register. The office's alone."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.access import policy
from tracker.directives import actions, queries
from tracker.directives.actions.citations import Citation
from tracker.directives.forms import AddCitationForm, CitationForm, FindDocumentForm, TieForm
from tracker.directives.models import Directive, DirectiveLink
from tracker.directives.views.register import bp
from tracker.errors import Conflict, NotFound, Refused

CITATION = "/<int:directive_id>/vien-dan/<int:link_id>"


def _citing(directive_id: int) -> Directive:
    """A document whose citations the viewer may mend; for everyone else the page does not exist."""
    found = queries.card(current_user, directive_id)
    if not policy.may(current_user, "citation.add", found):
        raise NotFound("directive")
    return found


def _back(directive_id: int) -> Response:
    flash(gettext("Saved."))
    return redirect(url_for("directives.show", directive_id=directive_id, _anchor="can-cu"), 303)


@bp.get("/<int:directive_id>/vien-dan")
def new_citation(directive_id: int) -> str:
    directive = _citing(directive_id)
    return render_template("directives/new_citation.html", directive=directive, form=AddCitationForm())


@bp.post("/<int:directive_id>/vien-dan")
def create_citation(directive_id: int) -> Any:
    directive, form = _citing(directive_id), AddCitationForm()
    if not form.ok:
        return render_template("directives/new_citation.html", directive=directive, form=form), 422
    actions.add_citation(current_user, directive, said=Citation(**form.clean))
    return _back(directive_id)


@bp.get(CITATION)
def citation(directive_id: int, link_id: int) -> str:
    link = queries.citation(current_user, directive_id, link_id)
    return _page(link, CitationForm(formdata=None, obj=link))


@bp.post(CITATION)
def update_citation(directive_id: int, link_id: int) -> Any:
    link, form = queries.citation(current_user, directive_id, link_id), CitationForm()
    if not form.ok:
        return _page(link, form), 422
    try:
        actions.edit_citation(current_user, link, version=form.version.data, said=Citation(**form.clean))
    except Conflict:
        form.meet(link := queries.citation(current_user, directive_id, link_id))
        return _page(link, form), 409
    return _back(directive_id)


@bp.post(f"{CITATION}/gan")
def create_tie(directive_id: int, link_id: int) -> Any:
    link, form = queries.citation(current_user, directive_id, link_id), TieForm()
    if not form.ok:
        raise Refused("422")
    chosen = form.target_id
    target = queries.card(current_user, chosen) if chosen is not None else None
    actions.tie_citation(current_user, link, version=form.version.data, target=target)
    return _back(directive_id)


@bp.post(f"{CITATION}/bo")
def remove_citation(directive_id: int, link_id: int) -> Any:
    link, form = queries.citation(current_user, directive_id, link_id), TieForm()
    if not form.ok:
        raise Refused("422")
    actions.remove_citation(current_user, link, version=form.version.data)
    return _back(directive_id)


def _page(link: DirectiveLink, form: CitationForm) -> str:
    """One citation, what it is tied to, and what it could be tied to."""
    find = FindDocumentForm(request.args)
    words = find.tim.data or "" if find.ok else ""
    meant = [one for one in _like(link) if one.id != link.target_id]
    offered = {link.target_id, *(one.id for one in meant)}
    found = queries.citable(current_user, link.directive_id, words)
    return render_template(
        "directives/citation.html",
        link=link,
        directive=link.directive,
        form=form,
        tie=TieForm(formdata=None, version=link.version),
        find=find,
        words=words,
        meant=meant,
        found=[one for one in found if one.id not in offered],
    )


def _like(link: DirectiveLink) -> list[Directive]:
    """The documents of the register that may be meant."""
    return queries.alike(link.directive, [link]).meant.get(link.id, [])
