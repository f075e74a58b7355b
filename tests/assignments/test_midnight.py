"""The day ends at the office's midnight, wherever the machine thinks it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.world import DUE, World
from tracker import clock
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.db import db, disconnect
from tracker.home.desk import Filters
from tracker.home.queries.desk import Days, desk_rows
from tracker.reviews.queries.counting import bucket_sql
from tracker.reviews.rules import CELLS

ZONES = ("America/Los_Angeles", "Europe/London", "Asia/Ho_Chi_Minh")
LAST_MINUTE = clock.at(DUE, 23, 59) + timedelta(seconds=59)
MIDNIGHT = clock.midnight(DUE + timedelta(days=1))


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The host's zone, for the process and for every connection it opens to PostgreSQL."""
    monkeypatch.setenv("TZ", request.param)
    monkeypatch.setenv("PGTZ", request.param)
    time.tzset()
    db.session.commit()
    disconnect()
    yield request.param
    db.session.commit()
    disconnect()
    monkeypatch.undo()
    time.tzset()


def cell(work: Assignment) -> str:
    """The cell of the review an assignment stands in today."""
    number = db.session.scalar(select(bucket_sql(clock.today())).where(Assignment.id == work.id))
    assert number is not None
    return CELLS[number]


def on_the_desk(world: World) -> set[int]:
    """What the desk says is late."""
    today = clock.today()
    days = Days.of(today, today + timedelta(days=5), today - timedelta(days=30))
    return {row.id for row in desk_rows(world.viewer("oanh"), Filters(), days, None).rows}


def test_the_host_is_where_the_test_says(zone: str) -> None:
    there = {"America/Los_Angeles": 8, "Europe/London": 0, "Asia/Ho_Chi_Minh": -7}[zone]
    assert time.timezone == there * 3600


def test_nobody_is_late_before_midnight_and_everybody_after(zone: str, world: World) -> None:
    with clock.frozen_at(LAST_MINUTE):
        assert on_the_desk(world) == set()
        assert cell(world.work) == "open_in_time"
    with clock.frozen_at(MIDNIGHT):
        assert on_the_desk(world) == {world.work.id, world.other_work.id}
        assert cell(world.work) == "open_overdue"


def test_a_report_of_the_last_minute_is_in_time_and_one_of_midnight_late(zone: str, world: World) -> None:
    with clock.frozen_at(LAST_MINUTE):
        report = actions.post_report(world.viewer("binh"), world.work, status="done")
        actions.confirm(world.viewer("oanh"), world.work)
    with clock.frozen_at(MIDNIGHT):
        actions.post_report(world.viewer("chi"), world.other_work, status="done")
        actions.confirm(world.viewer("oanh"), world.other_work)
        assert (cell(world.work), cell(world.other_work)) == ("done_on_time", "done_late")
    db.session.commit()
    db.session.refresh(report)
    assert report.reported_at == LAST_MINUTE
    assert (world.work.reported_on, world.other_work.reported_on) == (DUE, DUE + timedelta(days=1))
