"""What became of each row of a bulk act, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from tracker import clock
from tracker.access import policy
from tracker.bulk import actions, labels, queries, rules
from tracker.bulk.forms import UndoForm
from tracker.bulk.models import BulkBatch
from tracker.bulk.views.blueprint import bp
from tracker.errors import Refused
from tracker.tasks.rules import title
from tracker.web.sentences import sentence


@bp.get("")
def index() -> str:
    page = queries.batches(current_user, request.args.get("sau"))
    next_url = url_for(".index", sau=page.next_key) if page.next_key else None
    return render_template("bulk/index.html", page=page, verbs=labels.VERBS, next_url=next_url)


@bp.get("/lo/<int:batch_id>")
def show(batch_id: int) -> str:
    return _batch_page(queries.batch(current_user, batch_id), UndoForm(formdata=None))


@bp.post("/lo/<int:batch_id>/hoan-tac")
def undo(batch_id: int) -> Any:
    batch, form = queries.batch(current_user, batch_id), UndoForm()
    if form.ok:
        try:
            actions.undo(current_user, batch, reason=form.clean["reason"])
            return redirect(url_for(".show", batch_id=batch_id), 303)
        except Refused as problem:
            _refuse(form, problem)
    return _batch_page(queries.batch(current_user, batch_id), form), 422


def _refuse(form: UndoForm, problem: Refused) -> None:
    if problem.code == "undo_nothing":
        form.form_errors.append(labels.none_back_said(problem.facts))
    elif problem.code == "reason_needed":
        form.refuse("reason", sentence(problem.code, problem.facts, 422))
    else:
        form.form_errors.append(sentence(problem.code, problem.facts, 422))


def _batch_page(batch: BulkBatch, form: UndoForm) -> str:
    page = queries.outcomes(current_user, batch.id, request.args.get("sau"))
    limit = actions.undo_limit(batch)
    return render_template(
        "bulk/show.html",
        batch=batch,
        words=labels.VERBS[batch.verb],
        page=page,
        form=form,
        reasons=labels.REASONS,
        undone=labels.UNDONE,
        title_of=title,
        change_said=labels.change_said,
        minutes=limit // timedelta(minutes=1),
        hours=limit // timedelta(hours=1),
        is_untold=batch.verb in rules.UNTOLD,
        first_column=labels.THINGS.get(batch.verb, labels.WORK),
        list_url="/theo-doi" if batch.verb == "official" else "/don-doc",
        may_undo=policy.may(current_user, "bulk.undo", batch) and rules.may_undo(batch, clock.now(), limit),
        next_url=url_for(".show", batch_id=batch.id, sau=page.next_key) if page.next_key else None,
    )
