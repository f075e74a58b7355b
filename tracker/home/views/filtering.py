"""What a desk with scripts shows in place, each a page of its own: its filters, and one row beside the list."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from tracker import clock
from tracker.errors import NotFound
from tracker.home import queries
from tracker.home.fields import filter_fields
from tracker.home.page import understood
from tracker.home.panel import panel_facts
from tracker.home.views.screens import bp


@bp.get("/don-doc/loc")
def filters() -> Any:
    if not current_user.sees_all:
        raise NotFound("page")
    chosen, unread, names = understood(request.args)
    choices = queries.choices(current_user, chosen, clock.today())
    return render_template("home/filters.html", **filter_fields(chosen, unread, names, choices))


@bp.get("/don-doc/viec/<int:assignment_id>")
def panel(assignment_id: int) -> Any:
    if not current_user.sees_all:
        raise NotFound("page")
    return render_template("home/panel.html", **panel_facts(current_user, assignment_id, request.args))
