"""How SQLite finds who cites whom and what serves a task: by an index, on a migrated database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.world import World
from tracker.db import db
from tracker.directives import actions
from tracker.directives.actions.citations import Citation

DATABASES = ("sqlite",)  # PostgreSQL plans by its statistics, which a test has none of


@pytest.mark.parametrize("name", ["oanh", "binh"])
@pytest.mark.parametrize(
    "path", ["/van-ban/{directive}", "/nhiem-vu/{task}", "/van-ban?vien_dan={directive}"]
)
def test_no_page_scans_citations_or_tasks(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, name: str, path: str
) -> None:
    actions.add_citation(world.viewer("oanh"), world.directive, said=Citation("36/KH-UBND"))
    browser = sign_in(name)
    with count_sql(app) as sent:
        address = path.format(directive=world.directive.id, task=world.task.id)
        assert browser.get(address).status_code == 200
    asked = [each for each in sent if "directive_link" in each or "serves_id" in each]
    assert asked
    with db.engine.connect() as connection:
        for statement in asked:
            values = (None,) * statement.count("?")
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scans = [
                str(step[3])
                for step in steps
                if str(step[3]).startswith(("SCAN directive_link", "SCAN task"))
            ]
            assert scans == [], statement
