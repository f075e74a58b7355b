"""Laws of tables: nothing loads itself, moments know their zone, what points has an index."""

from __future__ import annotations

from importlib import import_module

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import configure_mappers

from tracker.app import MODELS
from tracker.db import Base

NOT_SEARCHED = {"assignment.post_id"}
"""A post's work is found through its body, and posts are ended, never deleted."""


@pytest.fixture(autouse=True)
def _loaded() -> None:
    for name in MODELS:
        import_module(f"tracker.{name}.models")
    configure_mappers()


def tables() -> list[Table]:
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def test_relations_never_load_themselves() -> None:
    """What a page shows is loaded by its query; a forgotten one fails the test instead of slowing the page."""
    wrong = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]
    assert wrong == []


def test_a_row_that_people_change_at_once_has_a_version() -> None:
    """Two people pressing at the same moment give one success and one 409 (rule 2)."""
    versioned = {
        mapper.local_table.name for mapper in Base.registry.mappers if mapper.version_id_col is not None
    }
    assert {"assignment", "directive", "task", "extension", "person", "body"} <= versioned


def test_moments_know_their_zone() -> None:
    bare = [
        str(column)
        for table in tables()
        for column in table.columns
        if isinstance(column.type.dialect_impl(postgresql.dialect()), DateTime)
        and not column.type.dialect_impl(postgresql.dialect()).timezone
        and not isinstance(column.type, Date)
    ]
    assert bare == []


def test_keys_have_room() -> None:
    small = [
        str(column)
        for table in tables()
        for column in table.primary_key.columns
        if isinstance(column.type, Integer)
        and not isinstance(column.type, BigInteger)
        and column.autoincrement is not False
    ]
    assert small == []


def test_what_points_to_another_table_can_be_found_from_there() -> None:
    """Every foreign key leads an index or a key of its own table."""
    bare = []
    for table in tables():
        led = {next(iter(index.columns)).name for index in table.indexes}
        led |= {
            next(iter(each.columns)).name
            for each in table.constraints
            if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
        }
        bare += [str(key.parent) for key in table.foreign_keys if key.parent.name not in led]
    assert set(bare) - NOT_SEARCHED == set()


def test_yes_or_no_is_asked_as_is() -> None:
    wrong = [
        str(column)
        for table in tables()
        for column in table.columns
        if isinstance(column.type, Boolean)
        and not column.name.startswith(("is_", "has_", "may_", "demands_", "machine_"))
    ]
    assert wrong == []


def test_tables_are_named_in_the_singular() -> None:
    """Names of more than one thing end in a bare s; an alias does not."""
    plural = [table.name for table in tables() if table.name.endswith("s")]
    assert [name for name in plural if not name.endswith(("ss", "alias"))] == []
