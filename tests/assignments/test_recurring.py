"""Each period of a recurring task is opened at its start by the clock, once, and also after days without power."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import NotAllowed
from tracker.extensions import actions as extensions
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody
from tracker.scheduler import runner
from tracker.tasks.models import Task
from tracker.tasks.rules import occurrences
from tracker.workdays.actions import set_day


@pytest.fixture
def monthly(world: World) -> Task:
    """Both communes report every month; the occurrence of March is there since the task was issued."""
    return recurring(world, "monthly", "2026-03", date(2026, 3, 31))


def recurring(world: World, recurrence: str, period: str, due_on: date) -> Task:
    task = make.make_task(world.directive, deadline_kind="recurring", recurrence=recurrence)
    for body in (world.dam, world.chi_body):
        make.make_assignment(body, due_on, task, period=period)
    return task


def works(task: Task, period: str) -> list[Assignment]:
    found = select(Assignment).where(Assignment.task_id == task.id, Assignment.period == period)
    return list(db.session.scalars(found.order_by(Assignment.body_id)))


def opened(day: date) -> int:
    with clock.frozen_at(clock.at(day, 0, 15)):
        return actions.open_occurrences(SYSTEM, day)


def test_nothing_before_the_period_begins_and_once_after(monthly: Task) -> None:
    assert opened(date(2026, 3, 31)) == 0
    assert opened(date(2026, 4, 1)) == 2
    assert opened(date(2026, 4, 1)) == opened(date(2026, 4, 2)) == opened(date(2026, 4, 30)) == 0
    made = works(monthly, "2026-04")
    assert [(row.state, row.assigned_on, row.due_on, row.first_due_on, row.mode) for row in made] == [
        ("assigned", date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30), "giao")
    ] * 2
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "task.occur")).one()
    assert (line.actor_kind, line.thing) == ("system", f"task:{monthly.id}")
    assert line.after == {
        "period": "2026-04",
        "due_on": "2026-04-30",
        "assignments": [row.id for row in made],
    }


def test_a_last_day_off_moves_to_the_next_working_day(monthly: Task) -> None:
    set_day(SYSTEM, date(2026, 4, 30), is_working=False, name="30/4", source="Bộ luật Lao động")
    opened(date(2026, 4, 1))
    assert works(monthly, "2026-04")[0].due_on == date(2026, 5, 1)


def test_after_days_without_power_the_period_is_opened_late_and_due_as_ever(monthly: Task) -> None:
    assert opened(date(2026, 4, 9)) == 2
    assert (works(monthly, "2026-04")[0].assigned_on, works(monthly, "2026-04")[0].due_on) == (
        date(2026, 4, 9),
        date(2026, 4, 30),
    )


def test_a_period_that_ended_without_power_is_opened_with_two_working_days(world: World) -> None:
    weekly = recurring(world, "weekly", "2026-w10", date(2026, 3, 8))
    assert opened(date(2026, 3, 19)) == 4  # Thursday of the twelfth week
    assert works(weekly, "2026-w11")[0].due_on == date(2026, 3, 23)  # two working days on
    assert works(weekly, "2026-w12")[0].due_on == date(2026, 3, 23)  # Sunday, so Monday
    assert opened(date(2026, 3, 20)) == 0


def test_what_ended_long_ago_is_not_asked_for(monthly: Task) -> None:
    assert opened(date(2026, 6, 20)) == 2
    assert (works(monthly, "2026-04"), works(monthly, "2026-05"), len(works(monthly, "2026-06"))) == (
        [],
        [],
        2,
    )


def test_who_stopped_gets_no_more(world: World, monthly: Task) -> None:
    mine, other = works(monthly, "2026-03")
    extensions.exempt(world.viewer("oanh"), mine, reason="Không có làng nghề")
    extensions.suspend(world.viewer("lam"), other, reason="Chờ")
    assert opened(date(2026, 4, 1)) == 0
    with clock.frozen_at(clock.at(date(2026, 4, 2), 9)):
        extensions.resume(world.viewer("lam"), other, reason="Làm tiếp")
        actions.reopen(world.viewer("oanh"), mine, reason="Có làng nghề")
    assert opened(date(2026, 4, 3)) == 2


def test_a_body_that_is_no_more_gets_no_more(world: World, monthly: Task) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 20), 9)):
        with transaction() as session:
            session.execute(update(Assignment).values(state="completed"))
        change_bodies(SYSTEM, kind="dissolve", day=date(2026, 3, 20), old=[world.chi_body.id])
    assert opened(date(2026, 4, 1)) == 1


def test_a_successor_goes_on_once_with_what_several_bodies_had(world: World, monthly: Task) -> None:
    """One of the two has reported by the day they become one, so that only the other's occurrence moves."""
    third = make.make_body("UBND xã Thứ Ba", world.commune)
    done = works(monthly, "2026-03")[0]
    with transaction() as session:
        session.execute(update(Assignment).where(Assignment.id == done.id).values(state="completed"))
    new = NewBody("UBND xã Lam Sơn", world.commune.id)
    old = [world.dam.id, world.chi_body.id]
    change_bodies(SYSTEM, kind="merge", day=date(2026, 3, 2), old=old, new=new)
    assert opened(date(2026, 4, 1)) == 1
    [next_one] = works(monthly, "2026-04")
    assert db.session.get_one(Body, next_one.body_id).name == "UBND xã Lam Sơn"
    with clock.frozen_at(clock.at(date(2026, 4, 20), 9)), transaction() as session:
        session.execute(update(Assignment).values(state="completed"))
    with clock.frozen_at(clock.at(date(2026, 4, 20), 9)):
        change_bodies(SYSTEM, kind="merge", day=date(2026, 4, 20), old=[next_one.body_id], into=[third.id])
    assert opened(date(2026, 5, 1)) == 1
    assert [work.body_id for work in works(monthly, "2026-05")] == [third.id]


def test_a_withdrawn_document_asks_for_nothing_more(world: World, monthly: Task) -> None:
    with transaction():
        world.directive.state = "withdrawn"
    assert opened(date(2026, 4, 1)) == 0


def test_who_works_with_the_lead_goes_on_doing_so(world: World, monthly: Task) -> None:
    mine = works(monthly, "2026-03")[0]
    with transaction() as session:
        session.add(Coordinator(assignment_id=mine.id, body_id=world.front.id))
    opened(date(2026, 4, 1))
    following = works(monthly, "2026-04")[0]
    found = db.session.scalars(select(Coordinator.assignment_id).where(Coordinator.body_id == world.front.id))
    assert list(found) == [mine.id, following.id]


def test_nobody_opens_them_by_hand(world: World, monthly: Task) -> None:
    with pytest.raises(NotAllowed), clock.frozen_at(clock.at(date(2026, 4, 1), 9)):
        actions.open_occurrences(world.viewer("oanh"), date(2026, 4, 1))


def test_two_clocks_open_them_once(app: Flask, monthly: Task) -> None:
    with clock.frozen_at(clock.at(date(2026, 4, 1), 6)):
        for node in ("a", "b", "a"):
            clockwork = runner.Clockwork(app)
            clockwork.node = node
            clockwork.tick()
    db.session.rollback()
    assert len(works(monthly, "2026-04")) == 2


@pytest.mark.parametrize(
    ("recurrence", "names"),
    [
        ("weekly", ["2026-w01", "2026-w02", "2026-w03"]),
        ("monthly", ["2025-12", "2026-01"]),
        ("quarterly", ["2025-q4", "2026-q1"]),
        ("semiannual", ["2025-h2", "2026-h1"]),
        ("annual", ["2025", "2026"]),
    ],
)
def test_periods_follow_one_another(recurrence: str, names: list[str]) -> None:
    found = occurrences(recurrence, date(2025, 12, 31), date(2026, 1, 13))
    assert [each.period for each in found] == names
    assert all(a.last < b.first for a, b in pairwise(found))
