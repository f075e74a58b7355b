"""Bringing a database to this version: at start, by hand, and in tests."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from flask import Flask

from tracker.config import Config
from tracker.db import db
from tracker.migrations.newest import head
from tracker.ops import backup
from tracker.postgresql import let_it_take_long

FOLDER = Path(__file__).parent
LOCK = 20260322  # any number, the same in every version


def alembic_config() -> AlembicConfig:
    """Alembic's settings, from here and not from a file at the top level."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", str(FOLDER / "versions"))
    config.set_main_option("path_separator", "os")
    return config


def versions(app: Flask) -> tuple[str | None, str | None]:
    """(the database's revision, this program's)."""
    with app.app_context(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), head()


def prepare(app: Flask) -> str:
    """Call when a server process starts: back up a database of an older version, then upgrade it.

    Processes starting together wait for each other and do it once. Says in one line what was done; raises
    whatever the backup or the migration raises, with the database as it was.
    """
    config: Config = app.extensions["config"]
    with alone(app):
        found, wanted = (None, head()) if is_missing(config) else versions(app)
        if found == wanted:
            return f"database is at {wanted}"
        if found is not None:
            kept = backup.run(app, config.instance / "backups")
            return f"backup {kept}; {bring_up_to_date(app)}"
        return bring_up_to_date(app)


@contextmanager
def alone(app: Flask) -> Iterator[None]:
    """Hold off every other process that wants to upgrade the same database, on this machine or another."""
    config: Config = app.extensions["config"]
    if config.is_sqlite:
        config.instance.mkdir(parents=True, exist_ok=True)
        with open(config.instance / ".upgrading", "w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield
        return
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        let_it_take_long(connection)
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(
            f"SELECT pg_advisory_xact_lock({LOCK})"
        )  # let go when the connection is lost
        yield
        connection.rollback()


def is_missing(config: Config) -> bool:
    """Whether there is no SQLite file yet; looking with a connection would make an empty one."""
    return config.is_sqlite and not database_file(config).exists()


def database_file(config: Config) -> Path:
    """Where SQLite keeps the database."""
    return Path(config.database.removeprefix("sqlite:///"))


def bring_up_to_date(app: Flask) -> str:
    """Make or upgrade the database; says in one line what was done."""
    config: Config = app.extensions["config"]
    if config.is_sqlite:
        make_sqlite_file(config)
    found, wanted = versions(app)
    if found == wanted:
        return f"database is at {wanted}"
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    return f"database upgraded: {found or 'new'} -> {wanted}"


def make_sqlite_file(config: Config) -> None:
    """Create the file in write-ahead mode, which is stored in it: set once, here, before anybody else opens it."""
    from tracker.sqlite import driver

    path = database_file(config)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)  # the office's work is nobody else's to read on this machine
        fresh = driver().connect(path, timeout=15)
        fresh.execute("PRAGMA journal_mode=WAL")
        fresh.close()


def write_revision(app: Flask, message: str) -> str:
    """Write the next numbered migration from the difference between models and database."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    slug = message.lower().replace(" ", "_")
    with app.app_context():
        command.revision(alembic_config(), message, autogenerate=True, rev_id=f"{number:04d}")
    made = next((FOLDER / "versions").glob(f"{number:04d}_*.py"))
    target = made.with_name(f"{number:04d}_{slug}.py")
    made.rename(target)
    return str(target)
