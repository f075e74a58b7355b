"""An issue taken back, a directive withdrawn or replaced."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker.access.actors import is_office
from tracker.directives.forms import FindDocumentForm
from tracker.directives.models import Directive
from tracker.directives.queries import card
from tracker.errors import NotFound, Refused
from tracker.issued import actions, labels, queries
from tracker.issued.forms import ReplaceForm, WithdrawForm
from tracker.issued.views.blueprint import bp, refuse
from tracker.web.sentences import sentence


@bp.post("/<int:directive_id>/thu-hoi-lan-giao")
def recall(directive_id: int) -> Any:
    directive = queries.recallable(current_user, directive_id)
    try:
        actions.recall_issue(current_user, directive)
    except Refused as problem:  # the way that is left is offered
        if not directive.stands:
            raise
        return redirect(url_for(".withdrawal", directive_id=directive_id, vi_sao=problem.code), 303)
    flash(gettext("The issue was taken back: nothing has been sent, and the draft is as it was."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


@bp.get("/<int:directive_id>/thu-hoi")
def withdrawal(directive_id: int) -> str:
    directive = queries.standing(current_user, directive_id, "directive.withdraw")
    form = WithdrawForm(formdata=None, version=directive.version)
    return _withdraw_page(directive, form, request.args.get("vi_sao", ""))


@bp.post("/<int:directive_id>/thu-hoi")
def create_withdrawal(directive_id: int) -> Any:
    directive = queries.standing(current_user, directive_id, "directive.withdraw")
    form = WithdrawForm()
    if form.ok:
        try:
            actions.withdraw_directive(current_user, directive, version=form.version.data, **form.clean)
        except Refused as problem:
            refuse(form, problem)
    if form.errors:
        return _withdraw_page(directive, form), 422
    flash(gettext("The directive is withdrawn; the bodies that still had work of it are told by letter."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


def _withdraw_page(directive: Directive, form: WithdrawForm, why: str = "") -> str:
    """The form; `why` is the code of what stood in the way of a recall, whose button leads here."""
    said = sentence(why, {}, 422) if why in labels.NO_RECALL else ""
    facts = {"directive": directive, "form": form, "reach": queries.reach(directive)}
    return render_template("issued/withdraw.html", is_office=is_office(current_user), why=said, **facts)


@bp.get("/<int:directive_id>/thay-the")
def replacement(directive_id: int) -> str:
    directive = queries.standing(current_user, directive_id, "directive.replace")
    return _replace_page(directive, ReplaceForm(formdata=None, version=directive.version))


@bp.post("/<int:directive_id>/thay-the")
def create_replacement(directive_id: int) -> Any:
    directive, form = queries.standing(current_user, directive_id, "directive.replace"), ReplaceForm()
    if form.ok:
        try:
            by = card(current_user, form.target_id)
            facts = {"version": form.version.data, "by": by, "reason": form.reason.data or ""}
            actions.replace_directive(current_user, directive, **facts)
        except NotFound:
            form.refuse("target", gettext("Choose the document that takes its place."))
        except Refused as problem:
            refuse(form, problem, "target")
    if form.errors:
        return _replace_page(directive, form), 422
    flash(gettext("The directive is replaced; the bodies that still had work of it are told the new number."))
    return redirect(url_for("directives.show", directive_id=directive_id), 303)


def _replace_page(directive: Directive, form: ReplaceForm) -> str:
    find = FindDocumentForm(request.args)
    words = find.tim.data or "" if find.ok else ""
    return render_template(
        "issued/replace.html",
        directive=directive,
        form=form,
        find=find,
        words=words,
        found=queries.replacements(current_user, directive, words),
        reach=queries.reach(directive),
    )
