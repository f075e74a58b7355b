"""A code by mail: six digits, ten minutes, five tries, one browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.sending import fields_of, send
from tests.world import World
from tracker import clock
from tracker.auth import onetime
from tracker.auth.models import OneTimeSecret
from tracker.db import db, transaction
from tracker.errors import Refused, TooMany
from tracker.outbox.models import Letter


@pytest.fixture
def mailing(app: Flask) -> Flask:
    """The application with a mail server set."""
    app.extensions["config"] = replace(app.extensions["config"], smtp_host="127.0.0.1")
    return app


def code_in(letter: Letter) -> str:
    """The digits of a letter once it is filled in for sending."""
    return next(
        word for word in onetime.fill(letter.body_text).split() if word.isdecimal() and len(word) == 6
    )


def test_the_whole_way(known: World, mailing: Flask, client: FlaskClient) -> None:
    page = client.get("/dang-nhap?next=/tai-khoan").text
    sent = fields_of(page, "/dang-nhap/gui-ma") | {"address": "oanh@lamgiang.example"}
    answer = client.post("/dang-nhap/gui-ma", data=sent)
    assert (answer.status_code, answer.location) == (303, "/dang-nhap/ma?next=/tai-khoan")
    code = code_in(db.session.query(Letter).one())
    answer = send(client, answer.location, "/dang-nhap/ma", code=f"{code[:3]} {code[3:]}")
    assert (answer.status_code, answer.location) == (303, "/tai-khoan")
    assert client.get("/tai-khoan").status_code == 200


def test_only_in_the_browser_that_asked(known: World, mailing: Flask) -> None:
    onetime.ask_code("oanh", browser="mine", ip="10.0.0.1")
    code = code_in(db.session.query(Letter).one())
    with pytest.raises(Refused, match="wrong_code"):
        onetime.prove_code("theirs", code, ip="10.0.0.1")
    assert onetime.prove_code("mine", code, ip="10.0.0.1").login == "oanh"
    with pytest.raises(Refused, match="wrong_code"):
        onetime.prove_code("mine", code, ip="10.0.0.1")


def test_five_tries_and_it_is_dead(known: World, mailing: Flask) -> None:
    onetime.ask_code("oanh", browser="mine", ip="10.0.0.1")
    code = code_in(db.session.query(Letter).one())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for n in range(5):
        with pytest.raises(Refused):
            onetime.prove_code("mine", wrong, ip=f"10.0.1.{n}")
    with pytest.raises(Refused):
        onetime.prove_code("mine", code, ip="10.0.0.1")


def test_ten_minutes(known: World, mailing: Flask) -> None:
    onetime.ask_code("oanh", browser="mine", ip="10.0.0.1")
    code = code_in(db.session.query(Letter).one())
    with clock.frozen_at(clock.now() + timedelta(minutes=10)), pytest.raises(Refused):
        onetime.prove_code("mine", code, ip="10.0.0.1")


def test_never_for_administrators(known: World, mailing: Flask, client: FlaskClient) -> None:
    for address in ("an@lamgiang.example", "nobody@lamgiang.example"):
        answer = send(client, "/dang-nhap", "/dang-nhap/gui-ma", address=address)
        assert (answer.status_code, answer.location) == (303, "/dang-nhap/ma")
    assert db.session.query(Letter).count() == 0


def test_someone_made_administrator_since_stays_out(known: World, mailing: Flask) -> None:
    onetime.ask_code("oanh", browser="mine", ip="10.0.0.1")
    code = code_in(db.session.query(Letter).one())
    with transaction():
        known.people["oanh"].role = "admin"
    with pytest.raises(Refused, match="wrong_code"):
        onetime.prove_code("mine", code, ip="10.0.0.1")


def test_a_copy_of_the_database_does_not_give_the_code_away(known: World, mailing: Flask) -> None:
    """A hash of six digits alone would: a million tries are nothing."""
    from hashlib import sha256

    onetime.ask_code("oanh", browser="mine", ip="10.0.0.1")
    letter, row = db.session.query(Letter).one(), db.session.query(OneTimeSecret).one()
    code = code_in(letter)
    assert code not in letter.body_text + letter.body_html + letter.subject
    assert row.secret_hash != sha256(code.encode()).digest()


def test_guessing_from_one_address_is_stopped(known: World, mailing: Flask) -> None:
    for n in range(30):
        with pytest.raises(Refused):
            onetime.prove_code(f"browser-{n}", "123456", ip="10.0.0.1")
    with pytest.raises(TooMany):
        onetime.prove_code("another", "123456", ip="10.0.0.1")
