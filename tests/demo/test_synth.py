"""Synthetic work: the mix, what the product then shows of it, and that it never touches a database in use."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.world import World
from tracker import clock
from tracker.assignments.models import Assignment, Decision, Report
from tracker.audit import trail
from tracker.auth.actions import start_session
from tracker.bodies.models import Body
from tracker.db import db
from tracker.demo import mix
from tracker.demo.synth import fill
from tracker.directives.models import Directive
from tracker.errors import Refused
from tracker.people.models import Membership, Person
from tracker.people.queries import as_viewer
from tracker.tasks.models import Task

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("size", [400, 4_000])
def test_the_mix_is_thirty_fifteen_fifty_five(size: int) -> None:
    works = mix.works(size, 200, TODAY)
    done = [work for work in works if work.state == "completed"]
    overdue = [work for work in works if work.is_owed and work.due_on < TODAY]
    late = [work for work in done if work.reported_on is not None and work.reported_on > work.due_on]
    assert len(works) == size
    assert len(done) == size * 30 // 100
    assert len(overdue) == size * 15 // 100
    assert 0.12 < len(late) / len(done) < 0.26
    assert all(work.assigned_on <= (work.reported_on or TODAY) <= TODAY for work in works)
    assert all(work.due_on.weekday() < 5 for work in works)


def test_above_fifty_thousand_ten_thousand_are_open() -> None:
    assert sum(work.state != "completed" for work in mix.works(50_100, 200, TODAY)) == 10_000
    assert sum(work.state != "completed" for work in mix.works(60_000, 200, TODAY, 25)) == 25


def test_few_bodies_have_much_and_the_same_dice_give_the_same() -> None:
    works = mix.works(4_000, 200, TODAY)
    per_body = sorted((sum(work.body == n for work in works) for n in range(200)), reverse=True)
    assert sum(per_body[:20]) > 3 * sum(per_body[-20:])
    assert mix.works(4_000, 200, TODAY) == works


def test_four_thousand_communes_have_names_of_their_own() -> None:
    names = list(mix.commune_names())
    assert len(names) == len(set(names)) == 4_000


def test_a_filled_database_is_whole(app: Flask) -> None:
    made = fill(300, bodies=60)
    count = {
        table: db.session.scalar(select(func.count()).select_from(table))
        for table in (Directive, Task, Assignment, Report, Decision, Body)
    }
    assert (made["assignments"], count[Assignment], count[Task]) == (300, 300, 300)
    assert count[Body] == made["bodies"] == 60
    assert count[Decision] == 90
    assert count[Report] == made["reports"] > 90
    assert 20 <= count[Directive] <= 50
    assert (
        db.session.scalar(select(func.count()).where(Assignment.is_overdue(clock.today())))
        == made["overdue"]
        == 45
    )
    assert trail.verify() is None
    alone = select(Body.id).where(Body.id.not_in(select(Membership.body_id)))
    assert db.session.scalars(alone).all() == []


def test_the_pages_show_it_and_new_rows_get_numbers_of_their_own(app: Flask) -> None:
    fill(300, bodies=60)
    keeper = db.session.scalars(select(Person).where(Person.role == "office")).first()
    officer = db.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Assignment, Assignment.body_id == Membership.body_id)
    ).first()
    for person, path, shown in ((keeper, "/don-doc", "s-late"), (officer, "/viec", "/phan-cong/")):
        assert person is not None
        started = start_session(as_viewer(person, clock.today()), person, hours=8, ip="", agent="")
        browser = app.test_client()
        browser.set_cookie("s", started.cookie)
        page = browser.get(path)
        assert page.status_code == 200
        assert shown in page.text
    with pytest.raises(Refused):
        fill(10)


def test_a_database_in_use_is_left_alone(app: Flask, world: World) -> None:
    before = db.session.scalar(select(func.count()).select_from(Assignment))
    with pytest.raises(Refused):
        fill(10)
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == before
