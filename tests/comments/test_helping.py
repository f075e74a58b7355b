"""Bodies that work with the lead: their list, what they see and may do, the date of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.comments.test_write import help_with, say, told
from tests.counting import count_sql
from tests.files.samples import PDF
from tests.sending import fields_of, send
from tests.world import DUE, World
from tracker.assignments import actions as assignments
from tracker.assignments.models import Coordinator
from tracker.audit.models import AuditLine
from tracker.db import db, transaction
from tracker.errors import NotAllowed, Refused
from tracker.files.actions import store
from tracker.files.keeping import keep
from tracker.intake import actions as intake
from tracker.intake.change import Change
from tracker.issued.actions import remove_helper
from tracker.outbox.models import Letter
from tracker.reforms.actions import change_bodies
from tracker.reforms.rules import NewBody

SignIn = Callable[[str], FlaskClient]


def test_their_list_has_it_apart_and_no_figure_counts_it(app: Flask, sign_in: SignIn, world: World) -> None:
    browser = sign_in("chi")
    browser.get("/viec")  # what is kept between requests is read once
    with count_sql(app) as before:
        alone = browser.get("/viec").text
    assert "Việc phối hợp" not in alone
    help_with(world.work, world.chi_body)
    with count_sql(app) as after:
        mixed = browser.get("/viec").text
    assert len(after) == len(before)
    assert "Việc phối hợp" in mixed
    assert f'href="/phan-cong/{world.work.id}"' not in mixed
    assert "Việc đang mở: 1, quá hạn: 0" in mixed
    shown = browser.get("/viec?xem=helping").text
    assert f'href="/phan-cong/{world.work.id}"' in shown
    assert "chủ trì: UBND xã Đàm Thượng" in shown
    assert "hạn của đơn vị chủ trì 05/03" in shown


def test_the_list_shows_the_date_of_their_own_and_pages(sign_in: SignIn, world: World) -> None:
    for number in range(55):
        task = make.make_task(world.directive, text=f"Việc {number:02}.")
        work = make.make_assignment(world.dam, None, task)
        due_on = date(2026, 3, 10) if number else date(2026, 3, 4)
        help_with(work, world.chi_body, None if number > 40 else due_on)
    browser, found, url = sign_in("chi"), [], "/viec?xem=helping"
    while url:
        text = browser.get(url).text
        found += [number for number in range(55) if f">Việc {number:02}<" in text]
        nexts = [part.split('"')[0] for part in text.split('href="') if "sau=" in part.split('"')[0]]
        url = nexts[0].replace("&amp;", "&") if nexts else ""
    assert found == list(range(55))
    assert "hạn phối hợp 04/03" in browser.get("/viec?xem=helping").text


def test_what_is_over_leaves_the_list(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    with transaction():
        world.work.state, world.work.confirmed_on = "completed", DUE
    assert f'href="/phan-cong/{world.work.id}"' not in sign_in("chi").get("/viec?xem=helping").text
    assert sign_in("chi").get(f"/phan-cong/{world.work.id}").status_code == 200


def test_they_read_and_contribute_but_never_report(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    assignments.post_report(world.viewer("binh"), world.work, status="done", note="Đã gửi Báo cáo 118")
    browser, page = sign_in("chi"), f"/phan-cong/{world.work.id}"
    text = browser.get(page).text
    assert "phối hợp thực hiện việc này với đơn vị chủ trì" in text
    assert "Ý kiến, kết quả phối hợp" in text
    token = fields_of(text, f"{page}/trao-doi") | {"status": "done", "report": "1", "version": "1"}
    for deed, answer in (("bao-cao", 404), ("tiep-nhan", 404), ("rut-lai", 403), ("xac-nhan", 404)):
        assert f"{page}/{deed}" not in text
        assert browser.post(f"{page}/{deed}", data=token).status_code == answer
    said = send(browser, page, f"{page}/trao-doi", text="Sở đã thẩm định xong.")
    assert said.status_code == 303
    db.session.refresh(world.work)
    assert world.work.state == "submitted"
    assert "Sở đã thẩm định xong." in sign_in("binh").get(page).text


@pytest.mark.parametrize(("by", "opens"), [("chi", "binh"), ("binh", "chi")])
def test_a_contribution_s_file_opens_for_who_sees_the_work(
    sign_in: SignIn, world: World, app: Flask, by: str, opens: str
) -> None:
    kept = keep(app.extensions["config"], BytesIO(PDF), "Thẩm định.pdf", 10_000)
    file = store(world.viewer(by), kept, body_id=next(iter(world.viewer(by).body_ids)))
    with sign_in(opens).get(f"/tep/{file.id}") as before:
        assert before.status_code == 404
    help_with(world.work, world.chi_body)
    say(world, by, "Gửi kèm", file_ids=[file.id])
    with sign_in(opens).get(f"/tep/{file.id}") as after:
        assert after.status_code == 200
    make.make_person("Người Khác", body=make.make_body(), login="khac")
    with sign_in("an").get(f"/tep/{file.id}") as other:
        assert other.status_code == 404
    assert db.session.scalars(select(Coordinator)).one().body_id == world.chi_body.id


def test_the_lead_s_evidence_opens_for_who_works_with_it(sign_in: SignIn, world: World, app: Flask) -> None:
    kept = keep(app.extensions["config"], BytesIO(PDF), "Báo cáo 118.pdf", 10_000)
    report = assignments.post_report(world.viewer("binh"), world.work, status="done", kept=[kept])
    with sign_in("chi").get("/tep/1") as before:
        assert before.status_code == 404
    help_with(world.work, world.chi_body)
    with sign_in("chi").get("/tep/1") as after:
        assert after.status_code == 200
    assignments.withdraw_report(world.viewer("binh"), report)
    with sign_in("chi").get("/tep/1") as taken_back:
        assert taken_back.status_code == 404


def test_the_office_gives_them_a_date_of_their_own(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    help_with(world.asked, world.chi_body)
    over = make.make_assignment(make.make_body(), DUE, world.task, state="completed", confirmed_on=DUE)
    help_with(over, world.chi_body)
    page = f"/nhiem-vu/{world.task.id}/phoi-hop"
    url, browser = f"{page}/{world.chi_body.id}", sign_in("oanh")
    assert "phối hợp ở 2 phân công" in browser.get(page).text
    assert send(browser, page, url, due_on="2026-03-07").status_code == 303  # a Saturday
    dates = dict(db.session.execute(select(Coordinator.assignment_id, Coordinator.due_on)).all())  # type: ignore[arg-type]
    assert dates == {world.work.id: date(2026, 3, 9), world.asked.id: date(2026, 3, 9), over.id: None}
    assert "09/03/2026" in sign_in("binh").get(f"/phan-cong/{world.work.id}").text
    assert (
        "Thời hạn phối hợp của đơn vị: thứ Hai, 09/03/2026"
        in sign_in("chi").get(f"/phan-cong/{world.work.id}").text
    )
    line = db.session.scalars(select(AuditLine).where(AuditLine.verb == "coordinator.date")).one()
    assert (line.before, line.after["due_on"]) == ({"due_on": None}, "2026-03-09")
    db.session.refresh(world.work)
    assert world.work.due_on == DUE, "the lead's day stays"
    assert send(browser, page, url, due_on="").status_code == 303
    db.session.rollback()
    assert set(db.session.scalars(select(Coordinator.due_on))) == {None}


def test_dates_that_cannot_be(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body)
    page = f"/nhiem-vu/{world.task.id}/phoi-hop"
    url, browser = f"{page}/{world.chi_body.id}", sign_in("oanh")
    past = send(browser, page, url, due_on="2026-03-01")
    assert (past.status_code, "Ngày này đã qua" in past.text) == (422, True)
    stranger = f"{page}/{world.front.id}"
    form = fields_of(browser.get(page).text, url)
    assert browser.post(stranger, data=form | {"due_on": "2026-03-20"}).status_code == 404
    assert browser.post(url, data=form | {"due_on": "2026-03-20"}).status_code == 303
    late = browser.post(url, data=form | {"due_on": "2026-03-27", "rt": "z" * 22})
    assert late.status_code == 409, "somebody else was first"
    for name in ("lam", "khanh", "binh"):
        assert sign_in(name).get(page).status_code == 403
    assert (
        "chưa có đơn vị phối hợp"
        in browser.get(f"/nhiem-vu/{make.make_task(world.directive).id}/phoi-hop").text
    )


def test_a_date_of_the_draft_goes_out_with_the_task(world: World, sign_in: SignIn) -> None:
    oanh = world.viewer("oanh")
    draft = intake.start_by_hand(oanh, subject="việc có đơn vị phối hợp")
    change = Change(
        "Rà soát hồ sơ.",
        "fixed",
        date(2026, 3, 20),
        lead=("UBND xã Đàm Thượng",),
        coordinating=("UBND xã Chí Minh Khai",),
        helping_due_on=date(2026, 3, 14),
    )
    task = intake.add_task(oanh, draft, change=change)
    shown = sign_in("oanh").get(f"/van-ban/{draft.id}/nhiem-vu/{task.id}/sua").text
    assert 'value="2026-03-14"' in shown
    assert "(16/03/2026)" in sign_in("oanh").get(f"/van-ban/{draft.id}").text
    intake.issue_directive(oanh, draft)
    [row] = db.session.scalars(select(Coordinator))
    assert (row.body_id, row.due_on) == (world.chi_body.id, date(2026, 3, 16))


def test_a_successor_carries_the_part_on(sign_in: SignIn, world: World) -> None:
    help_with(world.work, world.chi_body, date(2026, 3, 4))
    old = say(world, "chi", "Xã đã gửi biểu 3.")
    change_bodies(
        world.viewer("oanh"),
        kind="rename",
        day=date(2026, 3, 2),
        old=[world.chi_body.id],
        new=NewBody("UBND phường Chí Minh Khai", world.commune.id),
    )
    assert "hạn phối hợp 04/03" in sign_in("chi").get("/viec?xem=helping").text
    new = say(world, "chi", "Phường gửi bổ sung.")
    assert new.side == "coordinating"
    assert new.body_id != old.body_id
    shown = sign_in("binh").get(f"/phan-cong/{world.work.id}").text
    assert "UBND xã Chí Minh Khai, đơn vị phối hợp" in shown, "what was said keeps the old name"
    assert "UBND phường Chí Minh Khai, đơn vị phối hợp" in shown
    assert told(say(world, "binh", "@UBND phường Chí Minh Khai cho biết thêm")) == ["chi"]


def test_work_finished_by_a_body_that_is_no_more_is_still_spoken_of(world: World) -> None:
    with transaction():
        world.work.state, world.work.confirmed_on = "completed", DUE
    change_bodies(
        world.viewer("oanh"),
        kind="rename",
        day=date(2026, 3, 2),
        old=[world.dam.id],
        new=NewBody("UBND phường Đàm Thượng", world.commune.id),
    )
    db.session.refresh(world.work)
    assert world.work.body_id == world.dam.id, "what is finished stays with the old body"
    assert say(world, "binh", "Bổ sung hồ sơ lưu.").side == "lead"
    assert told(say(world, "oanh", "@UBND xã Đàm Thượng gửi bản giấy")) == ["binh"]


def test_the_office_adds_a_body_and_takes_it_off(sign_in: SignIn, world: World) -> None:
    over = make.make_assignment(make.make_body(), DUE, world.task, state="completed", confirmed_on=DUE)
    page, browser = f"/nhiem-vu/{world.task.id}/phoi-hop", sign_in("oanh")
    assert f'href="{page}"' in browser.get(f"/nhiem-vu/{world.task.id}").text
    for nobody in ("0", "x", "9" * 30, "999999"):
        empty = send(browser, page, page, body_id=nobody, due_on="2026-03-20")
        assert (empty.status_code, 'value="2026-03-20"' in empty.text) == (422, True)
    fields = fields_of(browser.get(page).text, page) | {"body_id": str(world.chi_body.id)}
    for _ in range(2):  # the form sent twice has one effect
        assert browser.post(page, data=fields | {"due_on": "2026-03-14"}).status_code == 303
    rows = db.session.scalars(select(Coordinator)).all()
    assert {(row.body_id, row.due_on) for row in rows} == {(world.chi_body.id, date(2026, 3, 16))}
    assert over.id not in {row.assignment_id for row in rows}
    letter = db.session.scalars(select(Letter).where(Letter.dedup_key.like("helping:%"))).one()
    assert "phối hợp" in letter.body_text
    assert "giao" not in letter.body_text
    work = f"/phan-cong/{world.work.id}"
    assert sign_in("chi").get(work).status_code == 200
    say(world, "chi", "Xã đã gửi biểu 3.")
    end = f"{page}/{world.chi_body.id}/thoi"
    for _ in range(2):
        answer = send(browser, page, end) if _ == 0 else browser.post(end, data=fields | {"rt": "z" * 22})
        assert answer.status_code == (303 if _ == 0 else 404)
    assert sign_in("chi").get(work).status_code == 404
    assert "Xã đã gửi biểu 3." in sign_in("binh").get(work).text
    verbs = db.session.scalars(select(AuditLine.verb).where(AuditLine.verb.like("coordinator.%"))).all()
    assert verbs == ["coordinator.add", "coordinator.remove"]


def test_who_cannot_be_added(world: World) -> None:
    oanh, task = world.viewer("oanh"), world.task
    for body_id in (10**6, 0):
        with pytest.raises(Refused, match="helper_unfit"):
            assignments.add_helper(oanh, task, body_id=body_id)
    assignments.add_helper(oanh, task, body_id=world.chi_body.id)
    with pytest.raises(Refused, match="helper_unfit"):
        assignments.add_helper(oanh, task, body_id=world.chi_body.id)
    with pytest.raises(Refused, match="helping_day_passed"):
        assignments.add_helper(oanh, task, body_id=world.front.id, due_on=date(2026, 3, 1))
    for name in ("lam", "binh", "khanh", "an"):
        for deed in (assignments.add_helper, remove_helper):
            with pytest.raises(NotAllowed):
                deed(world.viewer(name), task, body_id=world.chi_body.id)
