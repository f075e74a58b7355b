"""Reminding by hand: the preview, the sending, and what became of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.access.actors import is_office
from tracker.outbox import labels
from tracker.outbox.writing import readable, write
from tracker.reminders import actions, queries
from tracker.reminders.choosing import chosen, kept
from tracker.reminders.forms import UrgeForm
from tracker.web.sentences import register

bp = Blueprint("reminders", __name__, url_prefix="/nhac")

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
    return redirect(url_for(".preview", **kept()), 303)


@bp.get("/xem-truoc")
def preview() -> str:
    policy.require(current_user, "reminder.urge")
    return _preview(UrgeForm(None), chosen(request.args))


@bp.post("")
def create() -> Any:
    policy.require(current_user, "reminder.urge")
    form, ids = UrgeForm(), chosen(request.form)
    if not form.ok:
        return _preview(form, ids), 422
    if request.form.get("do") == "sample":
        return _preview(form, ids)
    batch = actions.urge(current_user, assignment_ids=ids, **form.clean)
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


def _preview(form: UrgeForm, ids: list[int]) -> str:
    selected = queries.selection(current_user, ids)
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
        chosen=ids,
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
