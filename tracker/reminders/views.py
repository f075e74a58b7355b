"""Reminding by hand: the preview, the sending, what became of it, and telephone calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Viewer, is_office
from tracker.errors import Refused
from tracker.outbox import labels
from tracker.outbox.writing import readable, write
from tracker.reminders import actions, queries, rules
from tracker.reminders.forms import CallForm, UrgeForm, chosen_ids
from tracker.web.sentences import register

bp = Blueprint("reminders", __name__, url_prefix="/nhac")

Matching = Callable[[Viewer, str], list[int]]
"""The assignments a filter of the desk means; the desk, which stands above, hands it in as `desk_selection`."""

REASONS = {
    "reminded": lazy_gettext("Reminded within the last 24 hours"),
    "extension": lazy_gettext("Waiting for an answer on more time"),
    "objected": lazy_gettext("Waiting for an answer to the body's objection"),
    "no_mailbox": lazy_gettext("No mailbox"),
    "reported": lazy_gettext("Has just reported"),
}

register(
    {
        "nothing_to_send": lazy_gettext("Nothing is left to be reminded of: choose other tasks."),
        "too_many_selected": lazy_gettext("At most %(most)s tasks at once: narrow the list with a filter."),
    }
)


@bp.post("/xem-truoc")
def create_selection() -> Any:
    policy.require(current_user, "reminder.urge")
    return redirect(url_for(".preview", **kept_choice()), 303)


@bp.get("/xem-truoc")
def preview() -> str:
    policy.require(current_user, "reminder.urge")
    return _preview(UrgeForm(None), choice(request.args))


@bp.post("")
def create() -> Any:
    policy.require(current_user, "reminder.urge")
    form, chosen = UrgeForm(), choice(request.form)
    if not form.ok:
        return _preview(form, chosen), 422
    if request.form.get("do") == "sample":
        return _preview(form, chosen)
    batch = actions.urge(current_user, assignment_ids=chosen, **form.clean)
    return redirect(url_for(".show", batch_id=batch.id), 303)


@bp.get("/<int:batch_id>")
def show(batch_id: int) -> str:
    letters = queries.batch_letters(current_user, batch_id)
    states = Counter(row.state for row in letters)
    return render_template(
        "reminders/show.html",
        batch=queries.batch(current_user, batch_id),
        letters=letters,
        counts=[(labels.state(state), n) for state, n in states.most_common()],
        labels=labels,
        may_mend=is_office(current_user),
    )


@bp.post("/da-goi")
def create_call_selection() -> Any:
    policy.require(current_user, "reminder.call")
    return redirect(url_for(".call", **kept_choice()), 303)


@bp.get("/da-goi")
def call() -> str:
    policy.require(current_user, "reminder.call")
    return _call(CallForm(None), choice(request.args))


@bp.post("/da-goi/ghi")
def create_call() -> Any:
    policy.require(current_user, "reminder.call")
    form, chosen = CallForm(), choice(request.form)
    if not form.ok:
        return _call(form, chosen), 422
    actions.note_call(current_user, assignment_ids=chosen, note=form.note.data)
    number = len(chosen)
    flash(ngettext("Call noted for %(num)s task", "Call noted for %(num)s tasks", number))
    return redirect("/don-doc", 303)


def kept_choice() -> dict[str, Any]:
    """The choice as arguments of an address: a page with an address of its own can be gone back to."""
    if request.form.get("tat-ca") == "1":
        return {"tat-ca": "1", "loc": request.form.get("loc", "")}
    return {"id": chosen_ids(request.form.getlist("id"))}


def choice(sent: MultiDict[str, str]) -> list[int]:
    """The ticked tasks, or all that the desk's filter means; none is left out in silence."""
    if sent.get("tat-ca") == "1":
        matching: Matching = current_app.extensions["desk_selection"]
        chosen = matching(current_user, sent.get("loc", ""))
    else:
        chosen = chosen_ids(sent.getlist("id"))
    if len(chosen) > rules.MOST_AT_ONCE:
        raise Refused("too_many_selected", most=rules.MOST_AT_ONCE)
    return chosen


def _preview(form: UrgeForm, chosen: list[int]) -> str:
    selected = queries.selection(current_user, chosen)
    sample = None
    if selected.letters:
        group = max(selected.letters, key=lambda each: len(each.rows))
        facts = actions.urging_facts(
            current_user,
            group,
            opening=form.opening.data or "",
            answer_by=form.answer_by.data,
            today=clock.today(),
        )
        sample = write("urge", {"assignment_ids": (), **facts})
    return render_template(
        "reminders/preview.html",
        form=form,
        chosen=chosen,
        selected=selected,
        left_out=[(str(REASONS[reason]), rows) for reason, rows in selected.left_out.items()],
        sample=sample,
        sample_text=readable(sample.text) if sample else "",
        sample_to=group.name if selected.letters else "",
        heading=gettext(
            "%(letters)s letters to %(bodies)s bodies (%(tasks)s tasks)",
            letters=len(selected.letters),
            bodies=len(selected.letters),
            tasks=selected.assignments,
        ),
    )


def _call(form: CallForm, chosen: list[int]) -> str:
    selected = queries.selection(current_user, chosen)
    return render_template("reminders/call.html", form=form, chosen=chosen, rows=selected.everything)
