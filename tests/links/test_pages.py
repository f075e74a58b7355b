"""The pages behind a mailed link: reporting without a password, for one body and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from tests import make
from tests.conftest import MONDAY
from tests.counting import count_sql
from tests.links.phone import count, tokens
from tests.world import DUE, World
from tracker import clock
from tracker.assignments import actions as assignments
from tracker.assignments.models import Assignment, Report
from tracker.db import db, transaction
from tracker.difficulties.models import Difficulty
from tracker.outbox.models import Letter


def test_it_shows_the_work_and_nothing_of_others(client: FlaskClient, world: World, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    assert "UBND xã Đàm Thượng" in answer.text
    assert "Hoàng Văn Bình" in answer.text  # who reports need not be typed
    assert "Chí Minh Khai" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'value="done" checked' not in answer.text
    assert re.search(r'checked[^>]*value="done"|value="done"[^>]*checked', client.get(f"{url}?kq=xong").text)


def test_reported_received_withdrawn(client: FlaskClient, world: World, url: str) -> None:
    sent = tokens(client, url) | {"status": "done", "note": "Đã gửi", "reporter": "Hoàng Văn Bình"}
    answer = client.post(url, data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{url}/da-gui?viec={world.work.id}")
    assert count(Report) == 1
    report = db.session.scalars(select(Report)).one()
    assert (report.via, report.reporter_name, report.status) == ("link", "Hoàng Văn Bình", "done")
    receipt = client.get(answer.headers["Location"])
    assert "09:00, 02/03/2026" in receipt.text
    assert client.post(url, data=sent).status_code == 303  # sent twice
    assert count(Report) == 1
    assert client.post(f"{url}/rut-lai", data=tokens(client, f"{url}/da-gui")).status_code == 303
    db.session.rollback()
    assert world.work.state == "assigned"


def test_what_is_missing_is_said(client: FlaskClient, world: World, url: str) -> None:
    hidden = tokens(client, url)
    for typed in (
        {},
        {"status": "done", "reporter": ""},
        {"status": "difficulty", "reporter": "Bình", "note": "giữ"},
    ):
        answer = client.post(url, data=hidden | typed)
        assert answer.status_code == 422
        assert re.search(r"<title>(Error|Lỗi):", answer.text)
        assert typed.get("note", "") in answer.text
    assert count(Report) == 0


def test_difficulties_are_told_too(client: FlaskClient, world: World, url: str) -> None:
    typed = {"status": "difficulty", "what": "Chưa có đơn giá", "asked_of": "Sở Xây dựng", "reporter": "Bình"}
    assert client.post(url, data=tokens(client, url) | typed).status_code == 303
    assert count(Difficulty) == 1
    assert db.session.scalars(select(Difficulty)).one().asked_of == "Sở Xây dựng"


def test_the_link_of_one_body_reads_and_writes_no_other(client: FlaskClient, world: World, url: str) -> None:
    other = f"?viec={world.other_work.id}"
    sent = tokens(client, url) | {"status": "done", "reporter": "Bình"}
    assert client.get(url + other).status_code == 404
    assert client.get(f"{url}/da-gui{other}").status_code == 404
    assert client.post(url + other, data=sent).status_code == 404
    report = assignments.post_report(world.viewer("chi"), world.other_work, status="done")
    assert client.post(f"{url}/rut-lai", data=sent | {"report": str(report.id)}).status_code == 404
    assert (world.other_work.state, world.work.state) == ("submitted", "assigned")


def test_all_open_work_on_one_page(app: Flask, client: FlaskClient, world: World, url: str) -> None:
    more = make.make_assignment(world.dam, DUE + timedelta(days=9))
    with count_sql(app) as sent:
        page = client.get(f"{url}/tat-ca").text
    assert len(sent) <= 15, "\n".join(sent)
    assert page.count("<fieldset") == 2
    assert f"status_{world.other_work.id}" not in page
    hidden = tokens(client, f"{url}/tat-ca")
    assert client.post(f"{url}/tat-ca", data=hidden | {"reporter": "Bình"}).status_code == 422
    said = {f"status_{world.work.id}": "done", f"status_{more.id}": "doing", f"note_{more.id}": "Đang làm"}
    assert client.post(f"{url}/tat-ca", data=hidden | said | {"reporter": "Bình"}).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    states = {work.id: work.state for work in db.session.scalars(select(Assignment))}
    assert (states[world.work.id], states[more.id]) == ("submitted", "in_progress")


@pytest.mark.parametrize("end", ["expired", "revoked", "mailbox", "unknown"])
def test_a_dead_link_shows_no_data_and_offers_a_new_one(
    client: FlaskClient, world: World, url: str, end: str
) -> None:
    later = MONDAY + timedelta(days=60) if end == "expired" else MONDAY
    with transaction() as session:
        if end == "revoked":
            session.execute(text("UPDATE mailed_link SET revoked_at = created_at"))
        if end == "mailbox":
            world.dam.email = "moi@lamgiang.example"
    address = "/b/" + "x" * 22 + "1" if end == "unknown" else url
    with clock.frozen_at(later):
        for part in ("", "/tat-ca", "/da-gui"):
            answer = client.get(address + part)
            assert answer.status_code == 404
            assert "Đàm Thượng" not in answer.text
        hidden = tokens(client, address)
        assert client.post(address, data=hidden | {"status": "done", "reporter": "x"}).status_code == 404
        for _ in range(2):
            assert client.post("/b/lien-ket-moi", data=hidden).status_code == 200
    db.session.rollback()
    letters = [letter.to_addr for letter in db.session.scalars(select(Letter))]
    wanted = {"mailbox": ["moi@lamgiang.example"], "unknown": []}
    assert letters == wanted.get(end, ["dam@lamgiang.example"])
    assert count(Report) == 0


def test_a_directive_may_ask_for_sign_in(client: FlaskClient, world: World, url: str) -> None:
    with transaction():
        world.directive.demands_sign_in = True
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/dang-nhap?next=/phan-cong/{world.work.id}",
    )


def test_looking_twenty_times_changes_no_fact(client: FlaskClient, world: World, url: str) -> None:
    def facts() -> list[object]:
        tables = ("assignment", "report", "mailed_link", "audit", "outbox", "difficulty")
        return [db.session.execute(text(f"SELECT * FROM {name} ORDER BY 1")).all() for name in tables]  # noqa: S608

    before = facts()
    db.session.rollback()
    for number in range(20):
        (client.head if number % 2 else client.get)(url)
        client.get(f"{url}/tat-ca")
    assert facts() == before


def test_too_many_openings_are_told_to_wait(client: FlaskClient, world: World, url: str) -> None:
    for _ in range(120):
        client.head(url)
    answer = client.get(url)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_why_it_came_back_is_said(client: FlaskClient, world: World, url: str) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assignments.return_for_rework(world.viewer("oanh"), world.work, reason="Thiếu quyết định kiện toàn")
    assert "Thiếu quyết định kiện toàn" in client.get(url).text


def test_a_colleague_was_first(client: FlaskClient, world: World, url: str) -> None:
    assignments.post_report(world.viewer("binh"), world.work, status="done")
    assert "<textarea" not in client.get(url).text
    assert "<textarea" in client.get(f"{url}?ghi=1").text
    assignments.confirm(world.viewer("oanh"), world.work)
    assert "<textarea" not in client.get(f"{url}?ghi=1").text
