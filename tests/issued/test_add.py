"""A task added to a directive after issue goes the way of issuing: same assignments, same letters, same walls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.intake.drafts import tasks_of
from tests.issued.given import issued, works
from tests.sending import fields_of
from tests.world import World
from tracker import clock
from tracker.access.actors import Viewer
from tracker.assignments.models import Assignment, Coordinator
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.intake.change import Change
from tracker.issued import actions
from tracker.issued.models import DirectiveChange
from tracker.issued.queries import plan_of_adding
from tracker.outbox.models import Letter
from tracker.tasks.models import Addressee, Task

SignIn = Callable[[str], FlaskClient]
DUE = date(2026, 3, 20)
ALL = Change(
    "Báo cáo bổ sung.", "fixed", DUE, lead=("UBND các xã",), coordinating=("Ủy ban MTTQ Việt Nam tỉnh",)
)


@pytest.fixture
def oanh(world: World) -> Viewer:
    return world.viewer("oanh")


def add(viewer: Viewer, directive: Directive, change: Change = ALL) -> Task:
    mark = plan_of_adding(directive, change, "2.1", clock.today()).mark
    return actions.add_to_issued(
        viewer, directive, change=change, seen=mark, section="2.1", document="12/UBND"
    )


def of_task(task: Task) -> list[Assignment]:
    return list(db.session.scalars(select(Assignment).where(Assignment.task_id == task.id)))


def test_it_is_given_out(world: World, oanh: Viewer) -> None:
    made = add(oanh, world.directive)
    rows = of_task(made)
    assert {(row.body_id, row.due_on, row.mode, row.state) for row in rows} == {
        (world.dam.id, DUE, "giao", "assigned"),
        (world.chi_body.id, DUE, "giao", "assigned"),
    }
    helpers = db.session.scalars(select(Coordinator.body_id)).all()
    assert set(helpers) == {world.front.id}
    assert (made.state, made.section, made.position > world.task.position) == ("issued", "2.1", True)
    named = db.session.execute(select(Addressee.role, Addressee.group_id, Addressee.body_id))
    assert {tuple(row) for row in named} == {
        ("lead", world.communes.id, None),
        ("coordinating", None, world.front.id),
    }
    found = db.session.scalars(select(Letter).where(Letter.kind == "assigned")).all()
    assert {letter.to_addr for letter in found} == {
        "dam@lamgiang.example",
        "chi@lamgiang.example",
        "mttq@lamgiang.example",  # works with them, and is told so
    }
    change = db.session.scalars(select(DirectiveChange)).one()
    assert (change.kind, change.task_id, change.document) == ("added", made.id, "12/UBND")
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "task.add")).one()
    assert line.after["assignments"] == 2


def test_what_stands_in_the_way(world: World, oanh: Viewer) -> None:
    past = world.work.assigned_on - timedelta(days=3)
    for change, code in (
        (Change("Việc.", lead=("Sở Không có",)), "names_unknown"),
        (Change("Việc.", lead=("UBND các xã",), coordinating=("Sở Không có",)), "names_unknown"),
        (Change("Việc.", lead=()), "not_ready"),
        (Change("Việc.", "fixed", lead=("UBND các xã",)), "not_ready"),
        (Change("Việc.", "fixed", past, lead=("UBND các xã",)), "day_passed"),
    ):
        with pytest.raises(Refused, match=code):
            add(oanh, world.directive, change)
    mark = plan_of_adding(world.directive, ALL, "", clock.today()).mark
    make.make_body("UBND xã Mới", world.commune)
    with pytest.raises(Conflict, match="plan_changed"):
        actions.add_to_issued(oanh, world.directive, change=ALL, seen=mark)
    for name in ("binh", "lam", "khanh", "an"):
        with pytest.raises(NotAllowed):
            add(world.viewer(name), world.directive)
    assert [task.id for task in tasks_of(world.directive)] == [world.task.id]


def test_a_draft_or_what_has_ended_takes_none(world: World, oanh: Viewer) -> None:
    version = world.directive.version
    actions.withdraw_directive(oanh, world.directive, version=version, reason="Hết cần", document="1/UB")
    with pytest.raises(Conflict, match="stale"):
        add(oanh, world.directive)


def test_in_the_time_of_recall_it_goes_back_with_the_rest(world: World, oanh: Viewer) -> None:
    directive = issued(world)
    made = add(oanh, directive)
    waiting = select(Letter.next_try_at).where(Letter.dedup_key.contains(f":nv-{made.id}"))
    assert set(db.session.scalars(waiting)) == {clock.now() + timedelta(minutes=10)}
    actions.recall_issue(oanh, directive)
    assert works(directive) == []
    back = {task.id: task.state for task in tasks_of(directive)}
    assert back[made.id] == "accepted"


def test_statements_do_not_grow_with_bodies(app: Flask, world: World, oanh: Viewer) -> None:
    def added() -> int:
        mark = plan_of_adding(world.directive, ALL, "", clock.today()).mark
        with count_sql(app) as sent:
            actions.add_to_issued(oanh, world.directive, change=ALL, seen=mark)
        return len(sent)

    few = added()
    for number in range(40):
        make.make_body(f"UBND xã Thêm {number}", world.commune, email=f"x{number}@lamgiang.example")
    assert added() <= few + 1


def test_from_the_page_after_a_look_at_what_it_does(world: World, sign_in: SignIn) -> None:
    page, browser = f"/van-ban/{world.directive.id}/them-nhiem-vu", sign_in("oanh")
    form = fields_of(browser.get(page).text, page)
    typed = {"text": "Báo cáo bổ sung.", "add_lead": "UBND các xã; Sở Không có", "deadline_kind": "fixed"}
    asked = browser.post(page, data=form | typed | {"do": "show"})
    assert (asked.status_code, "chưa có ngày đến hạn" in asked.text) == (200, True)
    assert tasks_of(world.directive)[1:] == []  # looking writes nothing
    typed |= {"due_on": "2026-03-20", "do": "show"}
    blocked = browser.post(page, data=form | typed).text
    assert "danh mục chưa có: Sở Không có" in blocked
    assert 'value="give"' not in blocked
    typed |= {"add_lead": "UBND các xã"}
    shown = browser.post(page, data=form | typed)
    assert "UBND xã Đàm Thượng" in shown.text
    sent = fields_of(shown.text, page) | typed | {"do": "give"}
    assert browser.post(page, data=sent).status_code == 303
    assert len(tasks_of(world.directive)) == 2
    assert "Báo cáo bổ sung" in browser.get(f"/van-ban/{world.directive.id}").text
    assert sign_in("lam").get(page).status_code == 403


def test_what_has_changed_since_the_look_is_shown_anew(world: World, sign_in: SignIn) -> None:
    page, browser = f"/van-ban/{world.directive.id}/them-nhiem-vu", sign_in("oanh")
    typed = {"text": "Báo cáo bổ sung.", "add_lead": "UBND các xã", "deadline_kind": "none"}
    shown = browser.post(page, data=fields_of(browser.get(page).text, page) | typed | {"do": "show"})
    make.make_body("UBND xã Ngọc Côn", world.commune)
    again = browser.post(page, data=fields_of(shown.text, page) | typed | {"do": "give"})
    assert (again.status_code, "UBND xã Ngọc Côn" in again.text, "Báo cáo bổ sung." in again.text) == (
        422,
        True,
        True,
    )
    assert len(tasks_of(world.directive)) == 1
    sent = fields_of(again.text, page) | typed | {"do": "give"}
    assert browser.post(page, data=sent).status_code == 303
    assert len(tasks_of(world.directive)) == 2
