"""Receiving work, and taking a report back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.assignments.closing import close_period
from tests.conftest import MONDAY
from tests.world import World
from tracker import clock
from tracker.access.actors import LinkHolder
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused


def test_receiving_is_said_once(world: World) -> None:
    actions.accept(world.viewer("binh"), world.work)
    assert (world.work.state, world.work.received_at) == ("in_progress", MONDAY)
    with pytest.raises(Conflict):
        actions.accept(world.viewer("binh"), world.work)
    with pytest.raises(NotAllowed):
        actions.accept(world.viewer("binh"), world.other_work)


@pytest.mark.parametrize("status", ["done", "doing"])
def test_withdrawn_the_work_stands_where_it_stood(world: World, status: str) -> None:
    report = actions.post_report(world.viewer("binh"), world.work, status=status)
    actions.withdraw_report(world.viewer("binh"), report)
    work = world.work
    assert (work.state, work.reported_on, work.last_report_at, work.received_at) == (
        "assigned",
        None,
        None,
        None,
    )
    assert report.withdrawn_at == MONDAY
    with pytest.raises(Conflict):
        actions.withdraw_report(world.viewer("binh"), report)


def test_an_earlier_report_counts_again(world: World) -> None:
    actions.post_report(world.viewer("binh"), world.work, status="doing")
    with clock.frozen_at(MONDAY + timedelta(hours=5)):
        report = actions.post_report(world.viewer("binh"), world.work, status="done")
        actions.withdraw_report(world.viewer("binh"), report)
    assert (world.work.state, world.work.last_report_at) == ("in_progress", MONDAY)


@pytest.mark.parametrize(("hours", "taken"), [(24, True), (24.1, False)])
def test_within_24_hours(world: World, hours: float, taken: bool) -> None:
    report = actions.post_report(world.viewer("binh"), world.work, status="done")
    with clock.frozen_at(MONDAY + timedelta(hours=hours)):
        if taken:
            actions.withdraw_report(world.viewer("binh"), report)
        else:
            with pytest.raises(Refused, match="withdraw_late"):
                actions.withdraw_report(world.viewer("binh"), report)
    assert (db.session.get_one(Assignment, world.work.id).state == "assigned") is taken


def test_only_the_latest(world: World) -> None:
    first = actions.post_report(world.viewer("binh"), world.work, status="done")
    actions.post_report(world.viewer("binh"), world.work, status="done", note="Bổ sung")
    with pytest.raises(Refused, match="withdraw_not_last"):
        actions.withdraw_report(world.viewer("binh"), first)


def test_not_after_the_office_has_decided(world: World) -> None:
    report = actions.post_report(world.viewer("binh"), world.work, status="done")
    actions.confirm(world.viewer("oanh"), world.work)
    with pytest.raises(Conflict):
        actions.withdraw_report(world.viewer("binh"), report)


def test_not_by_another_body(world: World) -> None:
    report = actions.post_report(world.viewer("binh"), world.work, status="done")
    for stranger in (
        world.viewer("chi"),
        LinkHolder("x", frozenset({world.chi_body.id})),
        world.viewer("lam"),
    ):
        with pytest.raises(NotAllowed):
            actions.withdraw_report(stranger, report)


def test_not_in_a_closed_month(world: World) -> None:
    report = actions.post_report(world.viewer("binh"), world.work, status="done")
    close_period(date(2026, 3, 2))
    with clock.frozen_at(MONDAY + timedelta(hours=20)), pytest.raises(Conflict, match="period_closed"):
        actions.withdraw_report(world.viewer("binh"), report)
