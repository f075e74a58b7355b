"""What a database does at each row that comes (indexes, triggers, keys to other tables), put aside while many do.

Within the one transaction that fills: when it fails all stands as it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import bindparam, text

from tracker.db import db
from tracker.postgresql import let_it_take_long

Statements = list[str]
MEMORY_KB = 400_000
INDEXES = """
    SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = CAST(:table AS regclass)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')"""
KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = CAST(:table AS regclass)"""


@contextmanager
def put_aside(tables: Sequence[str]) -> Iterator[None]:
    """Rows of these tables are only written; after the block all is made over them at once, as it was."""
    with _sqlite(tables) if db.engine.dialect.name == "sqlite" else _postgresql(tables):
        yield


def look_over(tables: Iterable[str]) -> None:
    """What PostgreSQL finds out by itself within the hour: how many rows there are, and that all may see them."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text(f"VACUUM (ANALYZE) {', '.join(tables)}"))
            connection.execute(text("RESET statement_timeout"))


@contextmanager
def _sqlite(tables: Sequence[str]) -> Iterator[None]:
    there = text(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql NOT NULL AND type IN ('index', 'trigger') "
        "AND tbl_name IN :tables ORDER BY type, name"
    )
    kept = db.session.execute(there.bindparams(bindparam("tables", tables, expanding=True))).all()
    usual = db.session.scalar(text("PRAGMA cache_size"))
    _run([f'DROP {row.type} "{row.name}"' for row in kept])
    _run([f"PRAGMA cache_size = -{MEMORY_KB}"])
    yield
    words = [f"{row.tbl_name}_words" for row in kept if row.name == f"{row.tbl_name}_words_put"]
    _run([f"INSERT INTO {name} ({name}) VALUES ('rebuild')" for name in words])  # noqa: S608 - our own words
    _run([row.sql for row in kept])
    _run([f"PRAGMA cache_size = {usual}"])


@contextmanager
def _postgresql(tables: Sequence[str]) -> Iterator[None]:
    again: Statements = []
    let_it_take_long(db.session.connection())
    for table in tables:
        for name, made in db.session.execute(text(INDEXES), {"table": table}).all():
            _run([f"DROP INDEX {name}"])
            again.append(made)
        for name, made in db.session.execute(text(KEYS), {"table": table}).all():
            _run([f"ALTER TABLE {table} DROP CONSTRAINT {name}"])
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")
        _run([f"ALTER TABLE {table} DISABLE TRIGGER USER"])
    _run([f"SET LOCAL maintenance_work_mem = '{MEMORY_KB}kB'"])
    yield
    _run(again)
    _run([f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables])


def _run(statements: Iterable[str]) -> None:
    """As they stand: a trigger's text may hold what elsewhere is a place for a value."""
    connection = db.session.connection()
    for statement in statements:
        connection.exec_driver_sql(statement)
