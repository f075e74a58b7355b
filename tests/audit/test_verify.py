"""S23: every change to the log by hand is found, and the application's own connection cannot make one."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world import World
from tracker.access.actors import SYSTEM
from tracker.audit import trail
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.settings.actions import change_rules

EDITS = (
    "UPDATE audit SET actor_label = actor_label || 'x' WHERE seq = :seq",
    "UPDATE audit SET verb = 'nothing.done' WHERE seq = :seq",
    "UPDATE audit SET thing = 'body:999' WHERE seq = :seq",
    "UPDATE audit SET actor_id = 42 WHERE seq = :seq",
    "UPDATE audit SET reason = 'because' WHERE seq = :seq",
    "UPDATE audit SET request_id = 'r' WHERE seq = :seq",
    "UPDATE audit SET via = NULL WHERE seq = :seq",
    "UPDATE audit SET via = 'link' WHERE seq = :seq",
    "UPDATE audit SET on_behalf_of = 'Ai' WHERE seq = :seq",
    "UPDATE audit SET before = '{\"a\": 1}' WHERE seq = :seq",
    "DELETE FROM audit WHERE seq = :seq",
)


def without_wall(app: Flask) -> None:
    """As the owner of the database could: take the triggers away."""
    with transaction() as session:
        if db.engine.dialect.name == "sqlite":
            for name in ("audit_keeps_update", "audit_keeps_delete"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("DROP TRIGGER audit_keeps ON audit"))


def test_a_hundred_edits_are_all_found(world: World, app: Flask) -> None:
    for n in range(10):
        change_rules(SYSTEM, place=f"Lam Giang {n}")
    assert trail.verify() is None
    without_wall(app)
    last = db.session.query(AuditLine.seq).order_by(AuditLine.seq.desc()).limit(1).scalar()
    dice = random.Random(23)
    for n in range(100):
        seq = dice.randint(1, last)
        with pytest.raises(Undone), transaction() as session:  # noqa: PT012 - the check stands inside
            session.execute(text(EDITS[n % len(EDITS)]), {"seq": seq})
            session.expire_all()
            assert trail.verify() == seq, (n, EDITS[n % len(EDITS)])
            raise Undone
    db.session.rollback()
    assert trail.verify() is None


class Undone(Exception):
    """Takes an edit back."""


def test_cutting_off_the_end_and_swapping_are_found(world: World, app: Flask) -> None:
    without_wall(app)
    last = db.session.query(AuditLine.seq).order_by(AuditLine.seq.desc()).limit(1).scalar()
    for statements in (
        ["DELETE FROM audit WHERE seq > 3"],
        [
            "UPDATE audit SET seq = -1 WHERE seq = 2",
            "UPDATE audit SET seq = 2 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = -1",
        ],
        ["DELETE FROM audit WHERE seq > 3", "UPDATE audit_head SET seq = 3"],
    ):
        with pytest.raises(Undone), transaction() as session:  # noqa: PT012 - the check stands inside
            for statement in statements:
                session.execute(text(statement))
            session.expire_all()
            assert trail.verify() is not None, statements
            raise Undone
    assert last > 3


def test_without_the_key_the_chain_cannot_be_rebuilt(world: World, app: Flask) -> None:
    assert trail.verify() is None
    right = trail._key
    trail.use_key(b"another")
    try:
        assert trail.verify() == 1
    finally:
        trail.use_key(right)


@pytest.mark.parametrize("statement", ["UPDATE audit SET verb = 'x'", "DELETE FROM audit"])
def test_the_wall(world: World, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))
