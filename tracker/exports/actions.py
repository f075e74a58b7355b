"""Workbooks made behind the page: asked for, made by whichever clock comes first, forgotten after some days."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from flask_babel import force_locale
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.access import policy
from tracker.access.actors import SYSTEM, Actor, Viewer
from tracker.action import action
from tracker.audit import trail
from tracker.db import PLAIN, db, transaction
from tracker.errors import Refused
from tracker.exports import writing
from tracker.exports.lists import listing
from tracker.exports.rules import KEPT, file_name
from tracker.files.models import Export
from tracker.notices.actions import tell_of_file
from tracker.people.models import Person
from tracker.people.queries import as_viewer

log = structlog.get_logger("tracker.exports")

MOST_AHEAD = 3  # workbooks one person waits for at a time
HELD = timedelta(minutes=10)
"""So long without a sign a maker is taken for gone, and another begins anew."""


@action
def ask_for_file(actor: Viewer, *, kind: str, arguments: dict[str, str], title: str, language: str) -> Export:
    """Put a list in the queue of workbooks to be made for the actor. Raises Refused("export_enough")."""
    policy.require(actor, "export.ask")
    ahead = select(func.count()).where(Export.person_id == actor.id, Export.state.in_(("waiting", "running")))
    if (db.session.scalar(ahead) or 0) >= MOST_AHEAD:
        raise Refused("export_enough", most=MOST_AHEAD)
    export = Export(
        person_id=actor.id,
        kind=kind,
        arguments=arguments,
        title=title,
        language=language,
        asked_at=clock.now(),
    )
    db.session.add(export)
    db.session.flush()
    trail.record(actor, "export.ask", export, after={"title": title})
    return export


@action
def finish(actor: Actor, export: Export, *, number: int, size: int, name: str, secret: str) -> Export:
    """The workbook is there: its maker is told under the bell."""
    policy.require(actor, "export.make")
    export.state, export.ready_at, export.held_until = "ready", clock.now(), None
    export.number, export.size, export.name, export.secret = number, size, name, secret
    tell_of_file(export.person_id, export.title, f"/xuat/tep/{export.id}")
    trail.record(actor, "export.make", export, after={"title": export.title, "rows": number})
    return export


@action
def give_up(actor: Actor, export: Export) -> Export:
    """It could not be made: who asked reads so on its page, and under the bell."""
    policy.require(actor, "export.make")
    export.state, export.held_until = "failed", None
    tell_of_file(export.person_id, export.title, f"/xuat/tep/{export.id}")
    trail.record(actor, "export.make", export, after={"title": export.title, "failed": True})
    return export


def _free(now: datetime) -> ColumnElement[bool]:
    """Nobody makes it: it waits, or its maker has been silent for long."""
    return or_(Export.state == "waiting", and_(Export.state == "running", Export.held_until < now))


def files_wait() -> bool:
    """Whether a workbook waits to be made."""
    return db.session.scalar(select(Export.id).where(_free(clock.now())).limit(1)) is not None


def take_next() -> Export | None:
    """Take the oldest workbook that waits, or whose maker is gone; whoever changes the row has it."""
    now = clock.now()
    free = _free(now)
    with transaction() as session:
        oldest = session.scalar(select(Export.id).where(free).order_by(Export.id).limit(1))
        if oldest is None:
            return None
        taken = update(Export).where(Export.id == oldest, free).values(state="running", held_until=now + HELD)
        if session.execute(taken.execution_options(**PLAIN)).rowcount != 1:  # type: ignore[attr-defined]
            return None
        return session.scalar(
            select(Export).where(Export.id == oldest).execution_options(populate_existing=True)
        )


def make(export: Export, instance: Path) -> None:
    """Make one workbook of the list as who asked for it would see it now. Raises whatever goes wrong; they are told."""
    secret = secrets.token_hex(16)
    place = writing.folder(instance) / f"{secret}.xlsx"
    try:
        number, title = _written(export, place)
    except Exception:
        place.unlink(missing_ok=True)
        give_up(SYSTEM, _again(export))
        raise
    name = file_name(title, clock.local(clock.now()))
    finish(SYSTEM, _again(export), number=number, size=place.stat().st_size, name=name, secret=secret)


def _written(export: Export, place: Path) -> tuple[int, str]:
    person = db.session.get_one(Person, export.person_id)
    viewer = as_viewer(person, clock.today())
    policy.require(viewer, "export.ask")
    if not person.is_enabled:
        raise PermissionError("the account is disabled")
    with force_locale(export.language):
        found = listing(export.kind, viewer, MultiDict(export.arguments))
        heads = writing.head(found, person.name)
        return writing.write(place, heads, found.rows(), _holding(export.id)), found.title


def _holding(export_id: int) -> Callable[[], None]:
    """Say now and then that the maker is alive."""

    def hold() -> None:
        with transaction() as session:
            longer = update(Export).where(Export.id == export_id).values(held_until=clock.now() + HELD)
            session.execute(longer.execution_options(**PLAIN))

    return hold


def _again(export: Export) -> Export:
    return db.session.get_one(Export, export.id, populate_existing=True)


def make_waiting(instance: Path) -> dict[str, Any]:
    """Make whatever waits, one after the other. How many were made and how many could not be."""
    made = failed = 0
    while (export := take_next()) is not None:
        try:
            make(export, instance)
            made += 1
        except Exception:
            log.exception("export_failed", export=export.id, kind=export.kind)
            failed += 1
    return {"made": made, "failed": failed}


def forget(instance: Path) -> int:
    """Delete the workbooks whose days are over. How many."""
    over = select(Export).where(Export.state == "ready", Export.ready_at < clock.now() - KEPT)
    with transaction() as session:
        old = list(session.scalars(over))
        for export in old:
            (writing.folder(instance) / f"{export.secret}.xlsx").unlink(missing_ok=True)
            export.state, export.secret = "gone", ""
    return len(old)
