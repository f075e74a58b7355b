"""Reports that wait for the office: what was said and sent, how long it waits, who may decide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_sql
from tests.files.samples import PDF, PNG, docx
from tests.world import World
from tracker import clock
from tracker.assignments import actions
from tracker.assignments.models import Assignment
from tracker.db import db, transaction
from tracker.files.keeping import keep
from tracker.outbox.models import Letter

SignIn = Callable[[str], FlaskClient]
MONDAY, WEDNESDAY, THURSDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)


def report(world: World, name: str, work: Assignment, **facts: str) -> None:
    row = db.session.get(Assignment, work.id)
    assert row is not None
    actions.post_report(world.viewer(name), row, status="done", **({"note": "Đã gửi Báo cáo 118"} | facts))


@pytest.fixture
def reported(world: World) -> World:
    report(world, "binh", world.work, result_number="118/BC-UBND")
    return world


def test_the_report_and_its_document_are_shown(reported: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/xac-nhan").text
    assert "Đã gửi Báo cáo 118" in page
    assert "118/BC-UBND" in page
    assert "UBND xã Đàm Thượng" in page
    assert f'action="/phan-cong/{reported.work.id}/xac-nhan"' in page


@pytest.mark.parametrize("name", ["lam", "khanh"])
def test_who_only_reads_has_no_buttons(reported: World, sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/xac-nhan").text
    assert "Đã gửi Báo cáo 118" in page
    assert '/xac-nhan"' not in page.split("<main")[1].split("</main")[0].replace('"/xuat/xac-nhan"', "")


@pytest.mark.parametrize(("day", "is_old"), [(MONDAY, False), (WEDNESDAY, False), (THURSDAY, True)])
def test_after_two_working_days_it_is_the_office_s_delay(
    reported: World, sign_in: SignIn, day: date, is_old: bool
) -> None:
    with clock.frozen_at(clock.at(day, 10)):
        page = sign_in("oanh").get("/xac-nhan").text
    assert ("s-soon" in page) is is_old


def test_late_is_said_of_bodies_under_orders_only(world: World, sign_in: SignIn) -> None:
    with clock.frozen_at(clock.at(date(2026, 3, 9), 10)):
        report(world, "binh", world.work)
        told = actions.Told("Bà Phạm Thị Mận, Phó Chủ tịch", "phone", clock.today())
        asked = db.session.merge(world.asked)
        actions.post_report(world.viewer("oanh"), asked, status="done", note="Thông tin kết quả", told=told)
        page = sign_in("oanh").get("/xac-nhan").text
    late, asked_row = (article(page, each.id) for each in (world.work, world.asked))
    assert "s-donelate" in late
    assert "late" not in asked_row


def article(page: str, assignment_id: int) -> str:
    """One report's part of the page."""
    found = re.search(rf'<article[^>]*id="assignment-{assignment_id}".*?</article>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_confirmed_with_a_click_it_leaves_the_list(reported: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    form = (
        office.get("/xac-nhan")
        .text.split(f'action="/phan-cong/{reported.work.id}/xac-nhan"')[1]
        .split("</form>")[0]
    )
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    answer = office.post(f"/phan-cong/{reported.work.id}/xac-nhan", data=sent)
    assert (answer.status_code, answer.location) == (303, "/xac-nhan")
    assert "Đã gửi Báo cáo 118" not in office.get("/xac-nhan").text
    again = office.post(f"/phan-cong/{reported.work.id}/xac-nhan", data=sent)
    assert again.status_code == 303, "the same form twice is one decision"


def test_a_colleague_was_quicker(reported: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    form = (
        office.get("/xac-nhan")
        .text.split(f'action="/phan-cong/{reported.work.id}/tra-lai"')[1]
        .split("</form>")[0]
    )
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    actions.confirm(reported.viewer("oanh"), db.session.merge(reported.work))
    answer = office.post(f"/phan-cong/{reported.work.id}/tra-lai", data=sent | {"reason": "Thiếu số"})
    assert answer.status_code == 409
    assert "Thiếu số" in answer.text


def test_an_empty_list_leads_on(world: World, sign_in: SignIn) -> None:
    page = sign_in("oanh").get("/xac-nhan").text
    assert 'class="empty"' in page
    assert 'href="/don-doc"' in page


def test_statements_do_not_grow_with_reports(app: Flask, reported: World, sign_in: SignIn) -> None:
    office = sign_in("oanh")
    office.get("/xac-nhan")  # reads what the process then keeps
    with count_sql(app) as one:
        office.get("/xac-nhan")
    report(reported, "chi", reported.other_work)
    with count_sql(app) as two:
        office.get("/xac-nhan")
    assert len(two) == len(one) <= 15


def test_pictures_and_a_pdf_s_first_page_stand_beside_the_report(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    config = app.extensions["config"]
    kept = [
        keep(config, BytesIO(content), name, 100_000)
        for content, name in ((PDF, "Báo cáo 118.pdf"), (PNG, "Hội nghị.png"), (docx(), "Kế hoạch.docx"))
    ]
    row = db.session.get_one(Assignment, world.work.id)
    actions.post_report(world.viewer("binh"), row, status="done", note="Đã gửi", kept=kept)
    page = article(sign_in("oanh").get("/xac-nhan").text, world.work.id)
    assert re.findall(r'<img src="/tep/\d+(/trang-dau)?"', page) == ["/trang-dau", ""]
    assert page.count('class="files"') == 1
    assert "Kế hoạch.docx" in page


def test_a_slip_is_taken_back_from_the_page(reported: World, sign_in: SignIn) -> None:
    actions.confirm(reported.viewer("oanh"), db.session.merge(reported.work))
    office = sign_in("oanh")
    target = f"/phan-cong/{reported.work.id}/lay-lai-xac-nhan"
    form = office.get("/xac-nhan").text.split(f'action="{target}"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    assert office.post(target, data=sent).location == "/xac-nhan"
    page = office.get("/xac-nhan").text
    assert f'action="/phan-cong/{reported.work.id}/xac-nhan"' in page
    assert target not in page
    assert office.post(target, data=sent).status_code == 303, "the same form twice is one deed"


def test_the_page_of_the_work_offers_it_while_the_letter_waits(reported: World, sign_in: SignIn) -> None:
    actions.confirm(reported.viewer("oanh"), db.session.merge(reported.work))
    address, target = f"/phan-cong/{reported.work.id}", "lay-lai-xac-nhan"
    assert target in sign_in("oanh").get(address).text
    assert target not in sign_in("binh").get(address).text
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert target not in sign_in("oanh").get(address).text


def test_who_was_too_late_is_told_what_to_do(reported: World, sign_in: SignIn) -> None:
    actions.confirm(reported.viewer("oanh"), db.session.merge(reported.work))
    office = sign_in("oanh")
    target = f"/phan-cong/{reported.work.id}/lay-lai-xac-nhan"
    form = office.get("/xac-nhan").text.split(f'action="{target}"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
    with transaction():
        db.session.scalars(select(Letter).where(Letter.kind == "outcome")).one().state = "sent"
    answer = office.post(target, data=sent)
    assert answer.status_code == 422
    assert "mở lại" in answer.text
