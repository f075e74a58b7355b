"""A file being read page by page: how far it is, reading it again, giving it up."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from tracker import clock
from tracker.intake import actions, held, queries, queue
from tracker.intake.forms import GoOnForm, StartForm
from tracker.intake.models import Reading
from tracker.intake.receiving import Waiting
from tracker.intake.views.blueprint import bp
from tracker.web.forms import Form

PLACE = "/dang-doc/<int:reading_id>"


def begin(form: StartForm, waiting: Waiting) -> Any:
    """Send a file to be read and lead to the page that says how far that is."""
    config = current_app.extensions["config"]
    made = actions.start_reading(
        current_user,
        name=form.file.data.filename,
        held=waiting.held,
        node=held.node(config),
        pages=waiting.pages,
        origin=form.origin.data,
        is_taken_anyway=form.anyway.data == "1",
    )
    queue.forget_unless(config, waiting.held, made)
    queue.start(config)
    return redirect(url_for("intake.reading", reading_id=made.id), 303)


@bp.get(PLACE)
def reading(reading_id: int) -> str:
    return _page(queries.reading(current_user, reading_id), GoOnForm())


def _page(found: Reading, leaving: GoOnForm) -> str:
    stalled = found.has_stalled(clock.now())
    return render_template(
        "intake/reading.html", reading=found, has_stalled=stalled, form=Form(), leaving=leaving
    )


@bp.post(f"{PLACE}/doc-lai")
def restart(reading_id: int) -> Any:
    found = queries.reading(current_user, reading_id)
    actions.restart_reading(current_user, found, is_taken_anyway=found.problem == "not_a_directive")
    queue.start(current_app.extensions["config"])
    return redirect(url_for("intake.reading", reading_id=reading_id), 303)


@bp.post(f"{PLACE}/bo-trang")
def leave_out_unread(reading_id: int) -> Any:
    found = queries.reading(current_user, reading_id)
    form = GoOnForm()
    if not form.ok:
        return _page(found, form), 422
    actions.go_on_without(current_user, found)
    queue.start(current_app.extensions["config"])
    return redirect(url_for("intake.reading", reading_id=reading_id), 303)


@bp.post(f"{PLACE}/bo")
def drop(reading_id: int) -> Any:
    found = queries.reading(current_user, reading_id)
    path = held.path_of(current_app.extensions["config"], found.held)
    actions.drop_reading(current_user, found)
    held.throw_away(path)
    flash(gettext("The file was thrown away. Nothing of it was kept."))
    return redirect(url_for("intake.new"), 303)
