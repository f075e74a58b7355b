"""S6: nothing changes for a form that does not come from our own page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.auth.conftest import PASSWORD
from tests.sending import fields_of
from tests.world import World
from tracker.audit.models import AuditHead
from tracker.db import db

UNSAFE = (
    "/dang-nhap", "/dang-nhap/ma", "/dang-nhap/gui-ma", "/quen-mat-khau", "/dang-xuat", "/tai-khoan/mat-khau",
    "/quan-tri/nguoi-dung", "/quan-tri/he-thong/quy-dinh", "/quan-tri/he-thong/gui-thu", "/don-vi", "/don-vi/loai",
    "/don-vi/nhom",
)  # fmt: skip


@pytest.mark.parametrize(
    "case", ["none", "empty", "wrong", "other session's", "in the query", "foreign origin", "text"]
)
def test_matrix(known: World, app: Flask, case: str) -> None:
    browser = app.test_client()
    browser.set_cookie("s", known.session_cookie("an"))
    good = fields_of(browser.get("/tai-khoan").text, "/dang-xuat")["csrf_token"]
    other = app.test_client()
    other.set_cookie("s", known.session_cookie("an"))
    foreign = fields_of(other.get("/tai-khoan").text, "/dang-xuat")["csrf_token"]
    before = db.session.query(AuditHead.seq).scalar()
    for path in UNSAFE:
        sent = {"login": "an", "password": PASSWORD, "name": "x", "address": "oanh@lamgiang.example"}
        more: dict[str, object] = {"data": sent}
        if case == "empty":
            sent["csrf_token"] = ""
        elif case == "wrong":
            sent["csrf_token"] = good[:-6] + "AAAAAA"
        elif case == "other session's":
            sent["csrf_token"] = foreign
        elif case == "in the query":
            path = f"{path}?csrf_token={good}"
        elif case == "foreign origin":
            sent["csrf_token"] = good
            more["headers"] = {"Origin": "https://evil.example"}
        elif case == "text":
            more = {"data": f"csrf_token={good}", "content_type": "text/plain"}
        answer = browser.post(path, **more)  # type: ignore[arg-type]
        assert answer.status_code in {400, 403}, (path, answer.status)
    db.session.rollback()
    assert db.session.query(AuditHead.seq).scalar() == before


def test_a_token_of_before_signing_in_is_worth_nothing_after(known: World, client: FlaskClient) -> None:
    early = fields_of(client.get("/dang-nhap").text, "/dang-nhap")
    client.post("/dang-nhap", data=early | {"login": "oanh", "password": PASSWORD})
    assert client.post("/dang-xuat", data={"csrf_token": early["csrf_token"]}).status_code == 400
