"""Saving views of the desk, naming them anew, deleting them, and choosing the one to begin with."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.access import policy
from tracker.access.actors import Actor
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db
from tracker.errors import Conflict, Refused
from tracker.saved.models import FirstView, SavedView
from tracker.vietnamese import sort_key

MOST = 60  # views of one office: more would hide one another


@action
def save_view(actor: Actor, *, name: str, query: str) -> SavedView:
    """Keep an address of the desk (its arguments, as the desk itself writes them) under a name, for all who see it.

    Raises Refused("view_name_taken") for a name in use (however accented or cased), Refused("too_many_views").
    """
    policy.require(actor, "view.save")
    if len(db.session.scalars(select(SavedView.id).limit(MOST)).all()) == MOST:
        raise Refused("too_many_views", most=MOST)
    _require_free(name)
    made = SavedView(name=name, sort_key=sort_key(name), query=query, author_id=actor.id)
    made.saved_at = clock.now()
    db.session.add(made)
    _flush(name)
    trail.record(actor, "view.save", made, after={"name": name, "query": query})
    return made


@action
def rename_view(actor: Actor, view: SavedView, *, name: str, version: int) -> SavedView:
    """Give a saved view another name. Raises Conflict("stale"), Refused("view_name_taken")."""
    policy.require(actor, "view.rename", view)
    if view.version != version:
        raise Conflict("stale")
    _require_free(name, but=view.id)
    before = {"name": view.name}
    view.name, view.sort_key = name, sort_key(name)
    _flush(name)
    trail.record(actor, "view.rename", view, before=before, after={"name": name})
    return view


@action
def delete_view(actor: Actor, view: SavedView, *, version: int) -> None:
    """Take a saved view away from all; who began with it begins with the desk again. Raises Conflict("stale")."""
    policy.require(actor, "view.delete", view)
    if view.version != version:
        raise Conflict("stale")
    trail.record(actor, "view.delete", view, before={"name": view.name, "query": view.query})
    db.session.execute(delete(FirstView).where(FirstView.view_id == view.id).execution_options(**PLAIN))
    db.session.delete(view)


@action
def begin_with(actor: Actor, view: SavedView | None) -> None:
    """Come to a saved view after signing in from now on; None: to the desk as it is."""
    policy.require(actor, "view.first", view)
    kept = db.session.get(FirstView, actor.id)
    before = {"view": kept.view_id if kept is not None else None}
    db.session.execute(delete(FirstView).where(FirstView.person_id == actor.id).execution_options(**PLAIN))
    if kept is not None:
        db.session.expunge(kept)
    if view is not None:
        db.session.add(FirstView(person_id=actor.id, view_id=view.id))
    whose = view if view is not None else f"person:{actor.id}"
    trail.record(
        actor, "view.first", whose, before=before, after={"view": view.id if view is not None else None}
    )


def _flush(name: str) -> None:
    """Write the name; of two that take it in the same moment the second is told as if it had come later."""
    try:
        db.session.flush()
    except IntegrityError:
        raise Refused("view_name_taken", name=name) from None


def _require_free(name: str, but: int | None = None) -> None:
    taken = db.session.scalar(select(SavedView.id).where(SavedView.sort_key == sort_key(name)))
    if taken not in (None, but):
        raise Refused("view_name_taken", name=name)
