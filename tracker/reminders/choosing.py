"""What was ticked on the desk, or all that its filter means, as an address keeps it and as ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.access.actors import Viewer
from tracker.errors import Refused
from tracker.reminders import rules
from tracker.reminders.forms import chosen_ids

Matching = Callable[[Viewer, str], list[int]]
"""The assignments a filter of the desk means; the desk, which stands above, hands it in as `desk_selection`."""


def kept() -> dict[str, Any]:
    """The choice as arguments of an address: a page with an address of its own can be gone back to."""
    if request.form.get("tat-ca") == "1":
        return {"tat-ca": "1", "loc": request.form.get("loc", "")}
    return {"id": chosen_ids(request.form.getlist("id"))}


def chosen(sent: MultiDict[str, str], most: int = rules.MOST_AT_ONCE) -> list[int]:
    """The ticked tasks, or all that the desk's filter means; none is left out in silence.

    Raises Refused("too_many_selected") above `most`.
    """
    if sent.get("tat-ca") == "1":
        matching: Matching = current_app.extensions["desk_selection"]
        found = matching(current_user, sent.get("loc", ""))
    else:
        found = chosen_ids(sent.getlist("id"))
    if len(found) > most:
        raise Refused("too_many_selected", most=most)
    return found
