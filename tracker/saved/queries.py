"""Reading saved views of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.access.actors import Viewer
from tracker.db import db, fetch
from tracker.errors import NotFound
from tracker.saved.models import FirstView, SavedView
from tracker.settings.seldom import kept, marks_its_changes

PATH = "/don-doc"
ON_DESK = 12  # the others stand on the page of all
MOST = 60
marks_its_changes(SavedView)
_SHELF = select(SavedView.name, SavedView.query).order_by(SavedView.sort_key).limit(ON_DESK)


def shelf(viewer: Viewer) -> tuple[Any, ...]:
    """(name, query) of the views the desk offers, in Vietnamese order."""
    _require_all_in_sight(viewer)
    return kept("shelf", lambda: fetch(_SHELF))


def saved_views(viewer: Viewer) -> Sequence[SavedView]:
    """All of them with their authors, in Vietnamese order."""
    _require_all_in_sight(viewer)
    rows = select(SavedView).options(joinedload(SavedView.author)).order_by(SavedView.sort_key).limit(MOST)
    return db.session.scalars(rows).all()


def saved_view(viewer: Viewer, view_id: int) -> SavedView:
    """One of them. Raises NotFound."""
    _require_all_in_sight(viewer)
    found = db.session.get(SavedView, view_id)
    if found is None:
        raise NotFound("view")
    return found


def first_view(viewer: Viewer) -> str | None:
    """The address of the saved view a person begins with; None for who begins with their first page."""
    if not viewer.sees_all:
        return None
    row = select(SavedView.query).join(FirstView, FirstView.view_id == SavedView.id)
    query = db.session.scalar(row.where(FirstView.person_id == viewer.id))
    return None if query is None else f"{PATH}?{query}" if query else PATH


def first_view_id(viewer: Viewer) -> int | None:
    """The id of that view."""
    return db.session.scalar(select(FirstView.view_id).where(FirstView.person_id == viewer.id))


def _require_all_in_sight(viewer: Viewer) -> None:
    if not viewer.sees_all:
        raise NotFound("page")
