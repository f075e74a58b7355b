"""Work given many times over: as many rows as asked, each whole, and all that watches over rows as it was."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, inspect, select, text

from tracker.assignments.models import Assignment, Decision, Report
from tracker.db import db, transaction
from tracker.demo import mix
from tracker.demo.aside import put_aside
from tracker.demo.rows import TABLES
from tracker.demo.synth import fill
from tracker.directives.models import Directive
from tracker.directives.rules import number_key, searchable
from tracker.people.models import Person
from tracker.people.queries import as_viewer
from tracker.search import queries as search
from tracker.search.parser import parse
from tracker.search.rebuild import rebuild
from tracker.tasks.models import Task
from tracker.vietnamese import fold

TODAY = date(2026, 3, 2)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than forty assignments are given many times over, as more than 50,000 are."""
    monkeypatch.setattr(mix, "ALL_OPEN", 40)


@pytest.mark.parametrize(
    ("size", "still_open"), [(50_001, None), (1_000_000, None), (998_800, 700_000), (100_003, 100_003)]
)
def test_a_plan_holds_as_many_as_asked(size: int, still_open: int | None) -> None:
    plan = mix.planned(size, 200, TODAY, still_open)
    assert len(plan.once) <= mix.ALL_OPEN
    assert plan.times * len(plan.once) + len(plan.rest) == size
    opened = [sum(work.state != "completed" for work in works) for works in (plan.once, plan.rest)]
    assert plan.times * opened[0] + opened[1] == (still_open or mix.OPEN_ABOVE)


def test_fifty_thousand_are_each_drawn() -> None:
    plan = mix.planned(400, 60, TODAY)
    assert (plan.once, plan.times, plan.rest) == (mix.works(400, 60, TODAY), 1, [])


@pytest.mark.usefixtures("little")
def test_every_copy_is_whole(app: Flask) -> None:
    made = fill(333, bodies=60, still_open=100)
    count = {
        table: db.session.scalar(select(func.count()).select_from(table))
        for table in (Directive, Task, Assignment, Report, Decision)
    }
    named = {"directives": Directive, "tasks": Task, "reports": Report, "decisions": Decision}
    assert {name: made[name] for name in named} == {name: count[table] for name, table in named.items()}
    assert (made["assignments"], made["open"], count[Task]) == (333, 100, 333)
    assert db.session.scalar(select(func.count()).where(Assignment.is_open)) == 100
    astray = select(func.count()).select_from(Assignment).join(Task, Task.id == Assignment.task_id)
    assert db.session.scalar(astray.where(Task.directive_id != Assignment.directive_id)) == 0
    reported = select(func.count()).where(Report.assignment_id == Assignment.id, Report.status == "done")
    assert db.session.scalar(reported) == 233 + db.session.scalar(
        select(func.count()).where(Assignment.state == "submitted")
    )
    for one in db.session.scalars(select(Directive)):
        assert one.number.partition("/")[0] == str(one.id)
        assert one.number_key == number_key(one.number)
        assert one.folded == searchable(one.number, one.subject, one.issuer)
    assert all(task.folded == fold(task.text) for task in db.session.scalars(select(Task)))


@pytest.mark.usefixtures("little")
def test_what_watches_over_rows_is_as_it_was(app: Flask) -> None:
    before = _watching()
    fill(333, bodies=60)
    assert _watching() == before


def test_a_filling_that_fails_leaves_all_as_it_was(app: Flask) -> None:
    before = _watching()
    with pytest.raises(ZeroDivisionError):
        _fail(before)
    assert _watching() == before


def _fail(before: dict[str, Any]) -> None:
    with transaction(), put_aside(["task", "assignment", "report"]):
        assert _watching(db.session.connection()) != before
        raise ZeroDivisionError


@pytest.mark.usefixtures("little")
def test_the_words_are_searched(app: Flask) -> None:
    fill(333, bodies=60)
    viewer = _office()
    found = search.page(viewer, "tasks", parse("bao cao ket qua ", TODAY), TODAY, size=5)
    told = select(func.count()).where(Task.folded.contains("bao cao ket qua"))
    assert found.count is not None
    assert 0 < found.count.number == db.session.scalar(told)
    assert set(rebuild().values()) == {0}


def _office() -> Any:
    keeper = db.session.scalars(select(Person).where(Person.role == "office")).first()
    assert keeper is not None
    return as_viewer(keeper, TODAY)


def _watching(within: Connection | None = None) -> dict[str, Any]:
    """Indexes, keys to other tables and triggers of the tables filled."""
    with nullcontext(within) if within else db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type <> 'table'"))
            return {row.name: row.sql for row in rows}
        return _watching_in_postgresql(connection)


def _watching_in_postgresql(connection: Connection) -> dict[str, Any]:
    seen, found = inspect(connection), {}
    for table in (model.__tablename__ for model in TABLES):
        found[f"{table} indexes"] = sorted(map(str, seen.get_indexes(table)))
        found[f"{table} keys"] = sorted(map(str, seen.get_foreign_keys(table)))
        fired = text("SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)")
        rows = connection.execute(fired, {"table": table})
        found[f"{table} triggers"] = sorted(
            "key" if row.tgname.startswith("RI_") else f"{row.tgname} {row.tgenabled}" for row in rows
        )
    return found
