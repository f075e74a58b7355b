"""A law of tables however they came to be: made from the models or brought there by the migrations."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Connection, create_engine, inspect

from tracker.db import Base, db

DATABASES = ("sqlite",)  # what an inspector says of indexes differs between kinds of databases


def test_a_new_database_has_the_indexes_of_a_migrated_one(app: Flask) -> None:
    """What a plan relies on is there however the tables came to be: one that lost its index reads all of it."""
    made = create_engine("sqlite://")
    Base.metadata.create_all(made)
    with made.connect() as new, db.engine.connect() as migrated:
        assert indexes(new) == indexes(migrated)


def indexes(connection: Connection) -> set[tuple[str, str | None, tuple[str | None, ...], bool]]:
    """Each index of the tables the models speak of: table, name, columns in order, whether it is unique."""
    asked = inspect(connection)
    return {
        (table, each["name"], tuple(each["column_names"]), bool(each["unique"]))
        for table in Base.metadata.tables
        for each in asked.get_indexes(table)
    }
