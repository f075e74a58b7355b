"""The letters' pages: what waits, what is stuck and why, what nobody knows, and one letter as it reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.outbox import actions, allowance, labels, queries
from tracker.outbox.forms import AddressForm, BounceForm, FindForm, ReasonForm, ReturnedForm
from tracker.outbox.writing import for_chat, readable
from tracker.web.headers import sandboxed
from tracker.web.sentences import register

bp = Blueprint("outbox", __name__, url_prefix="/quan-tri/thu")
SCOPE = "dia-chi"  # two forms of one page ask for a reason

register(
    {
        "bad_address": lazy_gettext("%(address)s is not one plain e-mail address."),
        "letter_not_sent": lazy_gettext("This letter has not left, or it is known that it came back."),
        "letter_not_stuck": lazy_gettext("This letter is not stuck any more."),
        "letter_of_the_past": lazy_gettext(
            "This reminder speaks of a day that has passed. The next one will be written by itself."
        ),
    }
)


@bp.get("")
def index() -> str:
    find = FindForm(request.args)
    wanted = request.args.get("xem", "all" if find.tim.data else "stuck")
    return _list(wanted if wanted in queries.VIEWS else "stuck", find, ReasonForm(formdata=None))


@bp.post("/gui-lai")
def release_selection() -> Any:
    return _settled(actions.release_all, gettext("Letters that will be sent again: %(number)s."))


@bp.post("/bo")
def drop_selection() -> Any:
    return _settled(actions.drop_all, gettext("Letters that will not be sent: %(number)s."))


@bp.post("/bi-tra")
def create_returned() -> Any:
    form = ReturnedForm()
    queries.require_reader(current_user)
    letter = _named_by(form) if form.ok else None
    if letter is None:
        return _list(queries.BOUNCED, FindForm(None), ReasonForm(formdata=None), returned=form), 422
    flash(gettext("It has been noted that the letter came back"))
    return redirect(url_for(".show", letter_id=letter.id), 303)


@bp.get("/<int:letter_id>")
def show(letter_id: int) -> str:
    return _page(letter_id)


@bp.get("/<int:letter_id>/xem")
def preview(letter_id: int) -> Response:
    letter = queries.letter(current_user, letter_id)
    return sandboxed(make_response(readable(letter.body_html)))


@bp.post("/<int:letter_id>/gui-lai")
def release(letter_id: int) -> Any:
    letter, form = queries.letter(current_user, letter_id), ReasonForm()
    if not form.ok:
        return _page(letter_id, form=form), 422
    actions.release(current_user, letter, reason=form.reason.data)
    flash(gettext("The letter will be sent again"))
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.post("/<int:letter_id>/sua-dia-chi")
def readdress(letter_id: int) -> Any:
    letter, form = queries.letter(current_user, letter_id), AddressForm(scope=SCOPE)
    if not form.ok:
        return _page(letter_id, address_form=form), 422
    actions.readdress(current_user, letter, to=form.to.data, reason=form.reason.data)
    flash(gettext("The letter goes to %(address)s", address=form.to.data))
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.post("/<int:letter_id>/bo")
def drop(letter_id: int) -> Any:
    letter, form = queries.letter(current_user, letter_id), ReasonForm()
    if not form.ok:
        return _page(letter_id, form=form), 422
    actions.drop(current_user, letter, reason=form.reason.data)
    flash(gettext("The letter will not be sent"))
    return redirect(url_for(".show", letter_id=letter_id), 303)


@bp.post("/<int:letter_id>/bi-tra")
def create_bounce(letter_id: int) -> Any:
    letter, form = queries.letter(current_user, letter_id), BounceForm()
    if not form.ok:
        return _page(letter_id, bounce_form=form), 422
    actions.bounce(current_user, letter, **form.clean)
    flash(gettext("It has been noted that the letter came back"))
    return redirect(url_for(".show", letter_id=letter_id), 303)


def _named_by(form: ReturnedForm) -> Any:
    """Note that the letter a bounce mail names came back; None, said on the form, where there is none to note."""
    mail = form.read
    letter = queries.returned(current_user, mail.message_ids, mail.mailboxes)
    if not mail.is_final:
        form.refuse("words", gettext("This mail says that a letter is late, not that it came back."))
        return None
    if letter is None:
        form.refuse(
            "words", gettext("No letter of ours that left is named in it: no Message-ID, no mailbox.")
        )
        return None
    return actions.bounce(current_user, letter, why=mail.why, words=mail.words)


def _page(letter_id: int, **came_back: Any) -> str:
    """One letter; `came_back` is the form that was sent and could not be taken."""
    letter = queries.letter(current_user, letter_id)
    forms = {
        "form": ReasonForm(formdata=None),
        "address_form": AddressForm(formdata=None, to=letter.to_addr, scope=SCOPE),
        "bounce_form": BounceForm(formdata=None),
    } | came_back
    return render_template(
        "outbox/show.html",
        letter=letter,
        text=readable(letter.body_text),
        chat=for_chat(letter),
        attempts=queries.attempts(current_user, [letter_id])[letter_id],
        labels=labels,
        others=queries.came_back(letter.to_addr, besides=letter_id),
        is_stuck=letter.state in queries.STUCK,
        refused=next(iter(came_back.values()), None),
        **forms,
    )


def _settled(verb: Callable[..., Any], said: str) -> Any:
    """Do one thing to the letters selected; nothing selected, or no reason, is said above the list."""
    form, ids = ReasonForm(), request.form.getlist("id", type=int)
    if not form.ok or not ids:
        if not ids:
            form.refuse("reason", gettext("Select at least one letter."))
        return _list("stuck", FindForm(None), form, ids), 422
    done = verb(current_user, letter_ids=ids, reason=form.reason.data)
    if isinstance(done, actions.Settled):  # sent twice, the first sending has said it
        flash(said % {"number": done.done})
        if done.left:
            flash(gettext("Left as they are: %(number)s.", number=done.left), "soon")
    return redirect(url_for(".index"), 303)


def _limit() -> dict[str, Any]:
    """How many letters the mail server takes in an hour, and when the next may leave where the hour's are spent."""
    per_hour = current_app.extensions["config"].smtp_per_hour
    return {
        "per_hour": per_hour,
        "opens_at": allowance.opens_at(per_hour, clock.now()) if per_hour else None,
    }


def _list(view: str, find: FindForm, form: ReasonForm, chosen: Sequence[int] = (), **came_back: Any) -> str:
    named = find.tim.data or ""
    page = queries.letters(current_user, view, request.args.get("sau"), named=named)
    tries = queries.attempts(current_user, [row.id for row in page.rows]) if view == queries.UNKNOWNS else {}
    onwards: dict[str, Any] = {"xem": view, "sau": page.next_key, "tim": named or None}
    return render_template(
        "outbox/index.html",
        view=view,
        counters=_counters(view),
        rows=page.rows,
        tries=tries,
        labels=labels,
        breaker=queries.breaker(),
        **_limit(),
        find=find,
        form=form,
        chosen=chosen,
        returned=came_back.get("returned") or ReturnedForm(formdata=None),
        next_url=url_for(".index", **onwards) if page.next_key else None,
    )


def _counters(view: str) -> list[dict[str, Any]]:
    figures = queries.figures(current_user)
    return [
        {
            "label": str(label),
            "number": figures[name],
            "url": url_for(".index", xem=name),
            "current": name == view,
            "late": name in {"stuck", queries.BOUNCED, queries.UNKNOWNS},
        }
        for name, label in labels.VIEWS.items()
    ]
