"""Where several kinds stand on a page, what two of them ask for is looked up once, and each is counted to a hundred."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker.db import db
from tracker.search.queries import FEW

DATABASES = ("sqlite",)  # what is told is the statements' own words
MATCH = "task_words MATCH"


@pytest.fixture
def office(app: Flask, world: World, sign_in) -> FlaskClient:  # type: ignore[no-untyped-def]
    for n in range(FEW + 1):
        task = make.make_task(world.directive, text=f"Trồng rừng đợt {n}", due_on=date(2026, 5, 4))
        make.make_assignment(world.dam, date(2026, 5, 4), task)
    db.session.commit()
    browser: FlaskClient = sign_in("oanh")
    return browser


def test_the_newest_tasks_are_looked_up_once_for_both_kinds(app: Flask, office: FlaskClient) -> None:
    with count_sql(app) as sent:
        page = office.get("/tim?q=trồng rừng").text
    assert sum(MATCH in statement for statement in sent) == 1
    assert page.count(f"{FEW}+") >= 2, "tasks and assignments, each to the cap"


def test_a_kind_alone_is_counted_on(app: Flask, office: FlaskClient) -> None:
    for kind in ("tasks", "assignments"):
        page = office.get(f"/tim?q=trồng rừng&loai={kind}").text
        assert str(FEW + 1) in page
        assert f"{FEW}+" not in page
