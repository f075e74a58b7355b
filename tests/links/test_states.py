"""Every state the page behind a mailed link can be in, one sending and many."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.conftest import MONDAY
from tests.links.phone import HIDDEN, count, report, tokens
from tests.world import DUE, World
from tracker import clock
from tracker.access.actors import SYSTEM
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Report
from tracker.db import db, transaction
from tracker.difficulties.models import Difficulty
from tracker.extensions import actions as extensions
from tracker.reviews.actions import open_period


def test_the_same_words_sent_again_are_one_report(client: FlaskClient, world: World, url: str) -> None:
    said = {"status": "doing", "note": "Đang lấy ý kiến"}
    assert "truoc" not in report(client, url, **said)
    again = report(client, url, **said)  # a fresh page: the answer to the first sending was lost on the way
    assert "truoc=1" in again
    assert "Đã ghi nhận trước đó" in client.get(again).text
    assert count(Report) == 1
    report(client, url, status="doing", note="Đã lấy xong ý kiến")
    assert count(Report) == 2


def test_the_same_form_twice_says_so(client: FlaskClient, world: World, url: str) -> None:
    sent = tokens(client, url) | {"status": "difficulty", "what": "Thiếu vốn", "reporter": "Bình"}
    assert "truoc" not in client.post(url, data=sent).headers["Location"]
    assert "truoc=1" in client.post(url, data=sent).headers["Location"]
    assert (count(Report), count(Difficulty)) == (1, 1)


def test_after_the_data_cut_the_receipt_names_the_period(client: FlaskClient, world: World, url: str) -> None:
    with clock.frozen_at(MONDAY + timedelta(days=11)):  # 13 March, due on the 5th: the same period
        assert "Tính vào kỳ" not in client.get(report(client, url, status="doing", note="a")).text
    with clock.frozen_at(MONDAY + timedelta(days=14)):  # 16 March: the cut was on the 14th
        assert "Tính vào kỳ tháng 4" in client.get(report(client, url, status="done", note="b")).text


def test_while_the_last_period_is_reviewed_the_receipt_names_this_one(
    client: FlaskClient, world: World, url: str
) -> None:
    open_period(SYSTEM, name="2026-02")  # its cut was on 14 February, and it is not closed
    assert "Tính vào kỳ tháng 3" in client.get(report(client, url, status="doing")).text


def test_a_report_is_not_taken_back_after_a_day(client: FlaskClient, world: World, url: str) -> None:
    receipt = report(client, url, status="done")
    assert "/rut-lai" in client.get(receipt).text
    with clock.frozen_at(MONDAY + timedelta(hours=25)):
        assert "/rut-lai" not in client.get(receipt).text


@pytest.mark.parametrize(("asked", "status"), [("vuong-mac", "difficulty"), ("dang-lam", "doing")])
def test_a_letters_button_opens_the_form_with_the_choice_made(
    client: FlaskClient, world: World, url: str, asked: str, status: str
) -> None:
    page = client.get(f"{url}?kq={asked}").text
    assert re.search(rf'checked[^>]*value="{status}"|value="{status}"[^>]*checked', page)
    assert "checked" not in client.get(f"{url}?kq=khac").text


def test_more_time_is_asked_for_by_a_report(client: FlaskClient, world: World, url: str) -> None:
    page = client.get(f"{url}?kq=gia-han").text
    assert "Xin gia hạn đến ngày" in page
    said = {"status": "difficulty", "what": "Chờ thẩm định", "proposal": "Xin gia hạn đến ngày 20/3"}
    report(client, url, **said)
    db.session.rollback()
    made = db.session.scalars(select(Difficulty)).one()
    assert (made.proposal, world.work.due_on) == ("Xin gia hạn đến ngày 20/3", DUE)


def test_why_it_was_stopped_is_said_with_its_document(client: FlaskClient, world: World, url: str) -> None:
    extensions.cancel(world.viewer("lam"), world.work, reason="Trùng việc khác", document="45/UBND")
    page = client.get(url).text
    assert "<textarea" not in page
    assert "45/UBND" in page
    assert "Trùng việc khác" in page


def test_work_that_has_become_anothers_closes_its_link(client: FlaskClient, world: World, url: str) -> None:
    with transaction():
        db.session.get_one(Assignment, world.work.id).body_id = make.make_body().id
    answer = client.get(url)
    assert (answer.status_code, "Đàm Thượng" in answer.text) == (404, False)
    assert "/b/lien-ket-moi" in answer.text


def test_a_missing_file_keeps_what_was_typed(client: FlaskClient, world: World, url: str) -> None:
    with transaction():
        world.directive.demands_file = True
    sent = tokens(client, url) | {"status": "done", "note": "Đã ban hành", "reporter": "Bình"}
    answer = client.post(url, data=sent)
    assert (answer.status_code, "Đã ban hành" in answer.text) == (422, True)


def test_together_each_demand_of_a_directive_holds(client: FlaskClient, world: World, url: str) -> None:
    apart = make.make_assignment(world.dam, DUE, make.make_task(make.make_directive(demands_sign_in=True)))
    filed = make.make_assignment(world.dam, DUE, make.make_task(make.make_directive(demands_file=True)))
    page = client.get(f"{url}/tat-ca").text
    assert f'name="status_{apart.id}"' not in page
    assert f'href="/phan-cong/{apart.id}"' in page
    sent = tokens(client, f"{url}/tat-ca") | {"reporter": "Bình"}
    for work, status in ((apart, "doing"), (filed, "done")):
        client.post(f"{url}/tat-ca", data=sent | {f"status_{work.id}": status})
    assert count(Report) == 0
    assert client.post(f"{url}/tat-ca", data=sent | {f"status_{filed.id}": "doing"}).status_code == 303
    assert count(Report) == 1


def test_together_somebody_stands_for_it(client: FlaskClient, world: World, url: str) -> None:
    sent = tokens(client, f"{url}/tat-ca") | {f"status_{world.work.id}": "done", "reporter": ""}
    answer = client.post(f"{url}/tat-ca", data=sent)
    assert (answer.status_code, count(Report)) == (422, 0)
    assert re.search(r"<title>(Error|Lỗi):", answer.text)


def test_together_what_was_confirmed_meanwhile_is_said(client: FlaskClient, world: World, url: str) -> None:
    more = make.make_assignment(world.dam, DUE)
    sent = tokens(client, f"{url}/tat-ca") | {"reporter": "Bình"}
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assignments.confirm(world.viewer("oanh"), world.work)
    sent |= {f"status_{work.id}": "done" for work in (world.work, more)}
    answer = client.post(f"{url}/tat-ca", data=sent)
    told = client.get(answer.headers["Location"]).text
    assert "Đã nhận 1 báo cáo" in told
    assert "Không nhận vì việc không còn chờ báo cáo: 1" in told


def test_nothing_left_to_report_names_the_next_period(client: FlaskClient, world: World, url: str) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assert "Kỳ sau: 15/03/2026" in client.get(f"{url}/tat-ca").text


def test_more_than_a_page_goes_on(client: FlaskClient, world: World, url: str) -> None:
    task = make.make_task(due_on=DUE)
    with transaction() as session:
        for n in range(52):
            session.add(
                Assignment(
                    task_id=task.id, directive_id=task.directive_id, body_id=world.dam.id, mode="giao",
                    state="assigned", deadline_kind="fixed", assigned_on=DUE, due_on=DUE, first_due_on=DUE,
                    period=f"{2000 + n}",
                )
            )  # fmt: skip
    first = client.get(f"{url}/tat-ca").text
    following = re.search(r'href="([^"]+sau=[^"]+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    assert [page.count("<fieldset") for page in (first, second)] == [50, 3]
    ids = re.findall(r'name="status_(\d+)"', second)
    address = re.search(r'<form action="(/b/[^"]+/tat-ca[^"]*)"', second)
    assert address
    sent = dict(HIDDEN.findall(second)) | {"reporter": "Bình", f"status_{ids[0]}": "doing"}
    assert client.post(address[1].replace("&amp;", "&"), data=sent).status_code == 303
    assert count(Report) == 1
