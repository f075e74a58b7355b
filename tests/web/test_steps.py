"""What pages cost as finished work piles up, without a clock: as many statements, as few steps of SQLite's machine.

The same work is open in both databases; one has five times as much behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.bench import stage, weight
from tests.counting import count_sql
from tracker import clock
from tracker.db import db
from tracker.demo.synth import fill
from tracker.migrations import upgrading
from tracker.overview.keeping import keep_months
from tracker.search import queries as search

DATABASES = ("sqlite",)  # PostgreSQL does not tell its steps
FEW, MANY, OPEN, BODIES = 400, 2_000, 150, 40
MOST = 1.3
SLACK = 600  # steps: a row more or less on a page
EVERY = 10  # steps between two looks
MONDAY = clock.at(date(2026, 3, 2), 9)
OFFICE = (
    "/don-doc", "/don-doc?xem=all", "/don-doc?xem=soon", "/don-doc?xem=silent", "/don-doc?xem=new",
    "/don-doc?xem=waiting", "/don-doc?xem=extension", "/don-doc?xem=difficulty", "/don-doc?nhom=van-ban",
    "/don-doc?don-vi={body}", "/don-doc?don-vi={body}&xem=all", "/don-doc?don-vi={body}&xem=silent",
    "/don-doc/loc", "/bang", "/van-ban", "/chi-tieu", "/gia-han", "/vuong-mac", "/trinh", "/don-vi", "/don-vi/{body}",
    "/nhiem-vu/5", "/phan-cong/5", "/thong-bao", "/hang-loat", "/tong-quan", "/tong-quan/tuoi",
)  # fmt: skip
OFFICER = ("/viec", "/viec?xem=done", "/chi-tieu", "/phan-cong/{own}")
SEARCHES = ("/tim?q=ngan+sach", "/tim?q=bao+cao", "/tim?q=UBND+ngan+sach")


class Filled(NamedTuple):
    """An application on its own database, who asks, and how many steps its statements have taken."""

    app: Flask
    cast: stage.Cast
    office: FlaskClient
    officer: FlaskClient
    steps: list[int]

    def cost(self, browser: FlaskClient, path: str) -> tuple[int, list[str]]:
        """(steps, statements) of a page on its second view."""
        address = path.format(body=self.cast.busiest, own=self.cast.reportable[0][0])
        assert browser.get(address).status_code == 200, address
        self.steps[0] = 0
        with count_sql(self.app) as sent:
            browser.get(address)
        return self.steps[0], sent


def filled(folder: Path, assignments: int) -> Filled:
    app, steps = stage.application(folder), [0]
    upgrading.bring_up_to_date(app)

    def tick() -> None:
        steps[0] += EVERY

    def watch(connection, *_):  # type: ignore[no-untyped-def]
        connection.connection.dbapi_connection.set_progress_handler(tick, EVERY)

    with app.app_context():
        fill(assignments, bodies=BODIES, still_open=OPEN)
        keep_months(clock.today())
        for engine in db.engines.values():
            event.listen(engine, "before_cursor_execute", watch)
    cast = stage.cast(app)
    return Filled(app, cast, weight.browser(app, cast.office), weight.browser(app, cast.officers[0]), steps)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Filled, Filled]]:
    with clock.frozen_at(MONDAY):
        yield tuple(filled(tmp_path_factory.mktemp(f"of-{n}"), n) for n in (FEW, MANY))  # type: ignore[misc]


def faults(pair: tuple[Filled, Filled], who: str, paths: tuple[str, ...]) -> list[str]:
    found = []
    for path in paths:
        (few, asked), (many, asked_of_many) = (each.cost(getattr(each, who), path) for each in pair)
        assert few, path
        if many > few * MOST + SLACK:
            found.append(f"{path}: {few} steps of few rows, {many} of many")
        if len(asked) != len(asked_of_many):
            found.append(f"{path}: {len(asked)} statements of few rows, {len(asked_of_many)} of many")
        found += [f"{path} writes: {each}" for each in asked if not each.startswith(("SELECT", "WITH"))]
    return found


def test_the_office_s_pages_do_not_grow_with_what_is_finished(pair: tuple[Filled, Filled]) -> None:
    assert faults(pair, "office", OFFICE) == []


def test_a_body_s_pages_do_not_grow_with_what_is_finished(pair: tuple[Filled, Filled]) -> None:
    assert faults(pair, "officer", OFFICER) == []


def test_a_search_looks_at_so_many_of_what_was_entered_last(
    pair: tuple[Filled, Filled], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", 5)  # two hundred in earnest: more than these databases hold
    assert faults(pair, "office", SEARCHES[:2]) == []


def test_what_a_body_may_see_is_no_list_of_ids(pair: tuple[Filled, Filled]) -> None:
    """Five times the work makes no statement longer."""
    for path in ("/viec", SEARCHES[0]):
        few, many = (set(each.cost(each.officer, path)[1]) for each in pair)
        assert few == many, path


def test_words_are_found_by_their_index(pair: tuple[Filled, Filled]) -> None:
    for path in SEARCHES:
        _, sent = pair[0].cost(pair[0].office, path)
        assert any("_words MATCH" in statement for statement in sent)
        assert not [statement for statement in sent if " LIKE " in statement]
