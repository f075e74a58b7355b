"""Bringing a database to this version: at start, by hand, and in tests."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from tracker.config import Config
from tracker.db import db

FOLDER = Path(__file__).parent


def alembic_config() -> AlembicConfig:
    """Alembic's settings, from here and not from a file at the top level."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", str(FOLDER / "versions"))
    config.set_main_option("path_separator", "os")
    return config


def versions(app: Flask) -> tuple[str | None, str | None]:
    """(the database's revision, this program's)."""
    wanted = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with app.app_context(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), wanted


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

    path = Path(config.database.removeprefix("sqlite:///"))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
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
