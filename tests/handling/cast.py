"""The cast's commune with a colleague in it, and a body that works with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests import make
from tests.world import World
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.handling.models import Handling, HandlingEvent, Step
from tracker.outbox.models import Letter
from tracker.people.models import Person


def add_colleague(world: World, login: str = "phu", name: str = "Lục Văn Phú") -> Person:
    """One more person of UBND xã Đàm Thượng, known to the cast by their login."""
    made = make.make_person(name, "officer", world.dam, login=login)
    world.people[login] = made
    return made


def add_helper(world: World) -> Viewer:
    """Chi's commune works with Bình's on it."""
    with transaction() as session:
        session.add(Coordinator(assignment_id=world.work.id, body_id=world.chi_body.id))
    return world.viewer("chi")


def handling(work: Assignment) -> Handling:
    db.session.commit()  # what a request wrote is seen from here on
    found = select(Handling).where(Handling.assignment_id == work.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def steps(work: Assignment) -> list[Step]:
    db.session.commit()
    found = select(Step).where(Step.assignment_id == work.id).order_by(Step.position)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def history(work: Assignment) -> list[tuple[str, str, str]]:
    """(kind, person, words) of what was arranged, the oldest first."""
    found = select(HandlingEvent).where(HandlingEvent.assignment_id == work.id).order_by(HandlingEvent.id)
    return [(each.kind, each.person, each.words) for each in db.session.scalars(found)]


def letters() -> list[Letter]:
    """Letters that tell people what they were given."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == "passed").order_by(Letter.id)))


def lines(verb: str) -> list[tuple[str, Any, Any]]:
    """(thing, before, after) of the log's lines of a verb."""
    found = select(AuditLine).where(AuditLine.verb == verb).order_by(AuditLine.seq)
    return [(line.thing, line.before, line.after) for line in db.session.scalars(found)]
