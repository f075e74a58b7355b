"""An issued task is given to one more body: once, with the task's own deadline, its letter and its line in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.sending import send
from tests.world import DUE, World
from tracker import clock
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db, transaction
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.extensions import actions as extensions
from tracker.intake import actions
from tracker.outbox.models import Letter
from tracker.tasks.models import Addressee, Task
from tracker.tasks.queries import card

AFTER = clock.at(date(2026, 3, 6), 9)


@pytest.fixture
def new(world: World) -> Body:
    return make.make_body("UBND xã Ngọc Côn", world.commune, email="ngoccon@lamgiang.example")


def give(world: World, body: Body, name: str = "oanh", task: Task | None = None, **facts: date) -> Task:
    read = card(world.viewer("oanh"), (task or world.task).id)
    return actions.give_to_body(world.viewer(name), read, body, version=read.version, **facts)


def given(body: Body) -> list[Assignment]:
    return list(db.session.scalars(select(Assignment).where(Assignment.body_id == body.id)))


def test_it_gets_the_task_with_its_deadline_and_a_letter(world: World, new: Body) -> None:
    task = give(world, new)
    [work] = given(new)
    assert (work.task_id, work.due_on, work.first_due_on, work.state, work.mode) == (
        task.id, DUE, DUE, "assigned", "giao",
    )  # fmt: skip
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.to_addr) == ("assigned", "ngoccon@lamgiang.example")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "task.give")).one()
    assert line.after == {"body": new.id, "assignment": work.id, "due_on": str(DUE), "letters": 1}
    assert db.session.scalars(select(Addressee.words).where(Addressee.body_id == new.id)).one() == new.name


def test_who_is_only_asked_is_asked(world: World) -> None:
    union = make.make_body("Hội Nông dân tỉnh", world.front_type, email="hnd@lamgiang.example")
    give(world, union)
    assert given(union)[0].mode == "de_nghi"


def test_who_works_with_the_leads_works_with_it_too(world: World, new: Body) -> None:
    with transaction() as session:
        session.add(
            Addressee(task_id=world.task.id, role="coordinating", words="MTTQ", body_id=world.front.id)
        )
    give(world, new)
    found = select(Coordinator.body_id).where(Coordinator.assignment_id == given(new)[0].id)
    assert list(db.session.scalars(found)) == [world.front.id]


def test_a_recurring_task_is_given_in_its_period(world: World, new: Body) -> None:
    task = make.make_task(world.directive, deadline_kind="recurring", recurrence="monthly")
    give(world, new, task=task)
    assert (given(new)[0].period, given(new)[0].due_on) == ("2026-03", date(2026, 3, 31))


def test_twice_it_is_refused_and_what_was_cancelled_is_reopened(world: World, new: Body) -> None:
    give(world, new)
    extensions.exempt(world.viewer("oanh"), given(new)[0], reason="Không áp dụng")
    with pytest.raises(Refused, match="has_task"):
        give(world, new)
    assert len(given(new)) == 1


def test_a_day_that_has_passed_is_asked_for(world: World, new: Body) -> None:
    with clock.frozen_at(AFTER):
        with pytest.raises(Refused, match="day_passed"):
            give(world, new)
        give(world, new, due_on=date(2026, 3, 14))
    assert given(new)[0].due_on == date(2026, 3, 16)


def test_what_stands_in_the_way(world: World, new: Body) -> None:
    read = card(world.viewer("oanh"), world.task.id)
    with pytest.raises(Conflict, match="stale"):
        actions.give_to_body(world.viewer("oanh"), read, new, version=read.version + 1)
    with transaction():
        world.directive.state = "withdrawn"
    with pytest.raises(Refused, match="not_given_out"):
        give(world, new)


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_gives(world: World, new: Body, name: str) -> None:
    with pytest.raises(NotAllowed):
        give(world, new, name)


def test_from_the_tasks_page(world: World, new: Body, sign_in: Callable[[str], FlaskClient]) -> None:
    page, oanh = f"/nhiem-vu/{world.task.id}", sign_in("oanh")
    assert f'href="{page}/giao-them"' in oanh.get(page).text
    assert f'href="{page}/giao-them"' not in sign_in("lam").get(page).text
    form = oanh.get(f"{page}/giao-them").text
    assert "UBND xã Ngọc Côn" in form
    assert "Đàm Thượng" not in form
    body = str(new.id)
    answer = send(oanh, f"{page}/giao-them", f"{page}/giao-them", body_id="0")
    assert (answer.status_code, "Chọn đơn vị nhận việc" in answer.text) == (422, True)
    with clock.frozen_at(AFTER):
        oanh = sign_in("oanh")
        answer = send(oanh, f"{page}/giao-them", f"{page}/giao-them", body_id=body)
        assert answer.status_code == 422
        assert "05/03/2026, đã qua" in answer.text
        answer = send(oanh, f"{page}/giao-them", f"{page}/giao-them", body_id=body, due_on="2026-03-20")
        assert answer.status_code == 303
        assert "UBND xã Ngọc Côn" in oanh.get(page).text
        assert "Mọi đơn vị đã có việc này" in oanh.get(f"{page}/giao-them").text
