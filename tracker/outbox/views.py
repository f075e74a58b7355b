"""The letters' pages: what waits, what is stuck and why, what nobody knows, and one letter as it reads."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker.outbox import actions, labels, queries
from tracker.outbox.forms import AddressForm
from tracker.outbox.writing import readable
from tracker.web.headers import sandboxed
from tracker.web.sentences import register

bp = Blueprint("outbox", __name__, url_prefix="/quan-tri/thu")

register(
    {
        "bad_address": lazy_gettext("%(address)s is not one plain e-mail address."),
        "letter_not_stuck": lazy_gettext("This letter is not stuck any more."),
        "letter_of_the_past": lazy_gettext(
            "This reminder speaks of a day that has passed. The next one will be written by itself."
        ),
    }
)


@bp.get("")
def index() -> str:
    view = request.args.get("xem", "stuck")
    view = view if view in queries.VIEWS else "stuck"
    page = queries.letters(current_user, view, request.args.get("sau"))
    tries = queries.attempts(current_user, [row.id for row in page.rows]) if view == queries.UNKNOWNS else {}
    return render_template(
        "outbox/index.html",
        view=view,
        counters=_counters(view),
        rows=page.rows,
        tries=tries,
        labels=labels,
        breaker=queries.breaker(),
        next_url=url_for(".index", xem=view, sau=page.next_key) if page.next_key else None,
    )


@bp.get("/<int:letter_id>")
def show(letter_id: int) -> str:
    return _page(letter_id, AddressForm())


@bp.get("/<int:letter_id>/xem")
def preview(letter_id: int) -> Response:
    letter = queries.letter(current_user, letter_id)
    return sandboxed(make_response(readable(letter.body_html)))


@bp.post("/<int:letter_id>/gui-lai")
def release(letter_id: int) -> Any:
    actions.release(current_user, queries.letter(current_user, letter_id))
    flash(gettext("The letter will be sent again"))
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.post("/<int:letter_id>/sua-dia-chi")
def readdress(letter_id: int) -> Any:
    letter, form = queries.letter(current_user, letter_id), AddressForm()
    if not form.ok:
        return _page(letter_id, form), 422
    actions.readdress(current_user, letter, to=form.to.data)
    flash(gettext("The letter goes to %(address)s", address=form.to.data))
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.post("/<int:letter_id>/bo")
def drop(letter_id: int) -> Any:
    actions.drop(current_user, queries.letter(current_user, letter_id))
    flash(gettext("The letter will not be sent"))
    return redirect(url_for(".show", letter_id=letter_id), 303)


def _page(letter_id: int, form: AddressForm) -> str:
    letter = queries.letter(current_user, letter_id)
    if not form.is_submitted():
        form.to.data = letter.to_addr
    return render_template(
        "outbox/show.html",
        letter=letter,
        text=readable(letter.body_text),
        attempts=queries.attempts(current_user, [letter_id])[letter_id],
        labels=labels,
        form=form,
        is_stuck=letter.state in queries.STUCK,
    )


def _counters(view: str) -> list[dict[str, Any]]:
    figures = queries.figures(current_user)
    return [
        {
            "label": str(label),
            "number": figures[name],
            "url": url_for(".index", xem=name),
            "current": name == view,
            "late": name in {"stuck", queries.UNKNOWNS},
        }
        for name, label in labels.VIEWS.items()
    ]
