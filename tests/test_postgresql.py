"""Lines to PostgreSQL: what reads stands in no transaction and cannot write; one that is gone is not used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg.pq import TransactionStatus
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.world import World
from tracker import postgresql
from tracker.db import READER, connection, db, fetch, one_sight, transaction, writing
from tracker.people.models import Person

DATABASES = ("postgresql",)
PEOPLE = select(func.count(Person.id).label("n"))
WHERE = text("SELECT pg_backend_pid()")


def raw() -> Any:
    return connection().connection.dbapi_connection


def test_what_is_read_stands_in_no_transaction(world: World) -> None:
    assert fetch(PEOPLE)[0].n
    assert db.session.scalar(PEOPLE)
    assert raw().info.transaction_status == TransactionStatus.IDLE
    with transaction():
        fetch(PEOPLE)
        assert raw().info.transaction_status == TransactionStatus.INTRANS


def test_a_line_that_reads_cannot_write(world: World) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        db.session.execute(update(Person).values(name="Không ai"))
    db.session.rollback()
    with transaction() as session:
        session.execute(update(Person).values(name="Một người"))
    assert set(db.session.scalars(select(Person.name))) == {"Một người"}


def test_what_must_be_of_one_moment_is(world: World) -> None:
    one_sight()
    before = db.session.scalars(select(Person.name).order_by(Person.id)).all()
    with writing(), db.engine.begin() as other:
        other.execute(update(Person).values(name="Đổi rồi"))
    assert db.session.scalars(select(Person.name).order_by(Person.id)).all() == before
    db.session.commit()
    assert set(db.session.scalars(select(Person.name))) == {"Đổi rồi"}
    assert raw().info.transaction_status == TransactionStatus.IDLE, "the line reads as others do again"


def end_lines(app: Flask) -> int:
    """As a server that is started anew does; how many lines it ended."""
    others = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with db.engine.connect() as line:
        return int(line.scalar(others) or 0)


def test_a_line_the_server_has_ended_is_not_used(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World
) -> None:
    office = sign_in("oanh")
    assert office.get("/don-doc").status_code == 200
    db.session.remove()
    assert end_lines(app)
    assert office.get("/don-doc").status_code == 200
    assert end_lines(app)
    with transaction() as session:
        session.execute(update(Person).values(name="Sau khi máy chủ nghỉ"))
    assert set(db.session.scalars(select(Person.name))) == {"Sau khi máy chủ nghỉ"}


def test_the_server_is_asked_only_after_a_pause(
    app: Flask, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    asked: list[int] = []

    def ask(engine: Any, line: Any) -> bool:
        asked.append(line.info.backend_pid)
        return postgresql_answers(engine, line)

    postgresql_answers = postgresql.answers
    monkeypatch.setattr(postgresql, "answers", ask)

    def line_used() -> int:
        with db.engines[READER].connect() as line:
            return int(line.scalar(WHERE) or 0)

    first = line_used()
    assert line_used() == first
    assert asked == []
    monkeypatch.setattr(postgresql, "PAUSE", 0.0)
    assert line_used() == first
    assert asked == [first]


def test_one_line_lost_unnoticed_costs_one_answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """As when a firewall forgets all lines at once: the first to find out lets go of the others."""
    monkeypatch.setattr(postgresql, "has_word", lambda line: False)
    lines = [db.engines[READER].connect() for _ in range(4)]
    for line in lines:
        line.scalar(WHERE)
    for line in lines:
        line.close()
    db.session.remove()
    assert end_lines(app)
    with pytest.raises(DBAPIError):
        fetch(PEOPLE)
    for _ in range(4):
        db.session.remove()
        assert fetch(PEOPLE)[0].n
    others = [db.engines[READER].connect() for _ in range(4)]
    assert all(line.scalar(WHERE) for line in others)
    for line in others:
        line.close()
    monkeypatch.undo()
    assert end_lines(app)
    db.session.remove()
    assert fetch(PEOPLE)[0].n, "new lines are looked at as the old ones were"
