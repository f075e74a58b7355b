"""The draft as a whole: its facts, unclear words, a day for all, throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.directives.forms import DetailsForm, shown_details
from tracker.directives.models import Directive
from tracker.errors import Conflict, Refused
from tracker.intake import actions, queries
from tracker.intake.forms import ChooseForm, DatesForm, StepForm
from tracker.intake.views.blueprint import NEXT, bp, draft_url, redrawn
from tracker.web.forms import Form


@bp.get("/<int:directive_id>/thong-tin")
def details(directive_id: int) -> str:
    directive = queries.draft_card(current_user, directive_id)
    form = DetailsForm(data=shown_details(directive))
    return _details_page(directive, form)


def _details_page(directive: Directive, form: DetailsForm, theirs: str = "") -> str:
    """The form; `theirs` is what somebody else saved while it was filled in."""
    return render_template("intake/details.html", directive=directive, form=form, theirs=theirs)


@bp.post("/<int:directive_id>/thong-tin")
def update_details(directive_id: int) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    form = DetailsForm()
    if not form.ok:
        return _details_page(directive, form), 422
    try:
        actions.edit_details(current_user, directive, version=form.version.data, **form.details)
    except Conflict as conflict:
        theirs = queries.draft_card(current_user, directive_id)
        form.carry(theirs.version)
        return _details_page(theirs, form, conflict.facts["theirs"]), 409
    return redirect(draft_url(directive_id, NEXT), 303)


@bp.post("/<int:directive_id>/hoan-tac")
def undo(directive_id: int) -> Any:
    return _stepped(directive_id, actions.undo_step)


@bp.post("/<int:directive_id>/lam-lai")
def redo(directive_id: int) -> Any:
    return _stepped(directive_id, actions.redo_step)


def _stepped(directive_id: int, verb: Callable[..., Any]) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    form = StepForm()
    if not form.ok:
        raise Refused("422")
    verb(current_user, directive, step_id=form.step_id.data)
    return redrawn(directive_id)


@bp.post("/<int:directive_id>/chap-nhan")
def accept_all(directive_id: int) -> Any:
    actions.accept_all(current_user, queries.draft_card(current_user, directive_id))
    return redrawn(directive_id)


@bp.get("/<int:directive_id>/tin-moi")
def news(directive_id: int) -> str:
    directive = queries.issuable(current_user, directive_id)
    step = queries.news(current_user, directive_id, request.args.get("sau", 0, type=int))
    return render_template("intake/_news.html", directive=directive, step=step)


@bp.post("/<int:directive_id>/don-vi")
def choose_body(directive_id: int) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    form = ChooseForm()
    words = form.words.data or ""
    if form.chosen.data == "nobody" and not form.other.data:
        actions.leave_out(current_user, directive, words=words)
    else:
        kind, chosen_id = chosen(form.chosen.data or "", form.other.data or "")
        facts = {"kind": kind, "chosen_id": chosen_id, "remember": form.remember.data}
        actions.choose_addressee(current_user, directive, words=words, **facts)
    return redrawn(directive_id, form.next or NEXT)


def chosen(pressed: str, typed: str) -> tuple[str, int]:
    """What a choice means: ("body", 3) from "body:3", or from a name typed. Raises Refused("no_such_body")."""
    if typed:
        found = queries.register_names().match(typed).found
        if found is not None:
            return found.kind, found.id
    kind, _, number = pressed.partition(":")
    if typed or kind not in {"body", "group"} or not number.isdecimal() or len(number) > 18:
        raise Refused("no_such_body")
    return kind, int(number)


@bp.post("/<int:directive_id>/han")
def update_dates(directive_id: int) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    form = DatesForm()
    if not form.ok:
        flash(gettext("Choose a date first."), "back")
        return redirect(draft_url(directive_id), 303)
    actions.set_dates(current_user, directive, due_on=form.due_on.data)
    return redrawn(directive_id)


@bp.get("/<int:directive_id>/bo-nhap")
def confirm_discard(directive_id: int) -> str:
    directive = queries.draft_card(current_user, directive_id)
    return render_template("intake/discard.html", directive=directive, form=Form())


@bp.post("/<int:directive_id>/bo-nhap")
def discard(directive_id: int) -> Any:
    directive = queries.draft_card(current_user, directive_id)
    actions.discard(current_user, directive)
    flash(gettext("The draft was thrown away. Nothing had been sent."))
    return redirect(url_for("directives.index"), 303)
