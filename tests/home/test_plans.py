"""How SQLite finds the rows of the long lists: by an index for filter and order, on a migrated database."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_sql
from tests.home.test_desk_page import SignIn
from tests.world import World
from tracker.db import db

DATABASES = ("sqlite",)  # PostgreSQL plans by its statistics, which a test has none of


def plans(app: Flask, browser: FlaskClient, path: str) -> dict[str, list[str]]:
    """Each statement on assignments that a page sends, with the steps of its plan."""
    asked: list[tuple[str, object]] = []
    with count_sql(app) as sent:
        assert browser.get(path).status_code == 200
    with db.engine.connect() as connection:
        for statement in sent:
            if "FROM assignment" in statement or "JOIN assignment" in statement:
                asked.append((statement, [None] * statement.count("?")))
        return {
            statement: [
                str(row[3])
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
            ]
            for statement, values in asked  # type: ignore[misc]
        }


@pytest.mark.parametrize(
    ("name", "path", "index"),
    [
        ("oanh", "/don-doc", "ix_assignment_desk"),
        ("oanh", "/don-doc?xem=soon", "ix_assignment_desk"),
        ("oanh", "/don-doc?xem=asked", "ix_assignment_desk"),
        ("binh", "/viec", "ix_assignment_body "),
    ],
)
def test_a_list_is_read_in_its_index_s_order(
    app: Flask, sign_in: SignIn, world: World, name: str, path: str, index: str
) -> None:
    found = plans(app, sign_in(name), path)
    rows = next(steps for statement, steps in found.items() if "task.text" in statement)
    assert any(f"SEARCH assignment USING INDEX {index}" in f"{step} " for step in rows), rows
    assert not any("ORDER BY" in step for step in rows), rows


def test_whether_a_directive_is_done_is_asked_of_its_own_work(
    app: Flask, sign_in: SignIn, world: World
) -> None:
    found = plans(app, sign_in("oanh"), "/bang")
    steps = next(steps for statement, steps in found.items() if "EXISTS" in statement)
    assert any("ix_assignment_directive (directive_id=?)" in step for step in steps), steps


@pytest.mark.parametrize(
    ("name", "path"), [("oanh", "/don-doc"), ("oanh", "/don-doc?xem=silent"), ("binh", "/viec")]
)
def test_no_page_scans_the_assignments(
    app: Flask, sign_in: SignIn, world: World, name: str, path: str
) -> None:
    for statement, steps in plans(app, sign_in(name), path).items():
        scans = [step for step in steps if step.startswith("SCAN assignment")]
        assert scans == [], statement


def test_a_body_s_counters_search_its_own_rows(app: Flask, sign_in: SignIn, world: World) -> None:
    found = plans(app, sign_in("binh"), "/viec")
    counts = next(steps for statement, steps in found.items() if statement.startswith("SELECT (SELECT"))
    searched = [step for step in counts if "SEARCH assignment" in step]
    assert searched
    led = [step for step in searched if "INTEGER PRIMARY KEY" not in step]
    assert all("(body_id=?" in step for step in led), led
    assert len(searched) - len(led) == 2, "one by one: what was passed on to me, and who works with others"
    assert any("SEARCH handling" in step and "(person_id=?" in step for step in counts), counts
    assert any("SEARCH coordinator" in step and "(body_id=?" in step for step in counts), counts
