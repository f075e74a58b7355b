"""A forgotten password: by a link that works once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.auth.conftest import PASSWORD
from tests.sending import send
from tests.world import World
from tracker import clock
from tracker.auth import actions, onetime
from tracker.auth.models import OneTimeSecret
from tracker.db import db
from tracker.errors import NotFound, TooMany
from tracker.outbox.models import Letter

NEW = "bốn con cò đứng ngủ gật"


@pytest.fixture
def mailing(app: Flask) -> Flask:
    """The application with a mail server set."""
    app.extensions["config"] = replace(app.extensions["config"], smtp_host="127.0.0.1")
    return app


def path_in(letter: Letter) -> str:
    """Where the link of a letter leads once it is filled in for sending."""
    filled = onetime.fill(letter.body_text)
    return next(word for word in filled.split() if "/mat-khau/" in word).removeprefix("http://127.0.0.1:8000")


def test_the_whole_way(known: World, mailing: Flask, client: FlaskClient) -> None:
    stolen = known.session_cookie("oanh")
    answer = send(client, "/quen-mat-khau", "/quen-mat-khau", address="oanh@lamgiang.example")
    assert answer.status_code == 200
    letter = db.session.query(Letter).one()
    assert (letter.kind, letter.to_addr) == ("password", "oanh@lamgiang.example")
    path = path_in(letter)
    answer = send(client, path, path, password=NEW, again=NEW)
    assert (answer.status_code, answer.location) == (303, "/dang-nhap")
    assert client.get(path).status_code == 404, "the link is spent"
    assert send(client, "/dang-nhap", "/dang-nhap", login="oanh", password=PASSWORD).status_code == 422
    assert send(client, "/dang-nhap", "/dang-nhap", login="oanh", password=NEW).status_code == 303
    thief = mailing.test_client()
    thief.set_cookie("s", stolen)
    assert thief.get("/tai-khoan").status_code == 302


def test_one_answer_for_any_address(known: World, mailing: Flask, client: FlaskClient) -> None:
    pages = [
        send(client, "/quen-mat-khau", "/quen-mat-khau", address=f"{name}@lamgiang.example").text
        for name in ("oanh", "nobody")
    ]
    first, second = (re.sub(r'name="csrf_token" value="[^"]+"', "", page) for page in pages)
    assert first == second
    assert db.session.query(Letter).count() == 1


def test_neither_the_letter_nor_the_database_opens_the_door(known: World, mailing: Flask) -> None:
    onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    letter, row = db.session.query(Letter).one(), db.session.query(OneTimeSecret).one()
    secret = path_in(letter).rpartition("/")[2]
    assert len(bytes.fromhex(secret)) == 16
    assert secret not in letter.body_text + letter.body_html + str(row.secret_hash)
    assert "⟦secret:" in letter.body_html


def test_scanners_that_open_the_link_change_nothing(known: World, mailing: Flask) -> None:
    onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    path = path_in(db.session.query(Letter).one())
    for n in range(20):
        scanner = mailing.test_client()
        assert scanner.open(path, method="HEAD" if n % 2 else "GET").status_code == 200
    assert onetime.owner(path.rpartition("/")[2]).login == "oanh"


def test_it_ends_by_itself(known: World, mailing: Flask, client: FlaskClient) -> None:
    onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    path = path_in(db.session.query(Letter).one())
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert client.get(path).status_code == 404


def test_a_new_password_spends_every_link_of_the_person(known: World, mailing: Flask) -> None:
    for _ in range(2):
        onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    first, second = (path_in(letter).rpartition("/")[2] for letter in db.session.query(Letter))
    onetime.choose_password(second, NEW)
    with pytest.raises(NotFound):
        onetime.choose_password(first, "năm con gà gáy sáng")


def test_a_code_is_no_link_and_a_link_no_code(known: World, mailing: Flask) -> None:
    onetime.ask_code("oanh", browser="b", ip="10.0.0.1")
    code = onetime.fill(f"⟦code:{db.session.query(OneTimeSecret).one().id}⟧")
    for secret in (code, onetime.fill(f"⟦secret:{db.session.query(OneTimeSecret).one().id}⟧")):
        with pytest.raises(NotFound):
            onetime.owner(secret)


def test_no_more_than_three_letters_an_hour(known: World, mailing: Flask) -> None:
    for _ in range(3):
        onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    with pytest.raises(TooMany):
        onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.2")
    assert db.session.query(Letter).count() == 3


def test_it_opens_a_closed_account(known: World, mailing: Flask) -> None:
    for n in range(5):
        with pytest.raises(Exception, match="wrong_credentials"):
            actions.prove("oanh", "x" * 20, ip=f"10.0.0.{n}")
    onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    onetime.choose_password(path_in(db.session.query(Letter).one()).rpartition("/")[2], NEW)
    assert actions.prove("oanh", NEW, ip="10.0.0.9").login == "oanh"


def test_weak_and_different_passwords_come_back(known: World, mailing: Flask, client: FlaskClient) -> None:
    onetime.ask_reset("oanh", base_url="http://127.0.0.1:8000", ip="10.0.0.1")
    path = path_in(db.session.query(Letter).one())
    assert send(client, path, path, password="matkhau123456", again="matkhau123456").status_code == 422
    assert send(client, path, path, password=NEW, again=NEW + "x").status_code == 422
    assert client.get(path).status_code == 200, "the link still works"


def test_without_a_mail_server_it_says_so(known: World, client: FlaskClient) -> None:
    page = client.get("/quen-mat-khau").text
    assert '<form class="panel"' not in page
    assert client.get("/quen-mat-khau").status_code == 200
