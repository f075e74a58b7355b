"""The administrator's page, and what machines ask."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.counting import count_sql
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.access.policy import MAY
from tracker.audit import trail
from tracker.audit.labels import VERBS
from tracker.db import db, transaction
from tracker.ops import actions, rights
from tracker.outbox.models import Heartbeat, Letter
from tracker.scheduler import jobs, slots
from tracker.settings.queries import office_rules

PAGE = "/quan-tri/he-thong"
SignIn = Callable[[str], FlaskClient]


def test_alive_asks_nothing_of_the_database(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("s", "anything")
    with count_sql(app) as sent:
        assert client.get("/healthz").text == "ok\n"
    assert sent == []


def test_ready(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "wrong": {}})


def test_not_ready_with_another_schema(app: Flask, client: FlaskClient) -> None:
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "schema" in answer.json["wrong"]


def test_not_ready_on_a_full_disk(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 10**8))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "disk" in answer.json["wrong"]


def test_rules_are_changed_with_an_audit_line(world: World, sign_in: SignIn) -> None:
    answer = send(
        sign_in("an"),
        PAGE,
        f"{PAGE}/quy-dinh",
        authority_name="UBND tỉnh Mới",
        due_soon_days="5",
        period_first_day="1",
    )
    assert answer.status_code == 303
    db.session.remove()
    rules = office_rules()
    assert (rules.authority_name, rules.due_soon_days, rules.period_first_day) == ("UBND tỉnh Mới", 5, 1)


@pytest.mark.parametrize(
    ("field", "value"), [("due_soon_days", "0"), ("due_soon_days", "x"), ("authority_name", " ")]
)
def test_what_makes_no_sense_comes_back(world: World, sign_in: SignIn, field: str, value: str) -> None:
    answer = send(sign_in("an"), PAGE, f"{PAGE}/quy-dinh", **{field: value, "period_first_day": "15"})
    assert answer.status_code == 422


def test_a_test_letter_goes_through_the_outbox(world: World, app: Flask, sign_in: SignIn) -> None:
    app.extensions["config"] = replace(app.extensions["config"], smtp_host="127.0.0.1")
    answer = send(sign_in("an"), PAGE, f"{PAGE}/gui-thu")
    letter = db.session.query(Letter).one()
    assert (letter.kind, letter.to_addr, letter.state) == ("test", "an@lamgiang.example", "pending")
    assert answer.location == f"/quan-tri/thu/{letter.id}"


def test_health_tells_what_is_wrong(world: World, sign_in: SignIn, app: Flask) -> None:
    browser = sign_in("an")
    assert "tracker jobs serve" in browser.get(PAGE).text
    with transaction() as session:
        session.add(Heartbeat(node="n", role="jobs", at=clock.now() - timedelta(seconds=20), last_error=""))
    actions.note_backup(Path("/copies/dondoc-20260302-080000"))
    page = browser.get(PAGE).text
    assert "tracker jobs serve" not in page
    assert "dondoc-20260302-080000" in page
    with count_sql(app) as sent:
        browser.get(PAGE)
    assert len(sent) <= 15


def test_the_nightly_look_at_the_log_is_told(world: World, sign_in: SignIn) -> None:
    browser = sign_in("an")
    assert "chưa kiểm lần nào" in browser.get(PAGE).text
    for broken, words in ((False, "nguyên vẹn"), (True, "không nguyên vẹn từ dòng 1")):
        if broken:
            trail.use_key(b"a key the lines were not sealed with")
        at = clock.now() + timedelta(days=broken)
        assert slots.take("audit-verify", at, "n")
        slots.finish("audit-verify", at, "n", jobs.audit_verify())
        assert words in browser.get(PAGE).text


def test_status_is_for_whoever_has_the_token(world: World, app: Flask, client: FlaskClient) -> None:
    heads = {"Authorization": "Bearer " + "m" * 20}
    assert client.get("/status", headers=heads).status_code == 404
    app.extensions["config"] = replace(app.extensions["config"], status_token="m" * 20)
    for wrong in ({}, {"Authorization": "Bearer sai"}, {"Authorization": "Bearer ấ"}):
        assert client.get("/status", headers=wrong).status_code == 404
    answer = client.get("/status", headers=heads)
    assert (answer.status_code, sorted(answer.json["troubles"])) == (503, ["backup", "clock"])
    with transaction() as session:
        session.add(Heartbeat(node="n", role="jobs", at=clock.now(), last_error=""))
    actions.note_backup(Path("/copies/dondoc-20260302-080000"))
    answer = client.get("/status", headers=heads)
    assert (answer.status_code, answer.json["well"], answer.json["troubles"]) == (200, True, {})


@pytest.mark.parametrize("name", ["oanh", "binh", "lam", "khanh"])
def test_nobody_else(world: World, sign_in: SignIn, name: str) -> None:
    browser = sign_in(name)
    token = {"csrf_token": fields_of(browser.get("/tai-khoan").text, "/dang-xuat")["csrf_token"]}
    for path in (PAGE, "/quan-tri/quyen"):
        assert browser.get(path).status_code == 403
    for path in (f"{PAGE}/quy-dinh", f"{PAGE}/gui-thu"):
        assert browser.post(path, data=token).status_code == 403
    assert office_rules().authority_name == "UBND tỉnh Lam Giang"


def test_the_table_of_rights_is_the_policy(world: World, sign_in: SignIn) -> None:
    table = dict(rights.table())
    columns = dict(zip(rights.COLUMNS, table["assignment.report"], strict=True))
    assert columns == {
        "office": "all", "leader": "none", "officer": "own", "auditor": "none", "admin": "none", "link": "own",
    }  # fmt: skip
    reads = (
        "audit.read",
        "directive.archive",
        "person.",
        "session.",
        "notice.",
        "feed.",
        "export.",
        "view.first",
    )
    auditor = {verb: answers[3] for verb, answers in table.items() if not verb.startswith(reads)}
    assert set(auditor.values()) == {"none"}
    assert sign_in("an").get("/quan-tri/quyen").status_code == 200


def test_every_verb_has_words() -> None:
    assert set(MAY) <= set(VERBS)
