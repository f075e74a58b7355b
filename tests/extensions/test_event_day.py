"""The date of the event a task waits for, entered after issue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.conftest import MONDAY
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions
from tracker.outbox.models import Letter
from tracker.reminders.actions import queue_ladder
from tracker.tasks.models import Task

FRIDAY, SATURDAY, NEXT_MONDAY = date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 16)
WHY = "Sở đã ban hành Hướng dẫn 12/HD"


@pytest.fixture
def waiting(world: World) -> tuple[Task, Assignment, Assignment]:
    """A task of both communes that waits for an event."""
    task = make.make_task(world.directive, deadline_kind="event", deadline_phrase="sau khi có hướng dẫn")
    mine, other = (make.make_assignment(body, None, task) for body in (world.dam, world.chi_body))
    return task, mine, other


def enter(world: World, task: Task, day: date, name: str = "oanh") -> Task:
    return actions.set_event_day(world.viewer(name), task, due_on=day, reason=WHY, version=task.version)


def test_everybody_who_has_the_task_is_due_by_it(
    world: World, waiting: tuple[Task, Assignment, Assignment]
) -> None:
    task, mine, other = waiting
    assignments.post_report(world.viewer("chi"), other, status="done")
    assignments.confirm(world.viewer("oanh"), other)
    enter(world, task, SATURDAY)
    db.session.expire_all()
    assert (task.due_on, mine.due_on, mine.first_due_on, other.due_on) == (
        SATURDAY, NEXT_MONDAY, NEXT_MONDAY, None,
    )  # fmt: skip
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "task.date")).one()
    assert (line.reason, line.after["assignments"]) == (WHY, [mine.id])
    with clock.frozen_at(clock.at(FRIDAY, 8)):
        queue_ladder(SYSTEM, FRIDAY)
    assert "dam@lamgiang.example" in set(db.session.scalars(select(Letter.to_addr)))


def test_a_corrected_day_moves_what_had_it_and_leaves_what_people_moved(
    world: World, waiting: tuple[Task, Assignment, Assignment]
) -> None:
    task, mine, other = waiting
    enter(world, task, FRIDAY)
    asked = actions.ask(world.viewer("chi"), other, new_due_on=date(2026, 3, 31), reason="Chờ")
    actions.decide(world.viewer("lam"), asked, granted=True)
    pending = actions.ask(world.viewer("binh"), mine, new_due_on=date(2026, 3, 31), reason="Chờ")
    enter(world, task, date(2026, 3, 20))
    db.session.expire_all()
    assert (mine.due_on, mine.first_due_on, other.due_on) == (date(2026, 3, 20), FRIDAY, date(2026, 3, 31))
    assert pending.old_due_on == date(2026, 3, 20)


def test_suspended_work_takes_the_day_as_well(
    world: World, waiting: tuple[Task, Assignment, Assignment]
) -> None:
    task, mine, _ = waiting
    actions.suspend(world.viewer("lam"), mine, reason="Chờ")
    enter(world, task, FRIDAY)
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        actions.resume(world.viewer("lam"), mine, reason="Làm tiếp")
    assert mine.due_on == NEXT_MONDAY


def test_what_is_refused(world: World, waiting: tuple[Task, Assignment, Assignment]) -> None:
    task, oanh = waiting[0], world.viewer("oanh")
    with pytest.raises(Refused, match="event_day_passed"):
        enter(world, task, date(2026, 3, 1))
    with pytest.raises(Refused, match="reason_needed"):
        actions.set_event_day(oanh, task, due_on=FRIDAY, reason=" ", version=task.version)
    with pytest.raises(Conflict, match="stale"):
        actions.set_event_day(oanh, task, due_on=FRIDAY, reason=WHY, version=task.version + 1)
    with pytest.raises(Refused, match="no_event"):
        enter(world, world.task, FRIDAY)


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_enters_it(
    world: World, waiting: tuple[Task, Assignment, Assignment], name: str
) -> None:
    with pytest.raises(NotAllowed):
        enter(world, waiting[0], FRIDAY, name)


def test_from_the_tasks_page(
    world: World, waiting: tuple[Task, Assignment, Assignment], sign_in: Callable[[str], FlaskClient]
) -> None:
    page, oanh = f"/nhiem-vu/{waiting[0].id}", sign_in("oanh")
    assert f'href="{page}/ngay"' in oanh.get(page).text
    assert f'href="{page}/ngay"' not in sign_in("binh").get(page).text
    refused = send(oanh, f"{page}/ngay", f"{page}/ngay", due_on="2026-03-01", reason=WHY)
    assert refused.status_code == 422
    assert "đã qua" in refused.text
    assert WHY in refused.text
    assert send(oanh, f"{page}/ngay", f"{page}/ngay", due_on="2026-03-13", reason=WHY).status_code == 303
    assert "13/03/2026" in oanh.get(page).text
    assert "không chờ sự kiện" in oanh.get(f"/nhiem-vu/{world.task.id}/ngay").text
