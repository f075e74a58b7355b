"""Laws of migrations: numbered without gaps, one line, and at their end the tables the models speak of."""

from __future__ import annotations

import re
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from tests.architecture.source import PACKAGE
from tracker.db import Base, db
from tracker.migrations.modelled import is_modelled

VERSIONS = PACKAGE / "migrations" / "versions"


def test_they_are_numbered_without_gaps_and_named() -> None:
    names = sorted(path.stem for path in VERSIONS.glob("*.py") if path.stem != "__init__")
    assert all(re.fullmatch(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)*", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_they_stand_in_one_line_in_the_order_of_their_numbers() -> None:
    script = ScriptDirectory(str(PACKAGE / "migrations"))
    walked = [(each.revision, each.down_revision) for each in script.walk_revisions()][::-1]
    assert len(script.get_heads()) == 1
    assert [down for _, down in walked] == [None, *(revision for revision, _ in walked[:-1])]
    numbers = [re.search(r"(\d{4})_", str(script.get_revision(revision).path)) for revision, _ in walked]
    assert [int(found[1]) for found in numbers if found] == list(range(1, len(walked) + 1))


def test_the_models_match_what_the_migrations_make(app: Flask) -> None:
    with db.engine.connect() as connection:
        options: dict[str, Any] = {"compare_type": True, "compare_server_default": False}
        options["include_name"] = is_modelled
        context = MigrationContext.configure(connection, opts=options)
        assert [str(change) for change in compare_metadata(context, Base.metadata)] == []
