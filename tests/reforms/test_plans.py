"""Changes dated ahead: planned, called off, made by the clock on their day, and what happens when that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import make_assignment, make_body
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.absences import actions as absences
from tracker.absences.models import Absence
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.bodies.models import Body
from tracker.db import db
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.outbox.models import Letter
from tracker.reforms.actions import call_off, change_bodies, perform_due, plan_change
from tracker.reforms.models import Reform, ReformPlan
from tracker.reforms.rules import NewBody
from tracker.scheduler import runner

SignIn = Callable[[str], FlaskClient]
DAY = date(2026, 3, 9)  # a week ahead
NEW = "/don-vi/sap-xep/moi?kieu={}"


def plan(world: World, kind: str = "rename", **facts: Any) -> ReformPlan:
    """The office plans that UBND xã Đàm Thượng becomes a ward, unless the facts say otherwise."""
    if kind == "rename":
        facts.setdefault(
            "new", NewBody("UBND phường Đàm Thượng", world.commune.id, email="p@lamgiang.example")
        )
    stated = {"day": DAY, "old": [world.dam.id]} | facts
    return plan_change(world.viewer("oanh"), kind=kind, **stated)


def on(day: date, app: Flask) -> dict[str, Any]:
    """The clock's job as it runs on a day."""
    with clock.frozen_at(clock.at(day, 0, 2)):
        return runner.run_once(app, "reforms")


def work_of(work: Assignment) -> str:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(
        select(Body.name).join(Assignment, Assignment.body_id == Body.id).where(Assignment.id == work.id)
    ).one()


def test_nothing_changes_before_the_day_and_all_of_it_on_the_day(world: World, app: Flask) -> None:
    made = plan(world, document="Nghị quyết 1658")
    assert on(DAY - timedelta(days=1), app) == {"done": 0, "failed": 0}
    assert work_of(world.work) == "UBND xã Đàm Thượng"
    assert on(DAY, app) == {"done": 1, "failed": 0}
    assert work_of(world.work) == "UBND phường Đàm Thượng"
    reform = db.session.scalars(select(Reform)).one()
    assert (reform.day, reform.document, reform.made_by) == (DAY, "Nghị quyết 1658", "Phạm Thị Oanh")
    assert (made.state, made.reform_id) == ("done", reform.id)
    assert on(DAY, app) == {"done": 0, "failed": 0}, "once"
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "reform.perform")).one()
    assert (line.actor_kind, line.via) == ("system", "job")
    letter = db.session.scalars(select(Letter).where(Letter.kind == "plan")).one()
    assert letter.to_addr == world.people["oanh"].email
    assert "đã được thực hiện" in letter.body_text


def test_after_days_without_power_the_day_is_still_the_day(world: World, app: Flask) -> None:
    plan(world)
    assert on(DAY + timedelta(days=4), app) == {"done": 1, "failed": 0}
    assert db.session.scalars(select(Reform.day)).one() == DAY
    assert db.session.get_one(Body, world.dam.id, populate_existing=True).valid_to == DAY


def test_what_is_called_off_is_not_made(world: World, app: Flask) -> None:
    made = plan(world)
    call_off(world.viewer("an"), made)
    assert on(DAY, app) == {"done": 0, "failed": 0}
    assert work_of(world.work) == "UBND xã Đàm Thượng"
    with pytest.raises(Conflict, match="plan_settled"):
        call_off(world.viewer("oanh"), made)


def test_a_split_gives_what_came_later_to_the_first_named(world: World, app: Flask) -> None:
    north, south = make_body("UBND xã Bắc", world.commune), make_body("UBND xã Nam", world.commune)
    second = make_assignment(world.dam)
    plan(world, "split", into=[south.id, north.id], works={world.work.id: north.id, second.id: south.id})
    later = make_assignment(world.dam)
    on(DAY, app)
    assert [work_of(each) for each in (world.work, second, later)] == [
        "UBND xã Bắc",
        "UBND xã Nam",
        "UBND xã Nam",
    ]


def test_successors_that_begin_on_the_day(world: World, app: Flask) -> None:
    halves = [make_body(f"UBND xã Mới {n}", world.commune, valid_from=DAY) for n in (1, 2)]
    plan(world, "split", into=[each.id for each in halves])
    assert on(DAY, app) == {"done": 1, "failed": 0}


def test_what_has_become_impossible_is_told_and_left_to_people(
    world: World, app: Flask, sign_in: SignIn
) -> None:
    made, other = (
        plan(world),
        plan(world, old=[world.chi_body.id], new=NewBody("UBND xã Khác", world.commune.id)),
    )
    change_bodies(
        world.viewer("oanh"), kind="merge", day=clock.today(), old=[world.dam.id], into=[world.chi_body.id]
    )
    assert on(DAY, app) == {"done": 1, "failed": 1}
    db.session.expire_all()
    assert (made.state, made.problem, other.state) == ("failed", "stale", "done")
    letter = db.session.scalars(select(Letter).where(Letter.dedup_key == f"plan:{made.id}")).one()
    assert "chưa thực hiện được" in letter.body_text
    browser = sign_in("oanh")
    assert "Chưa thực hiện được" in browser.get("/don-vi/sap-xep").text
    assert "đã thay đổi" in browser.get(f"/don-vi/sap-xep/du-kien/{made.id}").text


def test_the_letter_goes_to_the_deputy_of_who_is_away(world: World, app: Flask) -> None:
    plan(world)
    oanh, lam = world.people["oanh"], world.people["lam"]
    row = Absence(person_id=oanh.id, first_on=clock.today(), last_on=DAY)
    absences.set_absence(world.viewer("oanh"), row, person=oanh, deputy=lam)
    on(DAY, app)
    letter = db.session.scalars(select(Letter).where(Letter.kind == "plan")).one()
    assert letter.to_addr == lam.email
    assert "thay Phạm Thị Oanh (vắng đến 09/03/2026)" in letter.body_text


def test_what_cannot_be_planned(world: World) -> None:
    with pytest.raises(Refused, match="reform_not_to_come"):
        plan(world, day=clock.today())
    with pytest.raises(Refused, match="reform_open_work"):
        plan(world, "dissolve")
    with pytest.raises(Refused, match="reform_which_successors"):
        plan(world, "split", into=[world.chi_body.id])
    plan(world)
    with pytest.raises(Refused, match="reform_planned_already"):
        plan(world, "merge", into=[world.chi_body.id])
    with pytest.raises(NotAllowed):
        plan_change(world.viewer("binh"), kind="rename", day=DAY, old=[world.dam.id])
    with pytest.raises(NotAllowed):
        call_off(world.viewer("lam"), db.session.scalars(select(ReformPlan)).one())


def test_on_the_pages(world: World, sign_in: SignIn) -> None:
    north, south = make_body("UBND xã Bắc", world.commune), make_body("UBND xã Nam", world.commune)
    browser, page = sign_in("oanh"), NEW.format("split")
    facts = {
        "day": DAY.isoformat(), "body_id": str(world.dam.id), "heirs": [str(north.id), str(south.id)],
    }  # fmt: skip
    preview = send(browser, page, page, **facts)
    assert "tự thực hiện đúng ngày" in preview.text
    sent = fields_of(preview.text, page) | facts
    answer = browser.post(
        page, data=sent | {"do": "confirm", f"viec-{world.work.id}": str(north.id), "den-sau": str(south.id)}
    )
    made = db.session.scalars(select(ReformPlan)).one()
    assert answer.location == f"/don-vi/sap-xep/du-kien/{made.id}"
    assert made.facts["into"] == [south.id, north.id]
    assert db.session.query(Reform).count() == 0
    shown = browser.get(answer.location).text
    assert "UBND xã Nam" in shown.partition("phát sinh")[2]
    assert "UBND xã Đàm Thượng" in browser.get("/don-vi/sap-xep").text
    assert "du-kien" not in sign_in("binh").get("/don-vi/sap-xep").text
    assert sign_in("binh").get(answer.location).status_code == 404
    assert send(browser, answer.location, f"{answer.location}/huy").location == "/don-vi/sap-xep"
    db.session.expire_all()
    assert made.state == "called_off"
    assert f"{answer.location}/huy" not in browser.get(answer.location).text
    assert perform_due(SYSTEM, DAY) == {"done": 0, "failed": 0}
