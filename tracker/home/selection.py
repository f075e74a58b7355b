"""Every assignment one filter of the desk means, for acts on "all that match"."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Flask

from tracker.access.actors import Viewer
from tracker.db import db
from tracker.home import queries
from tracker.home.desk import Filters
from tracker.home.views import desk_days

MOST = 5001  # one more than may be acted on at once, so that too many is seen and said


def init_app(app: Flask) -> None:
    """Hand the desk's filters to `reminders`, which stands below and cannot ask for them."""
    app.extensions["desk_selection"] = selection


def selection(viewer: Viewer, query: str) -> list[int]:
    """The ids behind the desk's address with these arguments, at most 5,001."""
    filters = Filters.read(dict(parse_qsl(query)))
    return list(db.session.scalars(queries.matching(viewer, filters, desk_days()).limit(MOST)))
