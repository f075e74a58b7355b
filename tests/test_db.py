"""Reads go over connections that cannot write; one that has written does not become one of them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.world import World
from tracker.db import db, transaction

DATABASES = ("sqlite",)  # PostgreSQL needs no such wall: a read is not turned into a write by accident there
TOUCH = text("UPDATE body SET phone = phone")


def written_outside() -> None:
    db.session.execute(TOUCH)


def test_nothing_is_written_outside_a_transaction(app: Flask, world: World) -> None:
    for _ in range(2):
        db.session.commit()
        with pytest.raises(OperationalError, match="readonly"):
            written_outside()
        db.session.rollback()
        with transaction() as session:
            session.execute(TOUCH)


def test_readers_and_writers_are_never_one_connection(app: Flask, world: World) -> None:
    db.session.commit()
    reader = db.session.connection().connection.dbapi_connection
    with transaction() as session:
        assert session.connection().connection.dbapi_connection is not reader
    assert db.session.connection().connection.dbapi_connection is reader, "with its statements still prepared"
