"""Urging by hand: one letter a body, who is left out and why, the pages from the list to the sent letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.counting import count_sql
from tests.world import World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments.models import Assignment
from tracker.bodies import actions as bodies
from tracker.db import db, transaction
from tracker.errors import NotAllowed, Refused
from tracker.extensions.models import Extension
from tracker.outbox.models import Letter
from tracker.people import actions as people
from tracker.reminders import actions, queries
from tracker.reminders.models import Reminder, UrgeBatch

SignIn = Callable[[str], FlaskClient]


def everything(world: World) -> list[int]:
    return [world.work.id, world.other_work.id, world.asked.id]


def token(page: str) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    main = page.partition('action="/nhac')[2]
    return dict(re.findall(r'name="(csrf_token|rt)"[^>]* value="([^"]+)"', main))


def post(browser: FlaskClient, path: str, **fields: Any) -> Any:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/don-doc").text)
    assert found
    return browser.post(path, data={"csrf_token": found[1], **fields}, follow_redirects=True)


def test_one_letter_a_body_and_a_ledger_row_each(app: Flask, world: World) -> None:
    more = make.make_assignment(world.dam, date(2026, 2, 20))
    batch = actions.urge(
        world.viewer("oanh"), assignment_ids=[*everything(world), more.id], opening="Văn phòng nhắc."
    )
    assert (batch.letters, batch.assignments) == (3, 4)
    letters = {letter.to_addr: letter for letter in db.session.scalars(select(Letter)).all()}
    dam = letters["dam@lamgiang.example"]
    assert dam.subject == "Đề nghị báo cáo kết quả: 2 nhiệm vụ"
    assert dam.body_text.index("quá hạn 10 ngày") < dam.body_text.index("hạn 05/03/2026")
    assert "Văn phòng nhắc." in dam.body_text
    assert "Phạm Thị Oanh" in dam.body_text
    front = letters["mttq@lamgiang.example"]
    assert front.subject == "Đề nghị thông tin kết quả: 1 nội dung"
    assert "trân trọng đề nghị" in front.body_text
    ledger = db.session.scalars(select(Reminder)).all()
    assert {(row.how, row.by, row.batch_id) for row in ledger} == {("urge", "Phạm Thị Oanh", batch.id)}


def test_who_is_left_out_and_why(app: Flask, world: World) -> None:
    silent = make.make_assignment(make.make_body(), date(2026, 2, 20))
    done = make.make_assignment(world.chi_body, date(2026, 2, 20), state="submitted")
    with transaction() as session:
        session.add(
            Extension(
                assignment_id=world.asked.id, old_due_on=date(2026, 3, 5), new_due_on=date(2026, 3, 9),
                reason="x", asked_at=clock.now(), asked_by="x",
            )
        )  # fmt: skip
    office = world.viewer("oanh")
    actions.note_call(office, assignment_ids=[world.work.id])
    chosen = queries.selection(office, [*everything(world), silent.id, done.id, 999])
    assert {reason: [row.id for row in rows] for reason, rows in chosen.left_out.items()} == {
        "reminded": [world.work.id],
        "extension": [world.asked.id],
        "no_mailbox": [silent.id],
        "reported": [done.id],
    }
    assert [group.name for group in chosen.letters] == ["UBND xã Chí Minh Khai"]


def test_nobody_is_urged_twice_a_day(app: Flask, world: World) -> None:
    office = world.viewer("oanh")
    actions.urge(office, assignment_ids=everything(world))
    with pytest.raises(Refused, match="nothing_to_send"):
        actions.urge(office, assignment_ids=everything(world))
    with clock.frozen_at(clock.now() + timedelta(hours=24, minutes=1)):
        assert actions.urge(office, assignment_ids=everything(world)).letters == 3


def test_the_next_working_morning(app: Flask, world: World) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 6), 16)):
        actions.urge(
            world.viewer("oanh"), assignment_ids=[world.work.id], when="morning", answer_by=date(2026, 3, 11)
        )
    letter = db.session.scalars(select(Letter)).one()
    assert clock.local(letter.due_at).isoformat() == "2026-03-09T07:30:00+07:00"
    assert letter.subject == "Đề nghị báo cáo chậm nhất 11/03: 1 nhiệm vụ"


@pytest.fixture
def headed(world: World) -> World:
    """Bình heads UBND xã Đàm Thượng."""
    post = bodies.create_post(SYSTEM, world.dam, title="Chủ tịch UBND", is_head=True)
    people.take_post(SYSTEM, world.people["binh"], post, valid_from=make.LONG_AGO)
    return world


def test_a_copy_to_the_head_only_when_asked_for(app: Flask, headed: World) -> None:
    office, works = headed.viewer("oanh"), [headed.work.id, headed.other_work.id]
    actions.urge(office, assignment_ids=[headed.work.id])
    assert len(db.session.scalars(select(Letter)).all()) == 1
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        batch = actions.urge(office, assignment_ids=works, heads=True)
        letters = db.session.scalars(select(Letter).where(Letter.batch_id == batch.id)).all()
        copy = next(letter for letter in letters if letter.to_addr == "binh@lamgiang.example")
        assert (len(letters), batch.letters) == (3, 2)
        assert "Đồng gửi đồng chí Hoàng Văn Bình" in copy.body_text
        assert all("Đồng gửi" not in letter.body_text for letter in letters if letter is not copy)
        assert queries.still_due([copy]) == {copy.id: "due"}, "it goes though it is no mailbox of the body"
        with transaction():
            db.session.get_one(Assignment, headed.work.id).state = "submitted"
        assert queries.still_due([copy]) == {copy.id: "cancelled"}


def test_a_colleague_just_did_it(app: Flask, world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(clock.now() - timedelta(minutes=5)):
        actions.urge(world.viewer("oanh"), assignment_ids=[world.work.id])
        actions.note_call(world.viewer("oanh"), assignment_ids=[world.other_work.id])
    page = post(sign_in("oanh"), "/nhac/xem-truoc", id=[str(each) for each in everything(world)]).text
    left = page.partition('id="left-out"')[2]
    assert left.count("Phạm Thị Oanh, 5 phút trước") == 2
    assert left.count("qua điện thoại") == 1


@pytest.mark.parametrize("name", ["binh", "lam", "khanh", "an"])
def test_only_the_office_urges(app: Flask, world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.urge(world.viewer(name), assignment_ids=everything(world))
    with pytest.raises(NotAllowed):
        actions.note_call(world.viewer(name), assignment_ids=everything(world))


def test_from_the_list_to_the_letters(app: Flask, world: World, sign_in: SignIn) -> None:
    browser = sign_in("oanh")
    page = post(browser, "/nhac/xem-truoc", id=[str(each) for each in everything(world)])
    assert page.status_code == 200
    assert page.request.method == "GET", "the page has an address of its own, so Back leads to it"
    assert "3 thư" in page.text or "3 letters" in page.text
    assert not db.session.scalars(select(UrgeBatch)).all(), "looking sends nothing"
    fields = token(page.text) | {"id": [str(each) for each in everything(world)]}
    fields |= {"opening": "Đề nghị <khẩn trương>.", "answer_by": "2026-03-04", "when": "now"}
    again = browser.post("/nhac", data=fields | {"do": "sample"})
    assert "Đề nghị &lt;khẩn trương&gt;." in again.text
    assert not db.session.scalars(select(UrgeBatch)).all(), "nor does looking at the sample again"
    sent = browser.post("/nhac", data=fields)
    assert (sent.status_code, sent.location[:6]) == (303, "/nhac/"), sent.location
    db.session.rollback()
    batch = db.session.scalars(select(UrgeBatch)).one()
    assert sent.location == f"/nhac/{batch.id}"
    assert browser.post("/nhac", data=fields).location == sent.location, "the same form is taken once"
    shown = browser.get(sent.location)
    assert shown.status_code == 200
    assert shown.text.count("@lamgiang.example") >= 3


def test_all_that_match_the_filter(app: Flask, world: World, sign_in: SignIn) -> None:
    late = make.make_assignment(world.chi_body, date(2026, 2, 20))
    page = post(
        sign_in("oanh"), "/nhac/xem-truoc", **{"tat-ca": "1", "loc": "xem=late", "id": str(world.work.id)}
    )
    assert re.findall(r'name="id" value="(\d+)"', page.text) == [str(late.id)]


def test_an_officer_sees_none_of_it(app: Flask, world: World, sign_in: SignIn) -> None:
    batch = actions.urge(world.viewer("oanh"), assignment_ids=everything(world))
    browser = sign_in("binh")
    assert browser.get(f"/nhac/{batch.id}").status_code == 404


def test_the_pages_stay_small(app: Flask, world: World, sign_in: SignIn) -> None:
    office, browser = world.viewer("oanh"), sign_in("oanh")
    batch = actions.urge(office, assignment_ids=everything(world))
    for path in (f"/nhac/{batch.id}", "/quan-tri/thu?xem=all", "/quan-tri/thu?xem=unknown"):
        with count_sql(app) as sent:
            assert browser.get(path).status_code == 200
        assert len(sent) <= 15, (path, len(sent))
