"""Coming in with a password."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import thread_time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.auth.conftest import PASSWORD
from tests.conftest import release
from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.audit.models import AuditLine, SecurityEvent
from tracker.auth import actions
from tracker.db import db
from tracker.errors import Refused, TooMany

DOOR = "/dang-nhap"


def enter(browser: FlaskClient, login: str, password: str, **more: str):  # type: ignore[no-untyped-def]
    return send(browser, DOOR, DOOR, login=login, password=password, **more)


@pytest.mark.parametrize("login", ["oanh", "OANH ", "oanh@lamgiang.example"])
def test_login_or_address_and_password(known: World, client: FlaskClient, login: str) -> None:
    answer = enter(client, login, PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/tai-khoan").status_code == 200
    assert db.session.query(AuditLine).filter_by(verb="session.start").count() == 1


def test_wrong_password_and_unknown_name_get_one_answer(known: World, client: FlaskClient) -> None:
    wrong, unknown = enter(client, "oanh", "x" * 20), enter(client, "nobody", "x" * 20)
    assert wrong.status_code == unknown.status_code == 422
    strip = lambda page, name: "".join(  # noqa: E731
        line
        for line in page.replace(name, "").splitlines()
        if "csrf_token" not in line and 'name="rt"' not in line
    )
    assert strip(wrong.text, "oanh") == strip(unknown.text, "nobody")
    assert client.get_cookie("s") is None


def test_disabled_people_stay_out(known: World, client: FlaskClient) -> None:
    from tracker.access.actors import SYSTEM
    from tracker.people.actions import enable_person

    enable_person(SYSTEM, known.people["oanh"], is_enabled=False)
    assert enter(client, "oanh", PASSWORD).status_code == 422


def test_five_wrong_passwords_close_an_account_and_no_other(known: World, client: FlaskClient) -> None:
    for _ in range(5):
        assert enter(client, "oanh", "x" * 20).status_code == 422
    closed = enter(client, "oanh", PASSWORD)
    assert closed.status_code == 429
    assert int(closed.headers["Retry-After"]) <= 1800
    assert enter(client, "oanh@lamgiang.example", PASSWORD).status_code == 429, (
        "the same account by its address"
    )
    assert enter(client, "binh", PASSWORD).status_code == 303
    with clock.frozen_at(clock.now() + timedelta(seconds=int(closed.headers["Retry-After"]))):
        assert enter(client, "oanh", PASSWORD).status_code == 303


def test_an_account_nobody_has_closes_the_same_way(known: World, client: FlaskClient) -> None:
    assert [enter(client, "nobody", "x" * 20).status_code for _ in range(6)] == [422] * 5 + [429]


def test_guessing_over_many_accounts_is_stopped_by_address(known: World, app: Flask) -> None:
    for n in range(30):
        with pytest.raises(Refused):
            actions.prove(f"nguoi-{n}", "x" * 20, ip="10.0.0.1")
    with pytest.raises(TooMany):
        actions.prove("binh", PASSWORD, ip="10.0.0.1")
    assert actions.prove("binh", PASSWORD, ip="10.0.0.2").login == "binh", "others come in from elsewhere"


def test_a_morning_of_right_passwords_behind_one_address_is_no_attack(known: World) -> None:
    for _ in range(32):
        assert actions.prove("oanh", PASSWORD, ip="10.0.0.1").login == "oanh"


def test_right_and_unknown_names_take_the_same_time(known: World) -> None:
    """S2: the medians differ by at most 10 ms; both hash. In processor time, which a busy machine does not stretch."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for n in range(40):
        exists = n % 2 == 0
        if n % 8 == 0:
            actions.unlock(known.viewer("an"), known.people["oanh"])
        began = thread_time()
        with pytest.raises((Refused, TooMany)) as refused:
            actions.prove("oanh" if exists else f"nobody{n}", "x" * 20, ip=f"10.0.0.{n}")
        times[exists].append(thread_time() - began)
        assert refused.type is Refused
    assert abs(median(times[True]) - median(times[False])) <= 0.010
    assert min(times[False]) > 0.005, "a hash was made"


def test_failures_are_kept_without_the_password(known: World, client: FlaskClient) -> None:
    enter(client, "oanh", "một mật khẩu nào đó")
    event = db.session.query(SecurityEvent).filter_by(kind="wrong_password").one()
    assert event.person_id == known.people["oanh"].id
    assert "mật khẩu" not in str(event.facts)


def test_back_to_where_one_was_going(known: World, client: FlaskClient) -> None:
    answer = client.get("/tai-khoan")
    assert answer.location == "/dang-nhap?next=/tai-khoan"
    page = client.get(answer.location).text
    sent = fields_of(page, DOOR) | {"login": "oanh", "password": PASSWORD}
    assert client.post(DOOR, data=sent).location == "/tai-khoan"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%5Cevil.example"]
)
def test_never_to_somebody_elses_page(known: World, client: FlaskClient, evil: str) -> None:
    assert enter(client, "oanh", PASSWORD, next=evil).location == "/"


def test_signing_out(known: World, client: FlaskClient) -> None:
    enter(client, "oanh", PASSWORD)
    stolen = client.get_cookie("s")
    answer = send(client, "/tai-khoan", "/dang-xuat")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("s") is None
    client.set_cookie("s", stolen.value if stolen else "")
    assert client.get("/tai-khoan").status_code == 302


def test_behind_a_proxy_each_visitor_has_an_address_of_their_own(known: World, app: Flask) -> None:
    from tracker.app import create_app

    for trusted, address in ((0, "127.0.0.1"), (1, "203.0.113.7")):
        behind = create_app(replace(app.extensions["config"], trusted_proxies=trusted))
        with behind.app_context():
            page = behind.test_client()
            sent = fields_of(page.get(DOOR).text, DOOR) | {"login": "oanh", "password": "x" * 20}
            page.post(DOOR, data=sent, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
            event = db.session.query(SecurityEvent).order_by(SecurityEvent.id.desc()).first()
            assert event is not None
            assert event.ip == address
        release(behind)
