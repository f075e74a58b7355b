"""Runs migrations in one transaction; on SQLite with foreign keys off, checked before the commit.

With foreign keys on, rebuilding a table (batch mode) would delete every child row of it.
"""

from __future__ import annotations

from typing import Any

from alembic import context

from tracker.db import Base, db, writing
from tracker.migrations.modelled import is_modelled


def run() -> None:
    with writing(), db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                transactional_ddl=True,
                render_as_batch=True,
                compare_type=True,
                include_name=is_modelled,
                user_module_prefix="tracker.db.",
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite and (
                    broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                ):
                    raise RuntimeError(f"the migration broke references: {broken[:5]}")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


run()
