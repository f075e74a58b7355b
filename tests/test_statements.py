"""Statements sent straight to the driver answer, and fail, as SQLAlchemy's own way does."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, case, func, insert, literal, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError, StatementError

from tests.counting import count_sql
from tests.world import World
from tracker import clock, statements
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine, RequestOnce
from tracker.bodies.models import Body
from tracker.db import among, db, fetch, transaction, written

_WORK = (
    select(
        Assignment.id,
        Assignment.due_on,
        Assignment.assigned_on,
        Assignment.is_owed,
        Body.name,
        case((Assignment.due_on < bindparam("day"), literal("late"))).label("late"),
        func.count().over().label("all_of_them"),
    )
    .join(Body, Body.id == Assignment.body_id)
    .where(among(Assignment.state, ("assigned", "in_progress")), Body.name.like("%xã%"))
    .order_by(Assignment.id)
)
_LINES = select(AuditLine.at, AuditLine.after, AuditLine.mac).order_by(AuditLine.seq)
_CHOSEN = select(Body.id).where(Body.id.in_(bindparam("ids", expanding=True)))
_TAKE = insert(RequestOnce.__table__)  # type: ignore[arg-type]
_TAKEN = select(RequestOnce.at, RequestOnce.answer_id)
_NAMED = update(Body.__table__).where(Body.id == bindparam("which")).values(name=bindparam("called"))  # type: ignore[arg-type]
NOON = datetime(2026, 3, 2, 5, 0, 30, 250_000, tzinfo=UTC)


def by_the_library(app: Flask, statement: Any, **values: Any) -> tuple[Any, ...]:
    """What SQLAlchemy's own way gives: the one taken while somebody watches."""
    with count_sql(app) as sent:
        found = fetch(statement, **values)
    assert len(sent) == 1
    return found


def test_both_ways_give_the_same(app: Flask, world: World) -> None:
    for statement, values in ((_WORK, {"day": clock.today()}), (_LINES, {})):
        found = fetch(statement, **values)
        assert found
        assert statements.worded(statement, tuple(values), db.engine.dialect).is_plain
        assert found == by_the_library(app, statement, **values)
        assert found[0]._fields == by_the_library(app, statement, **values)[0]._fields
    assert [type(value) for value in fetch(_WORK, day=clock.today())[0][:4]] == [int, date, date, bool]
    assert fetch(_LINES)[0].at.tzinfo is UTC


def test_what_is_written_comes_back(app: Flask, world: World) -> None:
    with transaction():
        assert written(_TAKE, who="a", token="b", verb="c", answer_id=None, at=NOON) == 1
        assert written(_NAMED, which=world.dam.id, called="UBND xã 100 % mới") == 1
        assert written(_NAMED, which=0, called="Không có") == 0
    assert [tuple(row) for row in fetch(_TAKEN)] == [(NOON, None)]
    db.session.expire_all()
    assert db.session.get_one(Body, world.dam.id).name == "UBND xã 100 % mới"


def test_a_list_given_when_it_runs_goes_the_librarys_way(app: Flask, world: World) -> None:
    assert {row.id for row in fetch(_CHOSEN, ids=[world.dam.id, 0])} == {world.dam.id}
    assert fetch(_CHOSEN, ids=[]) == ()
    assert not statements.worded(_CHOSEN, ("ids",), db.engine.dialect).is_plain


def test_a_statement_is_worded_once(app: Flask, world: World) -> None:
    fetch(_WORK, day=clock.today())
    made = statements.worded(_WORK, ("day",), db.engine.dialect)
    fetch(_WORK, day=clock.today())
    assert statements.worded(_WORK, ("day",), db.engine.dialect) is made


def test_words_go_with_their_statement(app: Flask, world: World) -> None:
    once = select(Body.id).where(Body.id == bindparam("a b(c)"))
    assert [row.id for row in fetch(once, **{"a b(c)": world.dam.id})] == [world.dam.id]
    before = len(statements._worded)
    del once
    gc.collect()
    assert len(statements._worded) == before - 1


def test_a_text_tells_its_columns_when_it_runs(app: Flask, world: World) -> None:
    assert fetch(text("SELECT 7 AS seven"))[0].seven == 7


def test_a_value_of_another_kind_is_told_in_the_librarys_words(app: Flask, world: World) -> None:
    with pytest.raises(StatementError):
        fetch(_WORK, day=object())


def test_nothing_is_written_behind_a_flush_that_failed(app: Flask, world: World) -> None:
    row = {"who": "a", "token": "b", "verb": "c", "answer_id": 1, "at": NOON}

    def flush_twice() -> None:
        with transaction() as session:
            written(_TAKE, **row)
            session.add(RequestOnce(**row))
            with suppress(IntegrityError):
                session.flush()
            written(_TAKE, **row | {"token": "ghost"})

    with pytest.raises(PendingRollbackError):
        flush_twice()
    assert fetch(_TAKEN) == ()


def test_a_savepoint_holds_what_is_written_first_in_it(app: Flask, world: World) -> None:
    row = {"who": "a", "verb": "c", "answer_id": 1, "at": NOON}
    with transaction() as session:
        written(_TAKE, **row, token="outside")
        with suppress(RuntimeError), session.begin_nested():
            written(_TAKE, **row, token="inside")
            raise RuntimeError
    assert len(fetch(_TAKEN)) == 1


def test_a_value_that_is_not_given_is_told(app: Flask, world: World) -> None:
    with pytest.raises(TypeError, match="day"):
        fetch(_WORK)


def test_what_the_session_holds_is_written_before(app: Flask, world: World) -> None:
    with transaction():
        db.session.get_one(Body, world.dam.id).name = "UBND xã Vừa đổi tên"
        assert "UBND xã Vừa đổi tên" in {row.name for row in fetch(_WORK, day=clock.today())}
        db.session.rollback()


def test_a_broken_rule_is_told_in_the_librarys_words(app: Flask, world: World) -> None:
    twice = {"who": "a", "token": "b", "verb": "c", "answer_id": 1, "at": NOON}
    with transaction():
        written(_TAKE, **twice)
        with pytest.raises(IntegrityError):
            written(_TAKE, **twice)
        db.session.rollback()
    assert fetch(_TAKEN) == (), "and nothing of it stays"


@pytest.mark.databases("postgresql")
def test_a_connection_that_is_lost_is_given_up(app: Flask, world: World) -> None:
    fetch(_LINES)
    own = db.session.scalar(select(func.pg_backend_pid()))
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
    with pytest.raises(DBAPIError):
        fetch(_LINES)
    db.session.rollback()
    assert fetch(_LINES)
