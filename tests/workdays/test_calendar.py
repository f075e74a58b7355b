"""The calendar of working days: who changes it, what a change moves, what is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.sending import fields_of, send
from tests.world import DUE, World
from tracker.access.actors import SYSTEM
from tracker.assignments.actions import confirm, post_report, return_for_rework
from tracker.assignments.models import Assignment
from tracker.audit.models import AuditLine
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.extensions.actions import ask, change_day, decide
from tracker.extensions.models import Extension
from tracker.extensions.rules import due_after_change
from tracker.outbox.models import Letter
from tracker.outbox.rules import DAILY
from tracker.reminders.actions import queue_ladder
from tracker.workdays.queries import day_told, exceptions

YEAR, DAY = "/quan-tri/lich", "/quan-tri/lich/ngay"
SATURDAY, MONDAY = date(2026, 3, 7), date(2026, 3, 9)
FRIDAY = date(2026, 3, 6)
SAID = {"name": "Nghỉ bù", "source": "Thông báo 12/TB"}
SignIn = Callable[[str], FlaskClient]


def due_of(work: Assignment) -> date | None:
    db.session.expire_all()
    return db.session.scalar(select(Assignment.due_on).where(Assignment.id == work.id))


@pytest.mark.parametrize(
    ("due_on", "stated", "before", "after", "wanted"),
    [
        (DUE, DUE, {}, {DUE: False}, FRIDAY),
        (FRIDAY, DUE, {DUE: False}, {}, DUE),
        (MONDAY, SATURDAY, {}, {SATURDAY: True}, SATURDAY),
        (SATURDAY, SATURDAY, {SATURDAY: True}, {}, MONDAY),
        (FRIDAY, DUE, {}, {}, FRIDAY),
        (FRIDAY, DUE, {}, {FRIDAY: False}, MONDAY),
        (FRIDAY, None, {}, {FRIDAY: False}, MONDAY),
        (DUE, DUE, {}, {SATURDAY: True}, DUE),
    ],
)
def test_the_rule(
    due_on: date, stated: date | None, before: dict[date, bool], after: dict[date, bool], wanted: date
) -> None:
    assert due_after_change(due_on, stated, before, after) == wanted


def test_open_due_days_follow_and_come_back(world: World) -> None:
    version = world.work.version
    assert change_day(SYSTEM, DUE, is_working=False, **SAID) == {(DUE, FRIDAY): 3}
    assert due_of(world.work) == FRIDAY
    assert world.work.first_due_on == DUE, "the first day stays visible"
    assert world.work.version == version + 1, "whoever was editing it is told"
    lines = db.session.query(AuditLine).filter_by(verb="workday.change", thing=f"calendar:{DUE}")
    ids = sorted(work.id for work in (world.work, world.other_work, world.asked))
    assert [line.after for line in lines.order_by(AuditLine.seq)] == [
        {"is_working": False} | SAID,
        {"old": str(DUE), "new": str(FRIDAY), "assignments": ids},
    ]
    assert change_day(SYSTEM, DUE, is_working=None) == {(FRIDAY, DUE): 3}
    assert due_of(world.work) == DUE
    assert exceptions(DUE, DUE) == {}
    with pytest.raises(NotFound):
        change_day(SYSTEM, DUE, is_working=None)


def test_a_saturday_that_is_worked(world: World) -> None:
    task = make.make_task(world.directive, text="Báo cáo tuần.", due_on=SATURDAY)
    work = make.make_assignment(world.dam, MONDAY, task)
    assert change_day(SYSTEM, SATURDAY, is_working=True, **SAID) == {(MONDAY, SATURDAY): 1}
    assert due_of(work) == SATURDAY


def test_what_is_done_stays(world: World) -> None:
    post_report(world.viewer("binh"), world.work, status="done", note="Xong")
    post_report(world.viewer("chi"), world.other_work, status="done", note="Xong")
    confirm(world.viewer("oanh"), world.other_work)
    assert change_day(SYSTEM, DUE, is_working=False, **SAID) == {(DUE, FRIDAY): 1}
    assert due_of(world.work) == due_of(world.other_work) == DUE


def test_a_day_people_moved_is_passed_on_only_when_it_is_off(world: World) -> None:
    later = date(2026, 3, 12)
    extension = ask(world.viewer("binh"), world.work, new_due_on=later, reason="Chờ")
    decide(world.viewer("lam"), extension, granted=True)
    change_day(SYSTEM, DUE, is_working=False, **SAID)
    assert due_of(world.work) == later
    change_day(SYSTEM, later, is_working=False, **SAID)
    assert due_of(world.work) == date(2026, 3, 13)


def test_a_returned_work_moves_too(world: World) -> None:
    post_report(world.viewer("binh"), world.work, status="done", note="Xong")
    return_for_rework(world.viewer("oanh"), world.work, reason="Thiếu")
    assert change_day(SYSTEM, DUE, is_working=False, **SAID)[DUE, FRIDAY] == 3


def test_a_request_that_waits_is_still_about_the_same_work(world: World) -> None:
    extension = ask(world.viewer("binh"), world.work, new_due_on=date(2026, 3, 12), reason="Chờ")
    change_day(SYSTEM, DUE, is_working=False, **SAID)
    db.session.expire_all()
    extension = db.session.get_one(Extension, extension.id)
    decide(world.viewer("lam"), extension, granted=True)
    assert due_of(world.work) == date(2026, 3, 12)


def test_letters_about_the_old_day_are_called_back(world: World) -> None:
    queue_ladder(SYSTEM, date(2026, 3, 2))
    change_day(SYSTEM, DUE, is_working=False, **SAID)
    assert set(db.session.scalars(select(Letter.state).where(Letter.kind.in_(DAILY)))) == {"cancelled"}


@pytest.mark.parametrize("name", ["binh", "lam", "khanh"])
def test_who_may_not(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        change_day(world.viewer(name), DUE, is_working=False, **SAID)
    assert day_told(DUE) is None


def test_without_occasion_or_source(world: World) -> None:
    with pytest.raises(Refused, match="workday_unnamed"):
        change_day(SYSTEM, DUE, is_working=False, name="", source="x")
    assert due_of(world.work) == DUE


@pytest.mark.parametrize("name", ["an", "oanh"])
def test_the_pages(world: World, sign_in: SignIn, app: Flask, name: str) -> None:
    browser = sign_in(name)
    assert "Chưa có ngày nào của năm 2026" in browser.get(YEAR).text
    page = browser.get(f"{DAY}?ngay={DUE}").text
    assert "3 việc chuyển hạn từ 05/03/2026 sang 06/03/2026" in page
    answer = send(browser, f"{DAY}?ngay={DUE}", DAY, kind="off", name="Nghỉ bù", source="")
    assert answer.status_code == 422
    assert 'value="Nghỉ bù"' in answer.text
    answer = send(browser, f"{DAY}?ngay={DUE}", DAY, kind="off", **SAID)
    assert (answer.status_code, answer.location) == (303, f"{YEAR}?nam=2026")
    with count_sql(app) as sent:
        page = browser.get(YEAR).text
    assert len(sent) <= 15
    assert "3 việc đã chuyển hạn" in page
    assert "thứ Năm, 05/03/2026" in page
    page = browser.get(f"{DAY}?ngay={DUE}").text
    assert "3 việc chuyển hạn từ 06/03/2026 sang 05/03/2026" in page
    send(browser, f"{DAY}?ngay={DUE}", f"{DAY}/bo")
    assert due_of(world.work) == DUE


def test_a_form_sent_twice_moves_once(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    typed = fields_of(browser.get(f"{DAY}?ngay={DUE}").text, DAY) | {"kind": "off"} | SAID
    assert [browser.post(DAY, data=typed).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(AuditLine).filter_by(verb="workday.change", thing=f"calendar:{DUE}").count() == 2


def test_the_second_of_two_sees_both(world: World, sign_in: SignIn) -> None:
    first, second = sign_in("an"), sign_in("oanh")
    typed = fields_of(second.get(f"{DAY}?ngay={DUE}").text, DAY) | {"kind": "off"} | SAID
    send(first, f"{DAY}?ngay={DUE}", DAY, kind="worked", name="Làm bù ngày lễ", source="Thông báo số 1")
    answer = second.post(DAY, data=typed)
    assert answer.status_code == 409
    assert all(words in answer.text for words in ("Làm bù ngày lễ", "Thông báo số 1", *SAID.values()))
    found = day_told(DUE)
    assert found is not None
    assert (found.is_working, found.name) == (True, "Làm bù ngày lễ")
    send(first, f"{DAY}?ngay={DUE}", f"{DAY}/bo")
    again = fields_of(answer.text, DAY) | {"kind": "off"} | SAID
    answer = second.post(DAY, data=again)
    assert answer.status_code == 409, "taken out meanwhile"
    assert second.post(DAY, data=fields_of(answer.text, DAY) | {"kind": "off"} | SAID).status_code == 303
    db.session.rollback()
    assert due_of(world.work) == FRIDAY


@pytest.mark.parametrize("bad", ["2026-02-30", "x", "0001-01-01"])
def test_days_that_are_none(world: World, sign_in: SignIn, bad: str) -> None:
    assert sign_in("an").get(f"{DAY}?ngay={bad}").status_code == 404
    assert sign_in("an").get(f"{YEAR}?nam={bad}").status_code == 200
